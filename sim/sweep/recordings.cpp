#include "sim/sweep/recordings.hpp"

#include <cstring>

namespace drnn {

namespace {

/// A message between two processes of one program.
struct Kept {
  DeltaSettings settings;
  OverflowCounts overflows;
  std::uint64_t place;
  std::uint64_t words;
};

}  // namespace

const RecordedStates* Recordings::find(const DeltaSettings& settings) const {
  const auto found = states_.find(key_of(settings));
  return found == states_.end() ? nullptr : &found->second;
}

bool Recordings::wants(const DeltaSettings& settings, std::uint64_t words) const {
  return file_ && find(settings) == nullptr &&
         (words_ + words) * sizeof(std::int16_t) <= kMostBytes;
}

Recordings::Recording Recordings::begin(std::uint64_t words) const {
  const std::uint64_t place = file_->reserve(words * sizeof(std::int16_t));
  return {place, std::make_shared<Spool<std::int16_t>>(file_, place, words)};
}

std::string Recordings::end(const DeltaSettings& settings, const Recording& recording,
                            const OverflowCounts& overflows) {
  recording.h->write_out();
  const Kept kept{settings, overflows, recording.place, recording.h->size()};
  std::string message(sizeof kept, '\0');
  std::memcpy(message.data(), &kept, sizeof kept);
  keep(message);
  return message;
}

void Recordings::keep(const std::string& message) {
  Kept kept;
  std::memcpy(&kept, message.data(), sizeof kept);
  if (!wants(kept.settings, kept.words)) return;
  words_ += kept.words;
  const auto h = std::make_shared<Spool<std::int16_t>>(file_, kept.place, kept.words, kept.words);
  states_.emplace(key_of(kept.settings), RecordedStates{{h, 0, kept.words}, kept.overflows});
}

}  // namespace drnn
