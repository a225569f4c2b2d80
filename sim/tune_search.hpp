#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace drnn {

/// A pair of delta thresholds, as the hardware holds them.
struct Thresholds {
  std::int32_t x = 0;
  std::int32_t h = 0;

  bool operator==(const Thresholds& o) const { return x == o.x && h == o.h; }
  bool operator<(const Thresholds& o) const { return x != o.x ? x < o.x : h < o.h; }
};

/// What a run of some sequences with a pair of thresholds gave.
struct Trial {
  Thresholds thresholds;
  double error = 0;
  std::uint64_t cycles = 0;
};

/// One round of the search: so many pairs on so many sequences.
struct TuneRound {
  std::size_t pairs = 0;
  std::size_t sequences = 0;
};

struct TuneResult {
  std::vector<TuneRound> rounds;  ///< the last one on all sequences
  std::size_t neighbours = 0;     ///< pairs tried on all sequences after the rounds
  std::vector<Trial> trials;      ///< on all sequences, in ascending order of thresholds
  std::vector<Trial> frontier;    ///< of those: none has fewer cycles and no more error
  std::optional<Trial> choice;    ///< the fewest cycles within the budget; none within it
};

/// The values from which a search draws its pairs: ascending, each once.
struct TuneGrid {
  std::vector<std::int32_t> x;
  std::vector<std::int32_t> h;
};

/// Searches the pair of thresholds with the fewest cycles whose error does not exceed `max_error`.
///
/// Successive halving over the sequences: all pairs of the grid run on a few sequences, the better
/// half of them on twice as many, and so on until few pairs run on all. Of the pairs that go on,
/// half are the cheapest within the budget (then those nearest to it) and half the cheapest within
/// half of it, because a few sequences may show less error than all. The pair of smallest
/// thresholds always goes on. Then the choice climbs: its neighbours on the grid with a larger
/// threshold, in x, h or both, run on all sequences as long as one of them is cheaper within the
/// budget.
///
/// `seed` decides the order in which sequences are taken; the result depends on nothing else.
class TuneSearch {
 public:
  /// Runs the sequences of these indices, in this order, with a pair of thresholds.
  using Run = std::function<Trial(const Thresholds&, const std::vector<std::size_t>&)>;
  /// Called before each round.
  using Report = std::function<void(std::size_t number, const TuneRound&)>;

  TuneSearch(TuneGrid grid, std::size_t sequences, double max_error, std::uint64_t seed);

  TuneResult run(const Run& run, const Report& report);

 private:
  std::vector<Trial> run_all(const std::vector<Thresholds>& pairs, std::size_t sequences,
                             const Run& run) const;
  std::vector<Thresholds> survivors(std::vector<Trial> trials) const;
  bool better(const Trial& a, const Trial& b, double budget) const;
  std::vector<Thresholds> neighbours(const Thresholds& of) const;
  void climb(TuneResult& result, const Run& run) const;
  std::optional<Trial> choose(const std::vector<Trial>& trials) const;

  const TuneGrid grid_;
  const double max_error_;
  std::vector<std::size_t> order_;  ///< in which sequences are taken
};

/// Those that no other beats: fewer cycles with no more error, or less error with no more cycles.
/// In ascending order of cycles.
std::vector<Trial> pareto_frontier(std::vector<Trial> trials);

}  // namespace drnn
