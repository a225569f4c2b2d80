#include "sim/trace/vcd_writer.hpp"

#include <catch2/catch.hpp>
#include <sstream>

#include "sim/trace/scope_order.hpp"
#include "sim/trace/viewer_files.hpp"
#include "tests/support/random_source.hpp"
#include "tests/trace/fake_signals.hpp"
#include "tests/trace/vcd_reader.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

std::vector<std::size_t> all_of(SignalTable& table) {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < table.entries().size(); ++i) {
    all.push_back(i);
    table.watch(i);
  }
  return all;
}

/// Values of any width, many of them.
struct Wide {
  std::vector<std::uint64_t> values;
  void read(std::uint64_t* to) const { std::copy(values.begin(), values.end(), to); }
};

}  // namespace

TEST_CASE("a waveform is written as the format wants it, and only what changes", "[trace]") {
  FakeSource source;
  SignalTable table(declared(source));
  std::ostringstream out;
  VcdWriter writer(out, table, {table.find("top.fifo.level").value(), 2, 0}, 8000);
  for (const std::size_t i : {0, 1, 2}) table.watch(i);
  source.level = 5;
  source.delta = -2;
  sample_all(table);
  writer.open(10);
  source.ready = true;
  sample_all(table);
  writer.cycle(11);
  writer.cycle(12);
  source.level = 0;
  sample_all(table);
  writer.cycle(15);
  writer.close(20);
  CHECK(out.str() ==
        "$version drnn $end\n"
        "$comment a cycle takes 8000 ps $end\n"
        "$timescale 1 ps $end\n"
        "$scope module top $end\n"
        "$var wire 5 ! delta [4:0] $end\n"
        "$scope module fifo $end\n"
        "$var wire 7 \" level [6:0] $end\n"
        "$var wire 1 # ready $end\n"
        "$upscope $end\n"
        "$upscope $end\n"
        "$enddefinitions $end\n"
        "#80000\n$dumpvars\nb11110 !\nb101 \"\n0#\n$end\n"
        "#88000\n1#\n"
        "#120000\nb0 \"\n"
        "#160000\n");
}

TEST_CASE("a waveform whose end is unknown ends a cycle after the last change", "[trace]") {
  FakeSource source;
  SignalTable table(declared(source));
  std::ostringstream out;
  VcdWriter writer(out, table, all_of(table), 10);
  writer.open(1);
  source.ready = true;
  sample_all(table);
  writer.cycle(7);
  writer.cycle(9);
  writer.close(kNever);
  CHECK(VcdFile(out.str()).end() == 80);
}

TEST_CASE("values of every width and many variables come back as they were", "[trace]") {
  const std::uint64_t seed = GENERATE(range(1, 6));
  INFO("seed " << seed);
  RandomSource random(seed);
  constexpr std::size_t kVariables = 9100;  // codes of one, two and three characters
  Wide wide;
  std::vector<Signal> signals;
  for (std::size_t i = 0; i < kVariables; ++i)
    signals.push_back(number("v" + std::to_string(i), ~std::uint64_t{0} >> random.small(0, 63)));
  wide.values.assign(kVariables, 0);
  Signals declared;
  declared.enter("t");
  declared.add_array(wide, Moment::begin, signals);
  SignalTable table(declared);
  std::ostringstream out;
  VcdWriter writer(out, table, all_of(table), 1);
  std::vector<VcdFile::Changes> expected(kVariables);
  for (Cycle now = 0; now < 30; ++now) {
    for (std::size_t i = 0; i < kVariables; ++i) {
      if (now > 0 && random.chance(80)) continue;
      const auto bits = [&] { return static_cast<std::uint64_t>(random.between(0, 0x7fffffff)); };
      const std::uint64_t value =
          (bits() << 40 ^ bits() << 20 ^ bits()) >> (64 - static_cast<unsigned>(signals[i].bits));
      wide.values[i] = value;
      if (expected[i].empty() || expected[i].rbegin()->second != value) expected[i][now] = value;
    }
    sample_all(table);
    now == 0 ? writer.open(now) : writer.cycle(now);
  }
  writer.close(30);
  const VcdFile read(out.str());
  CHECK(read.end() == 30);
  for (std::size_t i = 0; i < kVariables; ++i)
    if (read.of("t.v" + std::to_string(i)) != expected[i]) FAIL("variable " << i);
}

TEST_CASE("scopes are left and entered as little as possible", "[trace]") {
  using Lines = std::vector<std::string>;
  const std::string up = "$upscope $end\n";
  const auto down = [](const std::string& name) { return "$scope module " + name + " $end\n"; };
  ScopePath path;
  CHECK(path.enter("a") == Lines{down("a")});
  CHECK(path.enter("a.b.c") == Lines{down("b"), down("c")});
  CHECK(path.enter("a.b.c").empty());
  CHECK(path.enter("a.bb") == Lines{up, up, down("bb")});
  CHECK(path.leave_all() == Lines{up, up});
}

TEST_CASE("the save file shows each signal in its format and opens the outer scopes", "[trace]") {
  const FakeSource source;
  const SignalTable table(declared(source));
  const std::string text =
      save_file_text(table, {0, 1, 2, 3, 4, 5}, {"a.vcd", "a.states.txt", 24000, 8000});
  CHECK(text ==
        "[dumpfile] \"a.vcd\"\n[timestart] 24000\n[size] 1600 1000\n*-16.000000 -1\n"
        "[treeopen] top.\n"
        "@200\n-top\n@420\ntop.delta[4:0]\n"
        "@200\n-top.fifo\n@28\ntop.fifo.ready\n@24\ntop.fifo.level[6:0]\n"
        "@2024\n^1 a.states.txt\ntop.fifo.cause[7:0]\n");
  CHECK(translation_text(table) == "Name = drnn\nBits = 8\n0 idle\n1 busy\n");
}
