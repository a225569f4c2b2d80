#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/estimate/error_survey.hpp"
#include "sim/estimate/estimate_text.hpp"
#include "sim/estimate/estimator.hpp"
#include "sim/search/quantities.hpp"

using namespace drnn;

namespace {

/// Ascending sizes of the errors, in percent.
std::vector<double> sizes(const Survey& survey, SurveyNumbers SurveyNumbersOfCase::*estimate,
                          double SurveyNumbers::*number) {
  std::vector<double> result;
  for (const SurveyResult& r : survey.results)
    result.push_back(
        std::fabs(error_percent(r.numbers.*estimate.*number, r.numbers.simulated.*number)));
  std::sort(result.begin(), result.end());
  return result;
}

/// Whether a search would find the simulated number where it expects it.
bool is_expected(const SurveyNumbersOfCase& numbers, double SurveyNumbers::*number) {
  const char* name = number == &SurveyNumbers::cycles ? "cycles" : "energy";
  const double margin = 1 + quantities()[quantity_index(name, "")].margin;
  const ExpectedRange range =
      expected_range(numbers.recorded.*number, numbers.least.*number, numbers.most.*number);
  const double simulated = numbers.simulated.*number;
  return range.low / margin <= simulated && simulated <= range.high * margin;
}

struct Limits {
  double median, most_of_them, worst;  ///< percent; the second of 95 in 100
};

void check(const std::vector<double>& errors, const Limits& limits) {
  CHECK(errors[errors.size() / 2] <= limits.median);
  CHECK(errors[errors.size() * 95 / 100] <= limits.most_of_them);
  CHECK(errors.back() <= limits.worst);
}

}  // namespace

TEST_CASE("over random configurations the estimate stays within the limits set beforehand",
          "[estimate]") {
  const InterruptGuard interrupt;
  EstimateOptions options;
  options.survey = 20;
  options.seed = 20;
  options.quiet = true;
  const Survey survey =
      survey_errors(options, configuration_from(options.configuration), interrupt);
  REQUIRE(survey.results.size() == 20);
  const Limits known{1, 5, 15};
  for (const SurveyResult& r : survey.results) {
    INFO(to_string(r.drawn.spec));
    CHECK(is_expected(r.numbers, &SurveyNumbers::cycles));
    CHECK(is_expected(r.numbers, &SurveyNumbers::energy_j));
  }
  for (const auto number : {&SurveyNumbers::cycles, &SurveyNumbers::energy_j}) {
    check(sizes(survey, &SurveyNumbersOfCase::recorded, number), known);
    check(sizes(survey, &SurveyNumbersOfCase::from_measured, number), {5, 40, 40});
  }
}
