#include "sim/formats/ctc.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

using namespace drnn;
using Labels = std::vector<int>;

namespace {

/// Logits with the given best class a step.
std::vector<double> best(const Labels& classes_by_step, int classes) {
  std::vector<double> logits;
  for (const int label : classes_by_step) {
    for (int i = 0; i < classes; ++i) logits.push_back(i == label ? 1.0 : -1.0);
  }
  return logits;
}

Labels greedy_ctc(const std::vector<double>& logits, int classes, int blank) {
  GreedyCtc decoder(classes, blank);
  decoder.add(logits);
  return decoder.decoded();
}

}  // namespace

TEST_CASE("a readout multiplies each step by the weights and adds the bias") {
  const Readout readout{2, 3, {1, 2, 3, 4, 5, 6}, {0.5, -0.5}};
  CHECK(readout_logits(readout, {1, 0, 0, 0, 1, -1}) ==
        std::vector<double>{1.5, 3.5, 0.5 + 2 - 3, -0.5 + 5 - 6});
  CHECK(readout_logits(readout, {}).empty());
  CHECK_THROWS_AS(readout_logits(readout, {1, 2}), std::invalid_argument);
}

TEST_CASE("greedy CTC merges repeats and drops blanks") {
  CHECK(greedy_ctc(best({0, 1, 1, 0, 1, 2, 2, 0}, 3), 3, 0) == Labels{1, 1, 2});
  CHECK(greedy_ctc(best({2, 2, 0, 1}, 3), 3, 2) == Labels{0, 1});
  CHECK(greedy_ctc(best({0, 0}, 3), 3, 0).empty());
  CHECK(greedy_ctc({}, 3, 0).empty());
}

TEST_CASE("the lowest class wins a tie") {
  CHECK(greedy_ctc({0, 5, 5, 5, 5, 5}, 3, 2) == Labels{1, 0});
}

TEST_CASE("greedy CTC refuses what is not a table of logits") {
  CHECK_THROWS_AS(greedy_ctc({1, 2, 3}, 2, 0), std::invalid_argument);
  CHECK_THROWS_AS(greedy_ctc({1, 2}, 2, 2), std::invalid_argument);
  CHECK_THROWS_AS(greedy_ctc({1, 2}, 2, -1), std::invalid_argument);
}

TEST_CASE("edit distance counts insertions, deletions and substitutions") {
  CHECK(edit_distance({}, {}) == 0);
  CHECK(edit_distance({1, 2, 3}, {1, 2, 3}) == 0);
  CHECK(edit_distance({}, {1, 2}) == 2);
  CHECK(edit_distance({1, 2}, {}) == 2);
  CHECK(edit_distance({1, 2, 3}, {1, 4, 3}) == 1);
  CHECK(edit_distance({1, 2, 3}, {2, 3}) == 1);
  // kitten and sitting
  CHECK(edit_distance({11, 9, 20, 20, 5, 14}, {19, 9, 20, 20, 9, 14, 7}) == 3);
}

TEST_CASE("the label error is all edits over all reference labels") {
  LabelError error;
  CHECK_FALSE(error.rate());
  error.add({1, 2, 3}, {1, 2});
  error.add({4}, {5, 6});
  CHECK(error.edits == 3);
  CHECK(error.labels == 4);
  CHECK(*error.rate() == 0.75);
}
