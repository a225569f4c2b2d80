#pragma once

#include <cstddef>
#include <map>
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

/// The states of runs of one workload, by thresholds, for the runs to come on other hardware.
class Recordings {
 public:
  /// What is kept of one workload at most; further recordings are dropped.
  static constexpr std::size_t kMostBytes = std::size_t{64} << 20;

  /// Null where there is none.
  const RecordedStates* find(const DeltaSettings& settings) const;
  /// Whether a recording of `words` would be kept.
  bool wants(const DeltaSettings& settings, std::size_t words) const;
  void keep(const DeltaSettings& settings, RecordedStates states);

 private:
  std::map<RecordingKey, RecordedStates> states_;
  std::size_t words_ = 0;
};

/// A recording as a message's text, and back.
std::string encode_recording(const DeltaSettings& settings, const RecordedStates& states);
std::pair<DeltaSettings, RecordedStates> decode_recording(const std::string& text);

}  // namespace drnn
