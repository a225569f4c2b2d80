#pragma once

#include <memory>
#include <optional>
#include <string>

#include "model/trace/signal_table.hpp"
#include "sim/trace/slice_stack.hpp"

namespace drnn {

/// What one block does, as slices of its track. Each cycle lies in a slice named by its cause.
class BlockTrack {
 public:
  virtual ~BlockTrack() = default;

  int number() const { return stack_.track(); }
  /// Takes the signals of cycle `now`; true if a slice begins or ends.
  virtual bool update(Cycle now) = 0;
  void close(Cycle now) { stack_.close(now); }

 protected:
  /// Watches the block's cause.
  BlockTrack(SignalTable& table, std::string scope, TraceEventWriter& writer, int track);

  std::optional<std::size_t> signal(const char* name);
  std::uint64_t value(std::size_t index) const { return table_[index]; }
  /// Of a signed number.
  std::int64_t signed_value(std::size_t index) const;
  std::uint64_t cause() const { return table_[cause_]; }
  bool cause_is(const char* name) const { return table_.state_names()[cause()] == name; }
  const std::string& state_name(std::uint64_t code) const { return table_.state_names()[code]; }

  SliceStack stack_;

 private:
  SignalTable& table_;
  const std::string scope_;
  const std::size_t cause_;
};

/// The track that suits the signals which the block of this scope declares. layers: of the network,
/// to tell step and layer of a task.
std::unique_ptr<BlockTrack> make_block_track(SignalTable& table, const std::string& scope,
                                             TraceEventWriter& writer, int track,
                                             std::uint64_t layers);

}  // namespace drnn
