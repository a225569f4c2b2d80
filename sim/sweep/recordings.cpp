#include "sim/sweep/recordings.hpp"

#include <cstring>
#include <utility>

namespace drnn {

namespace {

/// Of a message between two processes of one program.
struct Head {
  DeltaSettings settings;
  OverflowCounts overflows;
};

}  // namespace

const RecordedStates* Recordings::find(const DeltaSettings& settings) const {
  const auto found = states_.find(key_of(settings));
  return found == states_.end() ? nullptr : &found->second;
}

bool Recordings::wants(const DeltaSettings& settings, std::size_t words) const {
  return find(settings) == nullptr && (words_ + words) * sizeof(std::int16_t) <= kMostBytes;
}

void Recordings::keep(const DeltaSettings& settings, RecordedStates states) {
  if (!wants(settings, states.h.size())) return;
  words_ += states.h.size();
  states_.emplace(key_of(settings), std::move(states));
}

std::string encode_recording(const DeltaSettings& settings, const RecordedStates& states) {
  const Head head{settings, states.overflows};
  const std::size_t bytes = states.h.size() * sizeof(std::int16_t);
  std::string text(sizeof head + bytes, '\0');
  std::memcpy(text.data(), &head, sizeof head);
  std::memcpy(text.data() + sizeof head, states.h.data(), bytes);
  return text;
}

std::pair<DeltaSettings, RecordedStates> decode_recording(const std::string& text) {
  Head head;
  std::memcpy(&head, text.data(), sizeof head);
  RecordedStates states{{}, head.overflows};
  states.h.resize((text.size() - sizeof head) / sizeof(std::int16_t));
  std::memcpy(states.h.data(), text.data() + sizeof head, states.h.size() * sizeof(std::int16_t));
  return {head.settings, std::move(states)};
}

}  // namespace drnn
