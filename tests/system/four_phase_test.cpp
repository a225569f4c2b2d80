// A master that takes responses late, in front of the HP port and of the memory.
#include <algorithm>
#include <catch2/catch.hpp>
#include <deque>

#include "tests/support/protocol_checker.hpp"
#include "tests/support/random_source.hpp"
#include "tests/support/system_case.hpp"
#include "tlm/ddr_memory.hpp"
#include "tlm/hp_channel.hpp"

using namespace drnn;
using namespace drnn::test;
using sc_core::sc_time;
using sc_core::sc_time_stamp;

namespace {

constexpr std::uint64_t kPeriodPs = 8000;

sc_time cycles(std::uint64_t count) {
  return sc_time(static_cast<double>(count * kPeriodPs), sc_core::SC_PS);
}

/// How a response ends: with a call of its own later or at once, or by what the master returns.
enum class End { later, within, updated, completed };

/// Ends every response `hold` cycles after it began (`within`: as it begins).
class FourPhaseMaster : public sc_core::sc_module, public tlm::tlm_mm_interface {
 public:
  struct Asked {
    std::unique_ptr<tlm::tlm_generic_payload> payload;
    sc_time request_ended, began, ended;
  };
  tlm_utils::simple_initiator_socket<FourPhaseMaster> socket;
  std::deque<Asked> asked;

  FourPhaseMaster(const sc_core::sc_module_name& name, std::vector<std::uint64_t> hold,
                  End end = End::later)
      : sc_core::sc_module(name), socket("socket"), hold_(std::move(hold)), how_(end) {
    socket.register_nb_transport_bw(this, &FourPhaseMaster::nb_transport_bw);
    SC_HAS_PROCESS(FourPhaseMaster);
    SC_METHOD(send);
    sensitive << send_;
    dont_initialize();
    SC_METHOD(end_now);
    sensitive << end_;
    dont_initialize();
  }

  void ask(bool write, std::uint64_t address, unsigned bytes) {
    asked.push_back({std::make_unique<tlm::tlm_generic_payload>(this), {}, {}, {}});
    tlm::tlm_generic_payload& p = *asked.back().payload;
    p.acquire();
    p.set_command(write ? tlm::TLM_WRITE_COMMAND : tlm::TLM_READ_COMMAND);
    p.set_address(address);
    p.set_data_ptr(data_);
    p.set_data_length(bytes);
    p.set_streaming_width(bytes);
    send_.notify(sc_core::SC_ZERO_TIME);
  }
  std::size_t ended() const { return ended_; }
  bool all_released() const {
    return std::all_of(asked.begin(), asked.end(),
                       [](const Asked& a) { return a.payload->get_ref_count() == 0; });
  }

 private:
  void free(tlm::tlm_generic_payload*) override {}

  void send() {
    if (open_ || sent_ == asked.size() || sc_time_stamp() < request_free_) return;
    open_ = true;
    tlm::tlm_phase phase = tlm::BEGIN_REQ;
    sc_time delay;
    Asked& a = asked[sent_++];
    if (socket->nb_transport_fw(*a.payload, phase, delay) == tlm::TLM_UPDATED)
      request_ended(a, delay);
  }
  void request_ended(Asked& a, const sc_time& delay) {
    open_ = false;
    a.request_ended = request_free_ = sc_time_stamp() + delay;
    send_.notify(delay);
  }
  tlm::tlm_sync_enum nb_transport_bw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_time& delay) {
    std::size_t i = 0;
    while (asked[i].payload.get() != &payload) ++i;
    if (phase == tlm::END_REQ) {
      request_ended(asked[i], delay);
      return tlm::TLM_ACCEPTED;
    }
    asked[i].began = sc_time_stamp() + delay;
    responding_ = i;
    const sc_time hold = cycles(hold_[i % hold_.size()]);
    if (how_ == End::later) {
      end_.notify(delay + hold);
      return tlm::TLM_ACCEPTED;
    }
    if (how_ == End::within) {
      end_response(delay);
      return tlm::TLM_ACCEPTED;
    }
    delay += hold;
    asked[i].ended = sc_time_stamp() + delay;
    ++ended_;
    payload.release();
    phase = tlm::END_RESP;
    return how_ == End::updated ? tlm::TLM_UPDATED : tlm::TLM_COMPLETED;
  }
  void end_now() { end_response(sc_core::SC_ZERO_TIME); }
  void end_response(sc_time delay) {
    Asked& a = asked[responding_];
    a.ended = sc_time_stamp() + delay;
    ++ended_;
    tlm::tlm_phase phase = tlm::END_RESP;
    socket->nb_transport_fw(*a.payload, phase, delay);
    a.payload->release();
  }

  const std::vector<std::uint64_t> hold_;
  const End how_;
  unsigned char data_[4096] = {};
  std::size_t sent_ = 0, responding_ = 0, ended_ = 0;
  bool open_ = false;
  sc_time request_free_;
  sc_core::sc_event send_, end_;
};

DdrMemory::Config memory_config() {
  DdrMemory::Config config;
  config.ddr.port_period_ps = kPeriodPs;
  config.request_ps = config.response_ps = 7 * kPeriodPs;
  return config;
}

HpConfig port_config() {
  HpConfig config;
  config.period_ps = kPeriodPs;
  config.request_ps = config.response_ps = 7 * kPeriodPs;
  return config;
}

std::string check_ends(const FourPhaseMaster& master, const CheckedBinding& binding) {
  std::string fault = binding.faults();
  if (master.ended() != master.asked.size()) fault += "responses are missing; ";
  if (!master.all_released()) fault += "payloads are held; ";
  std::vector<std::pair<sc_time, sc_time>> responses;
  for (const FourPhaseMaster::Asked& a : master.asked) responses.emplace_back(a.began, a.ended);
  std::sort(responses.begin(), responses.end());
  for (std::size_t i = 1; i < responses.size(); ++i)
    if (responses[i].first < responses[i - 1].second) fault += "responses overlap; ";
  return fault;
}

/// Reads or writes of random sizes, about a quarter of them refused.
void ask_for(FourPhaseMaster& master, RandomSource& random, bool write, std::uint64_t size_bytes) {
  for (int i = 0; i < 40; ++i) {
    const std::uint64_t page = 4096 * random.between(0, 500);
    switch (random.between(0, 7)) {
      case 0:
        master.ask(write, page + 4096 - 8, 16);  // across a page
        break;
      case 1:
        master.ask(write, size_bytes, 8);  // behind the memory's end
        break;
      default:
        master.ask(write, page, 8 * static_cast<unsigned>(random.between(1, 16)));
    }
  }
}

}  // namespace

TEST_CASE("an HP port waits for the END_RESP of a response before the next one", "[hp]") {
  const int seed = GENERATE(range(1, 13));
  const End end = GENERATE(End::later, End::within, End::updated, End::completed);
  CHECK(in_child([&] {
          RandomSource random(static_cast<std::uint64_t>(seed));
          std::vector<std::uint64_t> hold;
          for (int i = 0; i < 7; ++i)
            hold.push_back(static_cast<std::uint64_t>(random.between(0, 60)));
          const int ddr_port = seed % 2 == 0 ? DdrPort::read(0) : DdrPort::write(0);
          DdrMemory memory("memory", memory_config(), {ddr_port});
          HpChannel channel("channel", port_config());
          FourPhaseMaster master("master", hold, end);
          CheckedBinding binding;
          binding(master.socket, channel.master);
          binding(channel.memory, memory.port(ddr_port));
          sc_core::sc_start(sc_core::SC_ZERO_TIME);
          ask_for(master, random, DdrPort::is_write(ddr_port), memory.size_bytes());
          sc_core::sc_start(cycles(20000));
          std::string fault = check_ends(master, binding);
          for (std::size_t i = 1; i < master.asked.size(); ++i)
            if (master.asked[i].began < master.asked[i - 1].ended) fault += "out of order; ";
          if (channel.outstanding() > 0) fault += "channel not empty; ";
          if (memory.requests_under_way() > 0) fault += "memory not empty; ";
          return fault;
        }) == "");
}

TEST_CASE("the memory waits for the END_RESP of a response before the next one", "[hp]") {
  const int seed = GENERATE(range(1, 9));
  const End end = GENERATE(End::later, End::within, End::updated, End::completed);
  CHECK(in_child([&] {
          RandomSource random(static_cast<std::uint64_t>(seed));
          const int ddr_port = seed % 2 == 0 ? DdrPort::read(2) : DdrPort::write(2);
          DdrMemory memory("memory", memory_config(), {ddr_port});
          FourPhaseMaster master("master", {0, 3, 40, 11}, end);
          CheckedBinding binding;
          binding(master.socket, memory.port(ddr_port));
          sc_core::sc_start(sc_core::SC_ZERO_TIME);
          ask_for(master, random, DdrPort::is_write(ddr_port), memory.size_bytes());
          sc_core::sc_start(cycles(20000));
          std::string fault = check_ends(master, binding);
          if (memory.requests_under_way() > 0) fault += "memory not empty; ";
          return fault;
        }) == "");
}

TEST_CASE("a read's room is kept until its last beat has left, or its END_RESP where that is later",
          "[hp]") {
  const std::uint64_t hold = GENERATE(0, 5, 15, 16, 17, 40);
  const End end = GENERATE(End::later, End::updated, End::completed);
  CHECK(in_child([&] {
          HpConfig hp = port_config();
          hp.outstanding_bursts = 1;
          DdrMemory memory("memory", memory_config(), {DdrPort::read(0)});
          HpChannel channel("channel", hp);
          FourPhaseMaster master("master", {hold}, end);
          CheckedBinding binding;
          binding(master.socket, channel.master);
          binding(channel.memory, memory.port(DdrPort::read(0)));
          sc_core::sc_start(sc_core::SC_ZERO_TIME);
          master.ask(false, 0, 128);
          master.ask(false, 4096, 128);
          sc_core::sc_start(cycles(500));
          const sc_time expected =
              master.asked[0].began + cycles(std::max<std::uint64_t>(hold, 128 / 8));
          std::string fault = check_ends(master, binding);
          if (master.asked[1].request_ended != expected)
            fault += "the next request ended at " + master.asked[1].request_ended.to_string() +
                     ", expected " + expected.to_string();
          return fault;
        }) == "");
}
