#include "tests/naive/host.hpp"

#include <algorithm>
#include <limits>

namespace drnn::naive {

std::vector<std::int16_t> load_words(const QuantisedNetwork& network) {
  std::vector<std::int16_t> words;
  for (const QuantisedLayer& layer : network.layers) {
    for (const auto* sums : {&layer.m_r, &layer.m_u, &layer.m_cx, &layer.m_ch}) {
      for (std::int32_t bias : *sums) {
        words.push_back(static_cast<std::int16_t>(bias & 0xffff));
        words.push_back(static_cast<std::int16_t>(bias >> 16));
      }
    }
    words.insert(words.end(), layer.columns.begin(), layer.columns.end());
  }
  return words;
}

Host::Orders Host::before(std::uint64_t now, bool loading, bool ready) {
  switch (phase_) {
    case Phase::begin:
      return begin_sequence();
    case Phase::loading:
      return loading ? Orders{} : reset();
    case Phase::resetting:
      if (ready) queue_input();
      break;
    case Phase::running:
      if (words_to_take_ == 0) end_sequence(now);
      break;
    case Phase::gap:
      if (now >= until_) return begin_sequence();
      break;
    case Phase::end:
      break;
  }
  return {};
}

Host::Orders Host::begin_sequence() {
  if (sequence_ > 0 && case_.reload == 0) return reset();
  network_ = case_.network(sequence_);
  const std::vector<std::int16_t> words = load_words(network_);
  source_.assign(words.begin(), words.end());
  phase_ = Phase::loading;
  return {true, false};
}

Host::Orders Host::reset() {
  phase_ = Phase::resetting;
  if (case_.early != 0) queue_input();
  return {false, true};
}

void Host::queue_input() {
  const std::vector<std::int16_t> words = case_.input(sequence_);
  source_.assign(words.begin(), words.end());
  words_to_take_ = static_cast<std::uint64_t>(case_.steps[static_cast<std::size_t>(sequence_)]) *
                   static_cast<std::uint64_t>(network_.layers.back().hidden);
  phase_ = Phase::running;
}

void Host::end_sequence(std::uint64_t now) {
  ++sequence_;
  const bool last = sequence_ == case_.sequences;
  phase_ = last ? Phase::end : Phase::gap;
  until_ = now + 1 + (last ? kAfterglow : static_cast<std::uint64_t>(case_.gap));
}

int Host::offered(std::uint64_t now, std::size_t free) const {
  const auto most = static_cast<std::size_t>(offering_.words_in(now));
  return static_cast<int>(std::min({most, free, source_.size()}));
}

std::int16_t Host::next_word() {
  const std::int16_t word = source_.front();
  source_.pop_front();
  return word;
}

int Host::take(std::uint64_t now, std::size_t held) {
  const auto most = static_cast<std::size_t>(taking_.words_in(now));
  const std::size_t taken = std::min({most, held, static_cast<std::size_t>(words_to_take_)});
  words_to_take_ -= taken;
  return static_cast<int>(taken);
}

std::uint64_t Host::next_event(std::uint64_t now, std::size_t free, std::size_t held) const {
  std::uint64_t next = std::numeric_limits<std::uint64_t>::max();
  if (free > 0 && !source_.empty()) next = offering_.next_open(now);
  if (held > 0 && words_to_take_ > 0) next = std::min(next, taking_.next_open(now));
  const bool timed = phase_ == Phase::gap || phase_ == Phase::end;
  return timed && until_ > now ? std::min(next, until_) : next;
}

bool Host::over(std::uint64_t now) const {
  return phase_ == Phase::end && now >= until_;
}

}  // namespace drnn::naive
