#include <catch2/catch.hpp>

#include "model/config/errors.hpp"
#include "sim/trace/signal_selection.hpp"
#include "tests/trace/fake_signals.hpp"

using namespace drnn;
using namespace drnn::test;
using Catch::Contains;

namespace {

std::vector<std::string> names(const SignalTable& table, const std::vector<std::string>& patterns) {
  std::vector<std::string> result;
  for (const std::size_t index : select_signals(table, patterns))
    result.push_back(table.entries()[index].full_name());
  return result;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a number has as many bits as its greatest value", "[trace]") {
  CHECK(number("n", 0).bits == 1);
  CHECK(number("n", 1).bits == 1);
  CHECK(number("n", 2).bits == 2);
  CHECK(number("n", 63).bits == 6);
  CHECK(number("n", 64).bits == 7);
  CHECK(number("n", ~std::uint64_t{0}).bits == 64);
}

TEST_CASE("only watched signals are read, each at its moment", "[trace]") {
  FakeSource source;
  SignalTable table(declared(source));
  const std::size_t level = table.find("top.fifo.level").value();
  const std::size_t delta = table.find("top.delta").value();
  source.level = 7;
  source.delta = 3;
  sample_all(table);
  CHECK(table[level] == 0);
  table.watch(level);
  table.sample(Moment::evaluated);
  CHECK(table[level] == 0);
  table.sample(Moment::begin);
  CHECK(table[level] == 7);
  CHECK(table[delta] == 0);
  table.watch(delta);
  source.delta = -1;
  sample_all(table);
  CHECK(table[delta] == 0b11111);
  CHECK_FALSE(table.find("top.fifo.leve"));
}

TEST_CASE("a state has the same code wherever its name occurs", "[trace]") {
  const std::uint8_t values[2] = {1, 0};
  Signals signals;
  struct Two {
    std::uint8_t a, b;
  } const two{values[0], values[1]};
  signals.add<&Two::a, &Two::b>(two, Moment::begin,
                                {state("a", {"idle", "busy"}), state("b", {"busy", "full"})});
  SignalTable table(signals);
  table.watch(0);
  table.sample(Moment::begin);
  CHECK(table[0] == table[1]);
  CHECK(table.state_names() == Names{"idle", "busy", "full"});
  CHECK(table.state_names()[table[0]] == "busy");
}

TEST_CASE("details count as watched only where they are", "[trace]") {
  const FakeSource source;
  SignalTable table(declared(source));
  table.watch(table.find("top.fifo.level").value());
  CHECK_FALSE(table.watches_detail());
  table.watch(table.find("top.mac.lane_1").value());
  CHECK(table.watches_detail());
}

TEST_CASE("wildcards stand for any characters or one", "[trace]") {
  CHECK(glob_matches("", ""));
  CHECK(glob_matches("*", ""));
  CHECK(glob_matches("*", "a.b"));
  CHECK(glob_matches("a*c", "abbc"));
  CHECK(glob_matches("a*b*c", "axbxxbxc"));
  CHECK(glob_matches("a?c", "abc"));
  CHECK(glob_matches("*.level", "top.fifo.level"));
  CHECK_FALSE(glob_matches("", "a"));
  CHECK_FALSE(glob_matches("a?c", "ac"));
  CHECK_FALSE(glob_matches("a*b", "abc"));
  CHECK_FALSE(glob_matches("abc", "ab"));
  CHECK_FALSE(glob_matches("ab", "abc"));
}

TEST_CASE("patterns select signals and whole scopes, from any component on", "[trace]") {
  const FakeSource source;
  const SignalTable table(declared(source));
  const Names fifo{"top.fifo.ready", "top.fifo.level", "top.fifo.cause"};
  CHECK(names(table, {}) ==
        Names{"top.fifo.ready", "top.fifo.level", "top.delta", "top.fifo.cause"});
  CHECK(names(table, {"fifo"}) == fifo);
  CHECK(names(table, {"top.fifo"}) == fifo);
  CHECK(names(table, {"top.fif?"}) == fifo);
  CHECK(names(table, {"level"}) == Names{"top.fifo.level"});
  CHECK(names(table, {"lane_*", "delta"}) ==
        Names{"top.delta", "top.mac.lane_0", "top.mac.lane_1"});
  CHECK(names(table, {"*"}).size() == table.entries().size());
  CHECK(names(table, {"top"}).size() == table.entries().size());
  CHECK_THROWS_WITH(names(table, {"fifo", "ifo"}),
                    Contains("'ifo' matches no signal") && Contains("top.fifo, top.mac"));
  CHECK_THROWS_AS(names(table, {""}), InputError);
}

TEST_CASE("events are states and flags, named from any component on", "[trace]") {
  const FakeSource source;
  const SignalTable table(declared(source));
  const auto event = [&](const char* name) {
    const std::vector<SignalEvent> events = find_events(table, name);
    REQUIRE(events.size() == 1);
    return table.entries()[events[0].signal].full_name() + "=" + std::to_string(events[0].value);
  };
  CHECK(event("busy") == "top.fifo.cause=1");
  CHECK(event("fifo.idle") == "top.fifo.cause=0");
  CHECK(event("top.fifo.ready") == "top.fifo.ready=1");
  CHECK_THROWS_WITH(find_events(table, "usy"), Contains("unknown event 'usy'") &&
                                                   Contains("fifo.busy, fifo.idle, fifo.ready"));
}
