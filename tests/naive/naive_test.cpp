// Compares the model with the naive reference. Ahead of Catch2's own options:
//   --case "key=value ..."   runs one case, as a failing test prints it; exit code 1 if it fails
//   --cases N                draws N cases in all (default 2000; environment: DRNN_NAIVE_CASES)
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>

#include "tests/naive/model_bench.hpp"
#include "tests/naive/naive_reference.hpp"
#include "tests/support/catch_session.hpp"
#include "tests/support/shrink.hpp"

using namespace drnn;
using namespace drnn::naive;

namespace {

constexpr int kShares = 4;  ///< test cases among which the cases are dealt, to run side by side

int cases_wanted = 2000;

std::string run_and_compare(const NaiveCase& c) {
  const Trace reference = NaiveReference(c).run();
  for (const Engine engine : {Engine::stepped, Engine::fast}) {
    const std::string fault = difference(ModelBench(c, engine).run(), reference);
    if (!fault.empty()) return (engine == Engine::fast ? "fast\n" : "stepped\n") + fault;
  }
  return "";
}

/// Empty if both engines of the model equal the reference in everything that is noted.
std::string check_case(const NaiveCase& c) {
  if (!c.valid()) return "";
  try {
    return run_and_compare(c);
  } catch (const std::exception& error) {
    return std::string("exception: ") + error.what() + "\n";
  }
}

/// Prints the smallest case that fails like a drawn one, as a command line.
void report(const NaiveCase& drawn) {
  const NaiveCase small = test::shrink(drawn, check_case);
  std::cout << "seed " << drawn.seed << " fails; reproduce by\n  naive_test --case \""
            << small.describe() << "\"\n"
            << check_case(small) << std::flush;
}

void check_cases(int share) {
  const int first = 1 + cases_wanted * share / kShares, last = cases_wanted * (share + 1) / kShares;
  std::cout << "seeds " << first << " to " << last << std::endl;
  for (int seed = first; seed <= last; ++seed) {
    const NaiveCase c = random_case(seed);
    if (check_case(c).empty()) continue;
    report(c);
    FAIL("seed " << seed << ", see above");
  }
  CHECK(last >= first);
}

int run_one(const std::string& text) {
  const NaiveCase c = NaiveCase::parse(text);
  if (!c.valid()) throw std::invalid_argument("no configuration could be so");
  const std::string fault = check_case(c);
  std::cout << c.describe() << "\n" << (fault.empty() ? "equal\n" : fault);
  return fault.empty() ? 0 : 1;
}

int run_tests(int argc, char* argv[]) {
  if (const char* wanted = std::getenv("DRNN_NAIVE_CASES")) cases_wanted = std::stoi(wanted);
  const std::string option = argc > 2 ? argv[1] : "";
  if (option == "--case") return run_one(argv[2]);
  if (option != "--cases") return test::run_catch(argc, argv);
  cases_wanted = std::stoi(argv[2]);
  argv[2] = argv[0];
  return test::run_catch(argc - 2, argv + 2);
}

}  // namespace

TEST_CASE("random cases equal the naive reference in every handshake (1)") {
  check_cases(0);
}
TEST_CASE("random cases equal the naive reference in every handshake (2)") {
  check_cases(1);
}
TEST_CASE("random cases equal the naive reference in every handshake (3)") {
  check_cases(2);
}
TEST_CASE("random cases equal the naive reference in every handshake (4)") {
  check_cases(3);
}

TEST_CASE("a case that is printed is read back the same") {
  for (int seed = 1; seed <= 100; ++seed) {
    const std::string text = random_case(seed).describe();
    CHECK(NaiveCase::parse(text).describe() == text);
  }
}

TEST_CASE("the fast engine skips cycles in most cases and runs more in none") {
  int skipped = 0;
  for (int seed = 1; seed <= 40; ++seed) {
    const NaiveCase c = random_case(seed);
    const auto executed = [&](Engine engine) {
      ModelBench bench(c, engine);
      bench.run();
      return bench.cycles_executed();
    };
    const Cycle fast = executed(Engine::fast), stepped = executed(Engine::stepped);
    CHECK(fast <= stepped);
    if (fast < stepped) ++skipped;
  }
  CHECK(skipped > 20);
}

TEST_CASE("a text that is no case is refused") {
  for (const char* text : {"lanes", "lanes=", "lanes=x", "speed=1", "sizes=3", "steps=1,1,1,1"})
    CHECK_THROWS_AS(NaiveCase::parse(text), std::invalid_argument);
  CHECK_FALSE(NaiveCase::parse("lanes=0").valid());
  CHECK_FALSE(NaiveCase::parse("sizes=0,1").valid());
}

int main(int argc, char* argv[]) {
  try {
    return run_tests(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 2;
  }
}
