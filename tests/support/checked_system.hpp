#pragma once

#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <string>

#include "tests/support/protocol_checker.hpp"
#include "tlm/zynq_system.hpp"

namespace drnn::test {

/// The whole design with a protocol checker on every connection. Where a breach was seen or a
/// payload is still out at the end, the process ends with that, which is a fault of its test
/// (in_child()); a test in which a run fails on purpose asks for no more than the protocol.
class CheckedSystem {
 public:
  explicit CheckedSystem(const Parameters& parameters, Engine engine = Engine::fast)
      : uncaught_(std::uncaught_exceptions()),
        system("system", parameters, engine, std::ref(binding)) {}
  CheckedSystem(const CheckedSystem&) = delete;
  ~CheckedSystem() {
    if (std::uncaught_exceptions() > uncaught_ || faults().empty()) return;
    std::cerr << faults() << std::endl;
    std::abort();
  }

  /// A run has failed on purpose, so that what was under way stays so.
  void expect_broken_off() { broken_off_ = true; }

  std::string faults() const {
    if (broken_off_) return "";
    std::string text = binding.faults();
    if (system.payloads_in_use() > 0) text += "payloads are in use at the end; ";
    return text;
  }

 private:
  const int uncaught_;
  bool broken_off_ = false;

 public:
  CheckedBinding binding;
  ZynqSystem system;
};

}  // namespace drnn::test
