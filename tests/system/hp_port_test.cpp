#include <catch2/catch.hpp>

#include "tests/support/port_bench.hpp"
#include "tests/support/system_case.hpp"
#include "tests/system/checks.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

constexpr std::uint64_t kPortPeriodPs = 8000;

struct Setup {
  HpConfig hp;
  DdrMemory::Config ddr;
};

/// Ways of `request` and `response` cycles at 125 MHz.
Setup setup(std::uint64_t request, std::uint64_t response) {
  Setup s;
  s.hp.period_ps = s.ddr.ddr.port_period_ps = kPortPeriodPs;
  s.hp.request_ps = s.ddr.request_ps = request * kPortPeriodPs;
  s.hp.response_ps = s.ddr.response_ps = response * kPortPeriodPs;
  return s;
}

std::uint64_t ceil_to(std::uint64_t value, std::uint64_t unit) {
  return (value + unit - 1) / unit;
}

/// The cycle in which a lone 128-byte read's first beat is visible, by the contracts: from the
/// first DDR clock after the way there, the burst moves to its bank's queue, its row is activated a
/// clock later and read after tRCD; the link brings a BL8 burst each six clocks; the port starts so
/// that no beat has to wait, but after the last command; it is seen a cycle after its edge.
std::uint64_t expected_ready(const Setup& s) {
  const DdrDevice& device = s.ddr.ddr.controller.device;
  const DdrTiming& t = device.timing;
  const std::uint64_t arrival = ceil_to(s.hp.request_ps, device.tck_ps);
  const auto clock = [](int n) { return static_cast<std::uint64_t>(n); };
  const std::uint64_t first_command = arrival + 1 + clock(t.trcd);
  std::uint64_t first_beat_ps = 0, last_command = 0;
  for (std::uint64_t burst = 0; burst < 4; ++burst) {
    const std::uint64_t granted = arrival + burst * clock(s.ddr.ddr.arbiter.link_clocks);
    const std::uint64_t command = std::max(first_command + burst * clock(t.tccd), granted + 1);
    const std::uint64_t data_ps = (command + clock(t.read_data_end())) * device.tck_ps;
    const std::uint64_t beats_before_ps = burst * 4 * kPortPeriodPs;
    if (data_ps > beats_before_ps)
      first_beat_ps = std::max(first_beat_ps, data_ps - beats_before_ps);
    last_command = command;
  }
  const std::uint64_t leaves = std::max(first_beat_ps, last_command * device.tck_ps);
  return ceil_to(leaves + s.hp.response_ps, kPortPeriodPs) + 1;
}

}  // namespace

TEST_CASE("a lone read takes the sum of the contracts", "[hp]") {
  const std::uint64_t request = GENERATE(1, 2, 9, 40), response = GENERATE(1, 8, 33);
  CHECK(in_child([&] {
          const Setup s = setup(request, response);
          PortBench bench(s.hp, s.ddr, {DdrPort::read(0)});
          const Burst& read = bench.issue(0, 4096, 128);
          bench.run(300);
          return equal(read.ready, expected_ready(s), "ready") + bench.faults();
        }) == "");
}

TEST_CASE("a write is answered when its last BL8 burst is in the controller's queue", "[hp]") {
  CHECK(in_child([&] {
          const Setup s = setup(9, 8);
          PortBench bench(s.hp, s.ddr, {DdrPort::write(0)});
          const Burst& write = bench.issue(0, 0, 128, true);
          bench.run(300);
          const std::uint64_t tck = s.ddr.ddr.controller.device.tck_ps;
          const std::uint64_t arrival = ceil_to((16 + 9) * kPortPeriodPs, tck);  // 16 beats first
          const std::uint64_t queued = (arrival + 3 * 6 + 1) * tck;
          return equal(write.ready, ceil_to(queued + 8 * kPortPeriodPs, kPortPeriodPs) + 1,
                       "answer") +
                 bench.faults();
        }) == "");
}

TEST_CASE("beats of a port's reads follow one another without overlap", "[hp]") {
  CHECK(in_child([&] {
          const Setup s = setup(9, 8);
          PortBench bench(s.hp, s.ddr, {DdrPort::read(0)});
          std::vector<const Burst*> reads;
          for (std::uint64_t i = 0; i < 6; ++i) reads.push_back(&bench.issue(0, i * 128, 128));
          bench.run(400);
          std::string fault;
          for (std::size_t i = 1; i < reads.size(); ++i)
            fault += equal(reads[i]->ready, reads[i - 1]->ready + 16, "read");
          return fault + equal(bench.channels[0]->beats(), 6 * 16, "beats") + bench.faults();
        }) == "");
}

namespace {

/// The cycle in which the last of `count` reads of `bytes` is ready.
std::uint64_t last_ready(const Setup& s, int count, std::size_t bytes) {
  PortBench bench(s.hp, s.ddr, {DdrPort::read(0)});
  const Burst* last = nullptr;
  for (int i = 0; i < count; ++i)
    last = &bench.issue(0, static_cast<std::uint64_t>(i) * bytes, bytes);
  bench.run(4000);
  const std::string faults = bench.faults();
  if (!faults.empty()) throw std::runtime_error(faults);
  return last->ready;
}

}  // namespace

TEST_CASE("as many bursts are under way as allowed, and not one more", "[hp]") {
  CHECK(in_child([&] {
          Setup s = setup(20, 20);
          // One-beat reads, so that a burst's time is nearly all latency.
          const auto ready = [&](std::uint32_t outstanding, int count) {
            s.hp.outstanding_bursts = outstanding;
            return std::stoull(in_child([&] { return std::to_string(last_ready(s, count, 8)); }));
          };
          const std::uint64_t within = ready(4, 4), beyond = ready(4, 5);
          return std::string(within < 70 ? "" : "four should overlap; ") +
                 (beyond > within + 40 ? "" : "the fifth should wait for the first; ") +
                 equal(ready(5, 5), within + 1, "a limit of five");
        }) == "");
}

TEST_CASE("a read waits for room in the port's FIFO", "[hp]") {
  CHECK(in_child([&] {
          Setup s = setup(20, 20);
          const auto ready = [&](std::uint32_t fifo, int count) {
            s.hp.fifo_bytes = fifo;
            return std::stoull(in_child([&] { return std::to_string(last_ready(s, count, 128)); }));
          };
          const std::uint64_t two = ready(256, 2);
          return equal(ready(255, 2) > two + 16 ? 1 : 0, 1, "one byte too few") +
                 equal(ready(1024, 2), two, "more room than needed");
        }) == "");
}

TEST_CASE("bursts that AXI3 forbids are refused, each with its error", "[hp]") {
  CHECK(in_child([&] {
          const Setup s = setup(2, 2);
          PortBench bench(s.hp, s.ddr, {DdrPort::read(0), DdrPort::write(0)});
          const std::uint64_t end = bench.memory.size_bytes();
          const Burst& longest = bench.issue(0, 0, 128);
          const Burst& too_long = bench.issue(0, 0, 136);
          const Burst& page_end = bench.issue(0, 4096 - 64, 64);
          const Burst& across = bench.issue(0, 4096 - 64, 72);
          const Burst& last = bench.issue(0, end - 8, 8);
          const Burst& behind = bench.issue(0, end, 8);
          const Burst& far = bench.issue(1, ~std::uint64_t{0} - 4095, 64, true);
          bench.run(1000);
          std::string fault;
          for (const Burst* good : {&longest, &page_end, &last})
            fault += equal(good->response == BurstResponse::okay ? 0 : 1, 0, "allowed burst");
          for (const Burst* bad : {&too_long, &across, &behind, &far})
            fault += equal(bad->response != BurstResponse::okay && bad->ready < 1000 ? 1 : 0, 1,
                           "refused burst");
          return fault + bench.faults();
        }) == "");
}

TEST_CASE("what is written is read back, by bursts and by debug transport", "[hp]") {
  CHECK(in_child([&] {
          const Setup s = setup(3, 3);
          PortBench bench(s.hp, s.ddr, {DdrPort::read(1), DdrPort::write(2)});
          bench.bursts.push_back(std::make_unique<Burst>());
          Burst& write = *bench.bursts.back();
          write.address = 65536 - 64;  // across two pages of the contents
          write.write = true;
          for (int i = 0; i < 64; ++i) write.data.push_back(static_cast<std::uint8_t>(i + 1));
          bench.masters[1]->issue(write);
          bench.masters[1]->send();
          bench.run(100);
          const Burst& read = bench.issue(0, write.address, 64);
          bench.run(200);
          return std::string(read.data == write.data ? "" : "data differ; ") + bench.faults();
        }) == "");
}

namespace {

/// A master that uses b_transport.
class BlockingMaster : public sc_core::sc_module {
 public:
  tlm_utils::simple_initiator_socket<BlockingMaster> socket;
  explicit BlockingMaster(const sc_core::sc_module_name& name)
      : sc_core::sc_module(name), socket("socket") {
    SC_HAS_PROCESS(BlockingMaster);
    SC_THREAD(run);
  }
  sc_core::sc_time answered;
  tlm::tlm_response_status status = tlm::TLM_INCOMPLETE_RESPONSE;

 private:
  void run() {
    unsigned char data[128] = {};
    tlm::tlm_generic_payload payload;
    payload.set_command(tlm::TLM_READ_COMMAND);
    payload.set_address(4096);
    payload.set_data_ptr(data);
    payload.set_data_length(sizeof data);
    payload.set_streaming_width(sizeof data);
    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    socket->b_transport(payload, delay);
    answered = sc_core::sc_time_stamp() + delay;
    status = payload.get_response_status();
  }
};

}  // namespace

TEST_CASE("a blocking read returns when its last beat has come", "[hp]") {
  CHECK(in_child([&] {
          const Setup s = setup(9, 8);
          DdrMemory memory("memory", s.ddr, {DdrPort::read(0)});
          HpChannel channel("channel", s.hp);
          BlockingMaster master("master");
          CheckedBinding binding;
          binding(master.socket, channel.master);
          binding(channel.memory, memory.port(DdrPort::read(0)));
          sc_core::sc_start();
          return equal(master.status == tlm::TLM_OK_RESPONSE ? 1 : 0, 1, "status") +
                 equal(master.answered.value() / kPortPeriodPs + 1, expected_ready(s) + 16,
                       "time") +
                 binding.faults();
        }) == "");
}
