#pragma once

#include <filesystem>
#include <string>

namespace drnn {

/// The name of the headless browser, found on PATH: Debian's package chromium.
constexpr const char* kBrowser = "chromium";

/// The document of a local page as it is once its scripts have run. `folder` is the browser's, for
/// its profile. Throws InputError that names the package where the browser is absent, and
/// std::runtime_error where it ends with an error or not at all.
std::string rendered_page(const std::filesystem::path& page, const std::string& fragment,
                          const std::filesystem::path& folder);

/// Throws the InputError of an absent browser.
void check_browser();

}  // namespace drnn
