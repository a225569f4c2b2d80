#include "sim/accuracy.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/formats/ctc.hpp"
#include "tests/support/state_source.hpp"

using namespace drnn;
using test::source_of;

namespace {

/// Two units, three classes: the logits are h0, h1 and a constant of 0.5.
Readout plain_readout() {
  Readout readout;
  readout.classes = 3;
  readout.hidden = 2;
  readout.weight = {1, 0, 0, 1, 0, 0};
  readout.bias = {0, 0, 0.5f};
  return readout;
}

Score score_of(Metric metric, const std::vector<int>& labels, const States& h) {
  return score({metric, 2, {labels}, {}}, plain_readout(), 0, source_of(h, 2));
}

Score mse_of(const std::optional<Readout>& readout, const std::vector<double>& target,
             const States& h) {
  return score({Metric::mse, 0, {}, {target}}, readout, 0, source_of(h, 2));
}

}  // namespace

TEST_CASE("every metric has a name that names it", "[accuracy]") {
  for (const Metric metric : {Metric::ctc, Metric::class_last, Metric::class_mean, Metric::mse})
    CHECK(metric_of(std::string(to_string(metric))) == metric);
  CHECK_FALSE(metric_of("ctc_"));
  CHECK(to_string(Metric::class_mean) == "class_mean");
}

TEST_CASE("CTC counts the edits of what is decoded, with the blank that is asked for",
          "[accuracy]") {
  const States h{1, 0, 1, 0, 0, 0, 0, 1};  // classes 0 0 2 1
  const Score as_last = score_of(Metric::ctc, {0, 1}, h);
  CHECK(as_last.amount == 0);
  CHECK(as_last.count == 2);
  const Score as_first =
      score({Metric::ctc, 0, {{2, 1, 1}}, {}}, plain_readout(), 0, source_of(h, 2));
  CHECK(as_first.amount == 1);
  CHECK(as_first.count == 3);
}

TEST_CASE("a class is decided by the last step or by the mean over all", "[accuracy]") {
  const States h{3, 0, 3, 0, 0, 1};  // class 0 on the whole, class 1 at the end
  CHECK(score_of(Metric::class_last, {1}, h).amount == 0);
  CHECK(score_of(Metric::class_last, {0}, h).amount == 1);
  CHECK(score_of(Metric::class_mean, {0}, h).amount == 0);
  CHECK(score_of(Metric::class_mean, {1}, h).amount == 1);
  CHECK(score_of(Metric::class_mean, {1}, h).count == 1);
}

TEST_CASE("the lowest class wins a tie", "[accuracy]") {
  CHECK(score_of(Metric::class_last, {0}, {0.5, 0.5}).amount == 0);
  CHECK(score_of(Metric::class_last, {1}, {0.25, 0.5}).amount == 0);
}

TEST_CASE("squared errors are of what the network gives", "[accuracy]") {
  const States h{1, 2, 3, 4};
  Readout readout = plain_readout();
  SECTION("h without a readout") {
    const Score score = mse_of(std::nullopt, {1, 2, 3, 2}, h);
    CHECK(score.amount == 4);
    CHECK(score.value() == 1.0);
  }
  SECTION("logits of each step") {
    const Score score = mse_of(readout, {1, 2, 0.5, 3, 4, 1.5}, h);
    CHECK(score.amount == 1);
    CHECK(score.count == 6);
  }
  SECTION("logits of the last step") {
    readout.steps = ReadoutSteps::last;
    CHECK(mse_of(readout, {3, 4, 0.5}, h).amount == 0);
  }
  SECTION("logits of the mean") {
    readout.steps = ReadoutSteps::mean;
    CHECK(mse_of(readout, {2, 3, 1}, h).amount == 0.25);
  }
  SECTION("targets of another size are a mistake of the caller's") {
    CHECK_THROWS_AS(mse_of(readout, {1}, h), std::invalid_argument);
  }
}

TEST_CASE("scores add, and have no value where nothing was to be found", "[accuracy]") {
  Score sum;
  CHECK_FALSE(sum.value());
  sum.add({Metric::ctc, 1, 4});
  sum.add({Metric::ctc, 2, 0});
  CHECK(sum.value() == 0.75);
}

TEST_CASE("classes without a readout are a mistake of the caller's", "[accuracy]") {
  CHECK_THROWS_AS(score({Metric::ctc, 0, {{}}, {}}, std::nullopt, 0, {}), std::invalid_argument);
}

TEST_CASE("a long sequence's score does not depend on the parts in which it is read",
          "[accuracy]") {
  States h;
  for (int i = 0; i < 2 * 30000; ++i) h.push_back(std::sin(0.01 * i) + std::cos(7.0 * i));
  const Readout readout = plain_readout();
  const std::vector<double> logits = readout_logits(readout, h);
  SECTION("CTC") {
    GreedyCtc whole(3, 2);
    whole.add(logits);
    REQUIRE(whole.decoded().size() > 100);
    CHECK(score_of(Metric::ctc, whole.decoded(), h).amount == 0);
  }
  SECTION("squared errors") {
    std::vector<double> target = logits;
    target.back() += 0.5;
    CHECK(mse_of(readout, target, h).amount == 0.25);
    target.pop_back();
    CHECK_THROWS_AS(mse_of(readout, target, h), std::invalid_argument);
  }
  SECTION("the mean") {
    States mean(2, 0.0);
    for (std::size_t i = 0; i < h.size(); ++i) mean[i % 2] += h[i];
    for (double& value : mean) value /= 30000;
    Readout of_mean = readout;
    of_mean.steps = ReadoutSteps::mean;
    CHECK(mse_of(of_mean, readout_logits(readout, mean), h).amount == 0);
  }
}
