#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/trace/trace_event_writer.hpp"

namespace drnn {

/// The nested slices of one track. What holds in a cycle is given as a key for each level, from the
/// outermost on; a slice lasts while its key and those of the levels around it stay the same.
/// Slices are written outermost first and in order of time, once the outermost has ended.
class SliceStack {
 public:
  static constexpr std::uint64_t kNone = ~std::uint64_t{0};  ///< no slice on this level
  static constexpr std::size_t kLevels = 3;
  using Keys = std::array<std::uint64_t, kLevels>;

  struct Label {
    std::string name;
    TraceEventWriter::Arguments arguments;
  };

  SliceStack(TraceEventWriter& writer, int track) : writer_(writer), track_(track) {}

  int track() const { return track_; }
  /// The key under which a level's slice is open.
  std::uint64_t key(std::size_t level) const { return keys_[level]; }

  /// Takes the keys of cycle `now`; label(level) names a slice that begins. True if any changed.
  template <class MakeLabel>
  bool update(Cycle now, const Keys& keys, const MakeLabel& label) {
    std::size_t level = 0;
    while (level < kLevels && keys[level] == keys_[level]) ++level;
    if (level == kLevels) return false;
    close_from(level, now);
    for (; level < kLevels; ++level) {
      keys_[level] = keys[level];
      if (keys[level] != kNone) open(level, now, label(level));
    }
    return true;
  }

  /// Ends all slices.
  void close(Cycle now) { close_from(0, now); }

 private:
  struct Slice {
    Label label;
    Cycle begin;
    Cycle end;
  };

  void open(std::size_t level, Cycle now, Label label);
  void close_from(std::size_t level, Cycle now);
  void write();

  TraceEventWriter& writer_;
  const int track_;
  Keys keys_{kNone, kNone, kNone};
  std::array<std::size_t, kLevels> open_{};  ///< the level's slice among those not yet written
  std::vector<Slice> slices_;                ///< in order of their begin
};

}  // namespace drnn
