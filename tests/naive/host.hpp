#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "tests/naive/naive_case.hpp"

namespace drnn::naive {

/// The words of a weight load, from weight_loader.hpp: for each layer the initial M_r, M_u, M_cx
/// and M_ch (32 bits, low half first), then the columns.
std::vector<std::int16_t> load_words(const QuantisedNetwork& network);

/// What surrounds the accelerator in a case: it loads weights, asks for state resets, offers input
/// words and takes output words. Model and reference have one each.
class Host {
 public:
  explicit Host(const NaiveCase& c) : case_(c), offering_(c.offering()), taking_(c.taking()) {}

  /// What is written to the accelerator's registers before a cycle.
  struct Orders {
    bool load = false;
    bool reset = false;
  };
  /// loading, ready: as the accelerator's registers read before cycle `now`.
  Orders before(std::uint64_t now, bool loading, bool ready);
  /// The network and the thresholds of the present sequence; thresholds count from its reset on.
  const QuantisedNetwork& network() const { return network_; }
  DeltaSettings settings() const { return case_.settings(sequence_); }

  /// Words that are pushed in cycle `now` into `free` places; each is then had by next_word().
  int offered(std::uint64_t now, std::size_t free) const;
  std::int16_t next_word();
  /// Words taken in cycle `now` out of `held`.
  int take(std::uint64_t now, std::size_t held);

  /// The next cycle in which the host acts although the accelerator changes nothing; `free` and
  /// `held` as after cycle `now`.
  std::uint64_t next_event(std::uint64_t now, std::size_t free, std::size_t held) const;
  /// True from some time after the last output word on, so that what follows is seen too.
  bool over(std::uint64_t now) const;

 private:
  enum class Phase { begin, loading, resetting, running, gap, end };
  static constexpr std::uint64_t kAfterglow = 100;  ///< cycles

  Orders begin_sequence();
  Orders reset();
  void queue_input();
  void end_sequence(std::uint64_t now);

  const NaiveCase case_;
  const Schedule offering_, taking_;
  Phase phase_ = Phase::begin;
  int sequence_ = 0;
  QuantisedNetwork network_;
  std::deque<std::int16_t> source_;
  std::uint64_t words_to_take_ = 0;
  std::uint64_t until_ = 0;  ///< of gap and end
};

}  // namespace drnn::naive
