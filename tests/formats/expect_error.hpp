#pragma once

#include <catch2/catch.hpp>
#include <string>

#include "model/config/errors.hpp"

namespace drnn::test {

/// The message of the InputError that `action` must throw: one line, not empty.
template <typename Action>
std::string error_of(Action action) {
  try {
    action();
  } catch (const InputError& error) {
    const std::string message = error.what();
    CHECK_FALSE(message.empty());
    CHECK(message.find('\n') == std::string::npos);
    return message;
  }
  FAIL("no InputError was thrown");
  return {};
}

}  // namespace drnn::test
