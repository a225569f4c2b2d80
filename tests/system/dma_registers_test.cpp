#include "tlm/dma_registers.hpp"

#include <catch2/catch.hpp>

#include "tests/system/ideal_port.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

using R = DmaRegisters;
using C = DmaChannel;

constexpr std::uint32_t kRunWithInterrupts = C::kRunStop | C::kIocIrqEnable | C::kErrIrqEnable;
constexpr std::uint32_t kResetControl = 0x00010002;  ///< PG021

/// Offsets of one channel.
struct Channel {
  std::uint32_t control, status, address, length;
};
constexpr Channel kMm2s{R::kMm2sControl, R::kMm2sStatus, R::kMm2sAddress, R::kMm2sLength};
constexpr Channel kS2mm{R::kS2mmControl, R::kS2mmStatus, R::kS2mmAddress, R::kS2mmLength};

struct RegistersBench {
  explicit RegistersBench(Cycle latency = 10)
      : read_port(cycles.now(), config.burst, latency),
        write_port(cycles.now(), config.burst, latency),
        read_dma(config, {&read_port}, to_accelerator),
        write_dma(config, {&write_port}, from_accelerator),
        registers(read_dma, write_dma) {
    for (ClockedBlock* block : std::initializer_list<ClockedBlock*>{
             &to_accelerator, &from_accelerator, &read_dma, &write_dma})
      cycles.add(*block);
    for (int i = 0; i < 1024; ++i) from_accelerator.push(static_cast<std::int16_t>(i));
    registers.on_mm2s_interrupt([this] { ++mm2s_raised; });
    registers.on_s2mm_interrupt([this] { ++s2mm_raised; });
  }
  bool write(std::uint32_t offset, std::uint32_t value) { return registers.write(offset, value); }
  std::uint32_t read(std::uint32_t offset) { return registers.read(offset).value(); }
  int raised(const Channel& channel) const {
    return channel.control == kMm2s.control ? mm2s_raised : s2mm_raised;
  }
  bool running(const Channel& channel) const {
    return channel.control == kMm2s.control ? read_dma.running() : write_dma.running();
  }
  IdealPort& port(const Channel& channel) {
    return channel.control == kMm2s.control ? read_port : write_port;
  }
  void start(const Channel& channel, std::uint32_t control, std::uint32_t bytes) {
    REQUIRE(write(channel.control, control));
    REQUIRE(write(channel.address, 0x1000));
    REQUIRE(write(channel.length, bytes));
  }
  void finish(const Channel& channel) {
    cycles.last_cycle_until([&] { return !running(channel); });
    REQUIRE(!running(channel));
  }

  const DmaConfig config{};
  EngineBench cycles;
  WordFifo to_accelerator{"to", 1024}, from_accelerator{"from", 1024};
  IdealPort read_port, write_port;
  ReadDma read_dma;
  WriteDma write_dma;
  DmaRegisters registers;
  int mm2s_raised = 0, s2mm_raised = 0;
};

Channel either() {
  return GENERATE(0, 1) == 0 ? kMm2s : kS2mm;
}

}  // namespace

TEST_CASE("the DMA's registers reset to PG021's values", "[dma]") {
  RegistersBench bench;
  for (const Channel& channel : {kMm2s, kS2mm}) {
    CHECK(bench.read(channel.control) == kResetControl);
    CHECK(bench.read(channel.status) == C::kHalted);
    CHECK(bench.read(channel.address) == 0);
    CHECK(bench.read(channel.length) == 0);
  }
  CHECK(!bench.registers.read(0x08));
  CHECK(!bench.registers.read(0x1c));
  CHECK(!bench.registers.read(0x38));
  CHECK(!bench.registers.read(R::kSize));
  CHECK(!bench.write(0x08, 0));
  CHECK(!bench.write(0x4c, 0));
}

TEST_CASE("LENGTH starts a transfer with RS set and is refused without", "[dma]") {
  const Channel channel = either();
  RegistersBench bench;
  REQUIRE(bench.write(channel.address, 0x1000));
  CHECK(!bench.write(channel.length, 64));
  CHECK(!bench.running(channel));
  CHECK(bench.write(channel.control, C::kRunStop));
  CHECK(bench.read(channel.control) == (kResetControl | C::kRunStop));
  CHECK(bench.write(channel.length, 64));
  CHECK(bench.running(channel));
  bench.finish(channel);
  REQUIRE(bench.port(channel).bursts.size() == 1);
  CHECK(bench.port(channel).bursts[0].address == 0x1000);
  CHECK(bench.port(channel).bursts[0].bytes == 64);
  CHECK(bench.read(channel.length) == 64);
  CHECK(bench.write(channel.control, 0));
  CHECK(!bench.write(channel.length, 64));
}

TEST_CASE("lengths from 2 to 26 bits start, others do not", "[dma]") {
  const Channel channel = either();
  const auto starts = [&](std::uint32_t address, std::uint32_t length) {
    RegistersBench bench;
    bench.write(channel.control, C::kRunStop);
    bench.write(channel.address, address);
    return bench.write(channel.length, length);
  };
  CHECK(!starts(0, 0));
  CHECK(!starts(0, 1));
  CHECK(starts(0, 2));
  CHECK(starts(0, (1u << 26) - 2));
  CHECK(!starts(0, 1u << 26));
  CHECK(starts(2, 2));
  CHECK(!starts(1, 2));
}

TEST_CASE("a second LENGTH is refused until the transfer has ended", "[dma]") {
  const Channel channel = either();
  RegistersBench bench;
  bench.start(channel, C::kRunStop, 256);
  bench.cycles.steps(5);
  CHECK(!bench.write(channel.length, 64));
  bench.finish(channel);
  CHECK(bench.write(channel.length, 64));
}

TEST_CASE("Halted and Idle follow the channel", "[dma]") {
  const Channel channel = either();
  RegistersBench bench;
  const auto state = [&] { return bench.read(channel.status) & (C::kHalted | C::kIdle); };
  CHECK(state() == C::kHalted);
  bench.write(channel.control, C::kRunStop);
  CHECK(state() == 0);  // not idle before the first transfer
  bench.start(channel, C::kRunStop, 256);
  CHECK(state() == 0);
  bench.finish(channel);
  CHECK(state() == C::kIdle);
  bench.start(channel, C::kRunStop, 256);
  CHECK(state() == 0);
  bench.cycles.steps(3);
  bench.write(channel.control, 0);  // the transfer ends first
  CHECK(state() == 0);
  bench.finish(channel);
  CHECK(state() == C::kHalted);
  CHECK((bench.read(channel.status) & C::kIocIrq) != 0);
  bench.write(channel.control, C::kRunStop);
  CHECK(state() == 0);
}

TEST_CASE("IOC_Irq is set at the end and cleared by writing one", "[dma]") {
  const Channel channel = either();
  RegistersBench bench;
  bench.start(channel, kRunWithInterrupts, 64);
  CHECK((bench.read(channel.status) & C::kIocIrq) == 0);
  CHECK(bench.raised(channel) == 0);
  bench.finish(channel);
  CHECK(bench.read(channel.status) == (C::kIocIrq | C::kIdle));
  CHECK(bench.raised(channel) == 1);
  bench.write(channel.status, C::kErrIrq);
  CHECK((bench.read(channel.status) & C::kIocIrq) != 0);
  bench.write(channel.status, C::kIocIrq);
  CHECK(bench.read(channel.status) == C::kIdle);
  bench.start(channel, kRunWithInterrupts, 64);
  bench.finish(channel);
  CHECK(bench.raised(channel) == 2);
}

TEST_CASE("an interrupt that was not cleared does not rise again", "[dma]") {
  const Channel channel = either();
  RegistersBench bench;
  for (int transfer = 0; transfer < 2; ++transfer) {
    bench.start(channel, kRunWithInterrupts, 64);
    bench.finish(channel);
  }
  CHECK(bench.raised(channel) == 1);
}

TEST_CASE("only an enabled interrupt raises the line, be it enabled later", "[dma]") {
  const Channel channel = either();
  RegistersBench bench;
  bench.start(channel, C::kRunStop | C::kErrIrqEnable, 64);
  bench.finish(channel);
  CHECK((bench.read(channel.status) & C::kIocIrq) != 0);
  CHECK(bench.raised(channel) == 0);
  bench.write(channel.control, kRunWithInterrupts);
  CHECK(bench.raised(channel) == 1);
}

TEST_CASE("a memory error halts the channel, which then needs a reset", "[dma]") {
  const Channel channel = either();
  const BurstResponse kind =
      GENERATE(0, 1) == 0 ? BurstResponse::slave_error : BurstResponse::decode_error;
  RegistersBench bench;
  bench.port(channel).fail(0x1000 + 300, kind);
  bench.start(channel, kRunWithInterrupts, 1024);
  bench.finish(channel);
  std::uint32_t expected = C::kHalted | C::kErrIrq;
  expected |= kind == BurstResponse::slave_error ? C::kSlaveError : C::kDecodeError;
  if (channel.control == kS2mm.control) expected |= C::kInternalError;
  CHECK(bench.read(channel.status) == expected);
  CHECK(bench.raised(channel) == 1);
  CHECK((bench.read(channel.control) & C::kRunStop) == 0);

  bench.write(channel.status, C::kErrIrq);
  CHECK(bench.read(channel.status) == (expected & ~std::uint32_t{C::kErrIrq}));
  bench.write(channel.control, C::kRunStop);
  CHECK((bench.read(channel.control) & C::kRunStop) == 0);
  CHECK(!bench.write(channel.length, 64));

  bench.write(channel.control, C::kReset);
  CHECK(bench.read(channel.status) == C::kHalted);
  bench.port(channel).fail(0, BurstResponse::okay);
  bench.start(channel, C::kRunStop, 64);
  bench.finish(channel);
  CHECK(bench.read(channel.status) == (C::kIdle | C::kIocIrq));
}

TEST_CASE("an error without its enable sets its bits and raises no line", "[dma]") {
  const Channel channel = either();
  RegistersBench bench;
  bench.port(channel).fail(0x1000, BurstResponse::slave_error);
  bench.start(channel, C::kRunStop | C::kIocIrqEnable, 64);
  bench.finish(channel);
  CHECK((bench.read(channel.status) & (C::kErrIrq | C::kIocIrq)) == C::kErrIrq);
  CHECK(bench.raised(channel) == 0);
}

TEST_CASE("the error shows before the channel has halted", "[dma]") {
  RegistersBench bench(100);
  bench.read_port.fail(0x1000, BurstResponse::slave_error);
  bench.start(kMm2s, kRunWithInterrupts, 1024);
  bench.cycles.last_cycle_until([&] { return bench.mm2s_raised > 0; });
  CHECK((bench.read(kMm2s.status) & C::kHalted) == 0);
  CHECK((bench.read(kMm2s.status) & C::kSlaveError) != 0);
  bench.finish(kMm2s);
  CHECK((bench.read(kMm2s.status) & C::kHalted) != 0);
}

TEST_CASE("Reset of either channel resets both once their bursts are answered", "[dma]") {
  const Channel channel = either();
  RegistersBench bench(100);
  bench.write(R::kStepWords, 512);
  bench.start(kMm2s, kRunWithInterrupts, 1024);
  bench.start(kS2mm, kRunWithInterrupts, 1024);
  bench.cycles.steps(60);
  REQUIRE(!bench.read_port.bursts.empty());
  REQUIRE(!bench.write_port.bursts.empty());
  bench.write(channel.control, C::kReset);
  for (const Channel& each : {kMm2s, kS2mm}) {
    CHECK(bench.read(each.control) == (kResetControl | C::kReset));
    CHECK((bench.read(each.status) & C::kHalted) == 0);
    bench.write(each.control, kRunWithInterrupts);
    CHECK(!bench.write(each.length, 64));
  }
  bench.finish(kMm2s);
  bench.finish(kS2mm);
  for (const Channel& each : {kMm2s, kS2mm}) {
    CHECK(bench.read(each.control) == kResetControl);
    CHECK(bench.read(each.status) == C::kHalted);
    CHECK(bench.read(each.address) == 0);
  }
  CHECK(bench.mm2s_raised + bench.s2mm_raised == 0);
  bench.start(kS2mm, kRunWithInterrupts, 64);
  bench.finish(kS2mm);
  CHECK(bench.s2mm_raised == 1);
}

TEST_CASE("STEP_WORDS cuts the output stream and refuses zero", "[dma]") {
  RegistersBench bench;
  CHECK(!bench.write(R::kStepWords, 0));
  REQUIRE(bench.write(R::kStepWords, 6));
  CHECK(bench.read(R::kStepWords) == 6);
  std::vector<int> beats;
  bench.write_dma.on_accepted([&](Cycle, int words) { beats.push_back(words); });
  bench.start(kS2mm, C::kRunStop, 24);
  bench.finish(kS2mm);
  CHECK(beats == std::vector<int>{4, 2, 4, 2});
}
