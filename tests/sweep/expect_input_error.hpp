#pragma once

#include <string>
#include <vector>

#include "tests/formats/expect_error.hpp"

namespace drnn::test {

/// The message of the InputError that `action` must throw has all of these parts.
template <typename Action>
void expect_input_error(Action action, const std::vector<std::string>& parts) {
  const std::string message = error_of(action);
  for (const std::string& part : parts) CHECK_THAT(message, Catch::Contains(part));
}

}  // namespace drnn::test
