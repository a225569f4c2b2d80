#pragma once

#include <map>
#include <string>

namespace drnn {

/// The pictures that the page #png holds, PNG bytes by name: in an element `png-export`, a line
/// each of name, space and Base64. Throws std::runtime_error where there are none or they are
/// broken.
std::map<std::string, std::string> exported_pictures(const std::string& document);

/// Opens the page of a report in a headless browser and writes each of its charts as
/// `folder`/NAME.png, all or none; makes the folder if need be. Returns how many.
std::size_t write_pictures(const std::string& page, const std::string& folder);

}  // namespace drnn
