#pragma once

#include <string>
#include <vector>

#include "model/trace/signal_table.hpp"

namespace drnn {

/// "a.b.c" as its components.
std::vector<std::string> components(const std::string& scope);

/// The signals so that those of a scope, and of the scopes in it, follow one another; signals of
/// a scope in their order, before its inner scopes.
std::vector<std::size_t> in_scope_order(const SignalTable& table, std::vector<std::size_t> shown);

/// The scope declarations of a VCD on the way through signals in scope order.
class ScopePath {
 public:
  /// The lines that leave the present scope and enter `scope`.
  std::vector<std::string> enter(const std::string& scope);
  std::vector<std::string> leave_all() { return enter(""); }

 private:
  std::vector<std::string> present_;
};

}  // namespace drnn
