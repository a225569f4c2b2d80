#include <catch2/catch.hpp>

#include "model/blocks/edgedrnn/input_encoding_unit.hpp"
#include "tests/support/cycle_bench.hpp"
#include "tests/support/random_source.hpp"

using namespace drnn;
using drnn::test::CycleBench;
using drnn::test::cycles_for;

namespace {

constexpr int kPe = 4;

/// The encoder with its FIFOs and state memory, between an input, a taker of deltas and a source of
/// new h. Cycle 0 is in reset; the first beat is offered from cycle 1 on.
struct Bench {
  Bench(const std::vector<int>& sizes, std::uint32_t theta, std::size_t fifo_depth = 64)
      : shape(edge_shape(sizes)),
        memory(control, 16),
        values("values", fifo_depth, control, deltas),
        indices("indices", fifo_depth, control, columns),
        unit(kPe, profile, control, registers, shape, memory, {input, feedback}, {values, indices}),
        cycles{&memory, &values, &indices, &unit} {
    registers.write(EdgeRegisters::kThetaX, theta);
    registers.write(EdgeRegisters::kThetaH, theta);
    memory.resize(shape);
    input.drive([this] { return next + kPe <= words.size(); },
                [this] { return InputBeat{words.data() + next}; });
    deltas.receive([this] { return takes; });
    columns.receive([this] { return takes; });
    feedback.drive([this] { return feeds > 0; },
                   [this] {
                     return ActivationBeat{h.data(), feeds == 1};
                   });
    set_reset(true);
    step();
    set_reset(false);
  }

  void set_reset(bool on) {
    control.resetting.set(on);
    control.resetting.commit();
  }

  void step() {
    const bool took_input = input.transfers();
    const bool took_feedback = feedback.transfers();
    if (deltas.transfers()) taken.push_back(deltas.data());
    if (columns.transfers()) taken_columns.push_back(columns.data());
    cycles.step();
    if (took_input) next += kPe;
    if (took_feedback) --feeds;
  }
  void steps(Cycle count) {
    for (Cycle i = 0; i < count; ++i) step();
  }
  /// The first cycle at whose start `reached` holds.
  template <class Condition>
  Cycle when(Condition reached) {
    for (int i = 0; i < 10000 && !reached(); ++i) step();
    return cycles.now();
  }
  bool in(const char* state) const { return unit.describe().rfind(state, 0) == 0; }

  NumericProfile profile = numeric_profile("edgedrnn");
  ControlLines control;
  EdgeRegisters registers;
  NetworkShape shape;
  std::vector<std::int16_t> words;
  std::size_t next = 0;
  bool takes = true;
  int feeds = 0;  ///< beats of h left to feed back
  std::vector<std::int16_t> h = std::vector<std::int16_t>(kPe, 0);
  std::vector<DeltaValue> taken;
  std::vector<ColumnIndex> taken_columns;
  Stream<InputBeat> input;
  Stream<ActivationBeat> feedback;
  Stream<DeltaValue> deltas;
  Stream<ColumnIndex> columns;
  StateMemory memory;
  RegisteredFifo<DeltaValue> values;
  RegisteredFifo<ColumnIndex> indices;
  InputEncodingUnit unit;
  CycleBench cycles;
};

}  // namespace

TEST_CASE("phases of n elements take n+2 cycles behind IDLE, FB and BIAS of one each",
          "[edgedrnn]") {
  const int inputs = GENERATE(4, 8, 40), hidden = GENERATE(8, 24);
  Bench bench({inputs, hidden}, 0);
  bench.steps(7);
  CHECK(bench.in("IDLE"));
  bench.words.assign(static_cast<std::size_t>(inputs), 0);
  const Cycle offered = bench.cycles.now();
  CHECK(bench.when([&] { return bench.in("FB"); }) == offered + 1);
  CHECK(bench.when([&] { return bench.in("BIAS"); }) == offered + 2);
  CHECK(bench.when([&] { return bench.in("DX"); }) == offered + 3);
  const Cycle dh = offered + 3 + static_cast<Cycle>(inputs) + 2;
  CHECK(bench.when([&] { return bench.in("DH"); }) == dh);
  CHECK(bench.when([&] { return bench.in("FB"); }) == dh + static_cast<Cycle>(hidden) + 2);
}

TEST_CASE("an element that fires is pushed two cycles after it is loaded", "[edgedrnn]") {
  const int at = GENERATE(0, 1, 3, 4, 7);
  Bench bench({8, 8}, 257);  // no bias
  bench.words.assign(8, 0);
  bench.words[static_cast<std::size_t>(at)] = 300;
  bench.takes = false;
  const Cycle dx = bench.when([&] { return bench.in("DX"); });
  // Loaded in dx + at, pushed two cycles later, offered by the FIFO another two later.
  CHECK(bench.when([&] { return bench.deltas.valid(); }) == dx + static_cast<Cycle>(at) + 4);
  CHECK(bench.deltas.data().value == 300);
  REQUIRE(bench.columns.valid());
  CHECK(bench.columns.data() == ColumnIndex(1 + at));
}

TEST_CASE("the end of a phase is flagged by its last element, fired or not", "[edgedrnn]") {
  const bool fires = GENERATE(true, false);
  Bench bench({8, 8}, 257);
  bench.words.assign(8, 0);
  if (fires) bench.words[7] = 300;
  bench.when([&] { return bench.in("DX"); });
  bench.when([&] { return bench.in("FB"); });
  bench.steps(4);
  REQUIRE(bench.taken.size() == 2);
  CHECK(bench.taken[0].last);
  CHECK(bench.taken[0].fetched == fires);
  CHECK(bench.taken[0].value == (fires ? 300 : 0));
  CHECK(bench.taken[1].last);
  CHECK_FALSE(bench.taken[1].fetched);
  CHECK(bench.taken_columns.size() == (fires ? 1 : 0));
}

TEST_CASE("a delta at the threshold fires, one below and zero do not", "[edgedrnn]") {
  Bench bench({4, 8}, 10);
  bench.words = {9, 10, -9, -10};
  bench.when([&] { return bench.in("DX"); });
  bench.when([&] { return bench.in("FB"); });
  bench.steps(4);
  CHECK(bench.taken_columns == std::vector<ColumnIndex>{0, 2, 4});
  CHECK(bench.memory.x_reference(0, 0) == 0);
  CHECK(bench.memory.x_reference(0, 1) == 10);
  CHECK(bench.unit.scanned_x() == 4);
  CHECK(bench.unit.sent_x() == 2);
}

TEST_CASE("a FIFO that holds all deltas never stalls the scan, one place less does", "[edgedrnn]") {
  const auto stalled = [](std::size_t depth) {
    Bench bench({8, 8}, 257, depth);
    bench.words.assign(8, 300);
    bench.takes = false;
    bench.when([&] { return bench.in("DH"); });
    bench.steps(40);
    return cycles_for(bench.unit, "fifo_full");
  };
  // Eight deltas and a zero that closes DH, of which the output stage holds one; but the FIFO is
  // full once the last has come.
  CHECK(stalled(9) == 0);
  CHECK(stalled(7) > 0);
}

TEST_CASE("a beat is taken with its last element, and DX waits for beats", "[edgedrnn]") {
  Bench bench({8, 8}, 0);
  bench.words.assign(4, 1);
  const Cycle dx = bench.when([&] { return bench.in("DX"); });
  CHECK(bench.when([&] { return bench.next == 4; }) == dx + 4);
  bench.steps(10);
  CHECK(bench.in("DX"));
  CHECK(cycles_for(bench.unit, "input_wait") == 10);
  CHECK(bench.unit.sent_x() == 4);
  bench.words.assign(8, 1);
  const Cycle resumed = bench.cycles.now();
  CHECK(bench.when([&] { return bench.next == 8; }) == resumed + 4);
  CHECK(bench.when([&] { return bench.in("DH"); }) == resumed + 6);
}

TEST_CASE("columns are counted over all layers and begin anew with the next step", "[edgedrnn]") {
  Bench bench({4, 8, 8}, 0);
  bench.words.assign(8, 1);
  bench.h = {5, 0, 0, 0};
  bench.when([&] { return bench.in("DX of layer 0"); });
  bench.when([&] { return bench.in("FB"); });
  bench.feeds = 2;  // h of layer 0: 5 0 0 0 5 0 0 0
  bench.when([&] { return bench.in("DX of layer 1"); });
  bench.when([&] { return bench.in("FB"); });
  bench.feeds = 2;
  bench.when([&] { return bench.in("DX of layer 0"); });
  bench.when([&] { return bench.in("FB"); });
  bench.steps(4);
  // Bias, four x | bias of layer 1 behind 1+4+8 columns, x 0 and 4 | x unchanged, h 0 and 4.
  CHECK(bench.taken_columns == std::vector<ColumnIndex>{0, 1, 2, 3, 4, 13, 14, 18, 5, 9});
}

TEST_CASE("every cycle of the encoder has one cause", "[edgedrnn]") {
  Bench bench({8, 8}, 0, 2);
  bench.words.assign(8, 3);
  bench.steps(100);
  CHECK(test::cycles_booked(bench.unit) == bench.cycles.now());
}
