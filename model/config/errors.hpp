#pragma once

#include <stdexcept>
#include <string>

namespace drnn {

/// The user's input cannot be used: the message is one line that names file, key, value and what
/// is allowed. The program ends with exit code 2.
class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The simulation itself failed, a deadlock for example. The program ends with exit code 1.
class SimulationError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The user asked to stop. The program ends with exit code 130.
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("interrupted") {}
};

}  // namespace drnn
