#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/trace/signal_table.hpp"

namespace drnn {

/// Whether `text` matches the whole of `pattern`: * stands for any characters, ? for one.
bool glob_matches(std::string_view pattern, std::string_view text);

/// The signals that a waveform shows. Without patterns: all but details. Otherwise all that match
/// one: by their hierarchical name or that of a scope above them, either from any of its components
/// on. Throws InputError for a pattern that matches nothing.
std::vector<std::size_t> select_signals(const SignalTable& table,
                                        const std::vector<std::string>& patterns);

/// A signal and the value that it has while an event holds.
struct SignalEvent {
  std::size_t signal;
  std::uint64_t value;
};

/// The events of this name: SCOPE.STATE holds while a signal of the scope is in the state,
/// SCOPE.FLAG while the flag is set. The name may begin with any of its components, as in
/// fifo_full: then there may be several. Throws InputError where there is none.
std::vector<SignalEvent> find_events(const SignalTable& table, const std::string& name);

}  // namespace drnn
