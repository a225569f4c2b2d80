#include "tlm/host_driver.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <stdexcept>

#include "tests/support/checked_system.hpp"
#include "tests/support/system_case.hpp"
#include "tlm/axi_lite.hpp"
#include "tlm/ddr_memory.hpp"

using namespace drnn;
using drnn::test::in_child;

namespace {

/// Raises an interrupt in one cycle.
class Alarm : public ClockedBlock {
 public:
  Alarm(Cycle at, std::function<void()> raise)
      : ClockedBlock("alarm", {"idle"}), at_(at), raise_(std::move(raise)) {}
  void evaluate(Cycle now) override {
    if (now == at_) raise_();
    now_ = now;
  }
  bool commit() override { return now_ == at_; }
  Cycle next_event() const override { return now_ < at_ ? at_ : kNever; }
  std::string describe() const override { return "an alarm"; }

 private:
  const Cycle at_;
  const std::function<void()> raise_;
  Cycle now_ = 0;
};

struct HostBench {
  explicit HostBench(int period_ps = 8000)
      : domain("domain", static_cast<std::uint64_t>(period_ps), Engine::fast, 100000),
        memory("memory", DdrMemory::Config(), {DdrMemory::kDebugPort}),
        port("port", domain),
        slave("slave", domain, 6),
        host("host", domain, port) {
    binding(port.socket, memory.port(DdrMemory::kDebugPort));
    binding(host.registers, slave.socket);
  }
  test::CheckedBinding binding;
  ClockDomain domain;
  DdrMemory memory;
  TlmMemoryPort port;
  AxiLite slave;
  HostDriver host;
};

/// The cycle in which a wait that begins in cycle `from` ends, if the interrupt comes in `at`.
std::string end_of_wait(Cycle from, Cycle at, int period_ps, bool of_write) {
  return in_child([&] {
    HostBench bench(period_ps);
    Alarm alarm(at, [&] { of_write ? bench.host.write_interrupt() : bench.host.read_interrupt(); });
    bench.domain.engine().add(alarm);
    std::string result;
    bench.host.start([&] {
      bench.host.spend(from);
      const drnn_bus& bus = bench.host.bus();
      const int code =
          of_write ? bus.wait_write_done(bus.context) : bus.wait_read_done(bus.context);
      result = std::to_string(bench.host.now()) + (code == 0 ? "" : " failed");
    });
    sc_core::sc_start();
    return result;
  });
}

/// The status of a DMA channel, and a register beside it that changes unannounced.
struct Status : RegisterBlock {
  bool write(std::uint32_t, std::uint32_t) override { return false; }
  std::optional<std::uint32_t> read(std::uint32_t offset) const override {
    if (offset == DRNN_DMA_MM2S_STATUS || offset == DRNN_DMA_STEP_WORDS) return value;
    return std::nullopt;
  }
  std::uint32_t value = 0;
};

/// How a poll from cycle `from` on goes whose bit is set in cycle `at`: the cycle in which it ends,
/// what it has read and how often.
std::string poll(Cycle from, Cycle at, std::uint32_t limit, std::uint32_t offset, bool by_the_bus) {
  return in_child([&] {
    HostBench bench;
    Status status;
    bench.slave.map(AddressMap::kDmaRegisters, DRNN_DMA_REGISTER_BYTES, status);
    Alarm alarm(at, [&] {
      status.value = DRNN_DMA_IDLE;
      bench.domain.post([&] { bench.host.transfer_ended(); });
    });
    bench.domain.engine().add(alarm);
    std::string result;
    bench.host.start([&] {
      bench.host.spend(from);
      const drnn_bus& bus = bench.host.bus();
      const std::uint32_t address = DRNN_DMA_BASE + offset;
      std::uint32_t value = 0;
      int code = 0;
      if (by_the_bus) {
        code = bus.poll32(bus.context, address, DRNN_DMA_IDLE, limit, &value);
      } else {
        for (std::uint32_t reads = 0; reads != limit && code == 0 && value == 0; ++reads)
          code = bus.read32(bus.context, address, &value);
      }
      result = std::to_string(bench.host.now()) + " " + std::to_string(value) + " " +
               std::to_string(code) + " " + std::to_string(bench.host.accesses().register_reads);
    });
    bench.domain.run_ahead(true);
    sc_core::sc_start();
    return result;
  });
}

}  // namespace

TEST_CASE("a poll takes as long as its reads one by one and counts as many", "[driver]") {
  const std::uint32_t limit = GENERATE(4, 1000);
  for (Cycle at = 1; at < 40; ++at) {
    INFO("bit set in " << at);
    CHECK(poll(3, at, limit, DRNN_DMA_MM2S_STATUS, true) ==
          poll(3, at, limit, DRNN_DMA_MM2S_STATUS, false));
  }
}

TEST_CASE("a poll reads a register whose changes nobody tells again and again", "[driver]") {
  CHECK(poll(3, 30, 1000, DRNN_DMA_STEP_WORDS, true) ==
        poll(3, 30, 1000, DRNN_DMA_STEP_WORDS, false));
}

TEST_CASE("a poll of what is no register fails", "[driver]") {
  CHECK(poll(3, 30, 1000, DRNN_DMA_S2MM_STATUS, true) == "9 0 1 1");
}

TEST_CASE("a wait ends in the cycle after the interrupt, or at once where that has come",
          "[driver]") {
  const int period_ps = GENERATE(8000, 7501);
  const bool of_write = GENERATE(true, false);
  const Cycle at = 20;
  for (Cycle from : {Cycle{1}, at - 1, at, at + 1, at + 9}) {
    INFO("wait from " << from << ", interrupt in " << at);
    CHECK(end_of_wait(from, at, period_ps, of_write) == std::to_string(std::max(from, at + 1)));
  }
}

TEST_CASE("memory that the host puts is there at once, low byte first", "[driver]") {
  CHECK(in_child([] {
          HostBench bench;
          std::string fault;
          bench.host.start([&] {
            const drnn_bus& bus = bench.host.bus();
            const std::int16_t words[2] = {0x1234, -2};
            std::int16_t back[2] = {};
            std::uint8_t bytes[4] = {};
            if (bus.put(bus.context, 64, words, 2) != 0) fault += "put; ";
            if (bus.get(bus.context, 64, back, 2) != 0) fault += "get; ";
            if (!bench.port.debug_read(64, bytes, 4)) fault += "debug read; ";
            if (back[0] != words[0] || back[1] != words[1]) fault += "words; ";
            if (bytes[0] != 0x34 || bytes[1] != 0x12 || bytes[2] != 0xfe || bytes[3] != 0xff)
              fault += "bytes; ";
            if (bus.put(bus.context, bench.memory.size_bytes() - 4, words, 2) != 0)
              fault += "last bytes; ";
            if (bus.put(bus.context, bench.memory.size_bytes() - 2, words, 2) == 0)
              fault += "beyond the end; ";
            if (bench.host.now() != 0) fault += "time; ";
          });
          sc_core::sc_start();
          return fault + (bench.host.done() ? "" : "not done");
        }) == "");
}

TEST_CASE("what a program throws is kept for whoever runs it", "[driver]") {
  CHECK(in_child([]() -> std::string {
          test::CheckedSystem checked(test::SystemCase().parameters());
          ZynqSystem& system = checked.system;
          try {
            system.run_program([] { throw std::runtime_error("of the program"); });
          } catch (const std::runtime_error& error) {
            return error.what();
          }
          return "nothing was thrown";
        }) == "of the program");
}
