#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "model/arith/delta_gru.hpp"
#include "model/blocks/state_tape.hpp"

namespace drnn {

/// Settings that compute the same states.
using RecordingKey = std::tuple<std::int32_t, std::int32_t, bool>;
inline RecordingKey key_of(const DeltaSettings& s) {
  return {s.theta_x, s.theta_h, s.skip};
}

/// The states of runs of one workload, by thresholds, for the runs to come on other hardware. They
/// are in a file that all processes share, so that what one has recorded need not be sent.
class Recordings {
 public:
  /// What is kept of one workload at most; further recordings are dropped.
  static constexpr std::size_t kMostBytes = std::size_t{64} << 20;

  /// Before the processes that are to record are forked; until then nothing is wanted.
  void open() { file_ = std::make_shared<TemporaryFile>(); }

  /// Null where there is none.
  const RecordedStates* find(const DeltaSettings& settings) const;
  /// Whether a recording of `words` would be kept.
  bool wants(const DeltaSettings& settings, std::uint64_t words) const;

  /// A recording under way.
  struct Recording {
    std::uint64_t place;  ///< in the file
    std::shared_ptr<Spool<std::int16_t>> h;
  };
  /// One that will have `words`.
  Recording begin(std::uint64_t words) const;
  /// Keeps it here. Returns what another process is to keep() to find it, too.
  std::string end(const DeltaSettings& settings, const Recording& recording,
                  const OverflowCounts& overflows);
  void keep(const std::string& message);

 private:
  std::map<RecordingKey, RecordedStates> states_;
  std::uint64_t words_ = 0;
  std::shared_ptr<TemporaryFile> file_;
};

}  // namespace drnn
