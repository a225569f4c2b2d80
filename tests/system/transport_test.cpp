#include <tlm_utils/peq_with_cb_and_phase.h>
#include <tlm_utils/simple_target_socket.h>

#include <catch2/catch.hpp>

#include "tests/support/system_case.hpp"
#include "tests/system/checks.hpp"
#include "tlm/axi_lite.hpp"
#include "tlm/clock_domain.hpp"
#include "tlm/tlm_memory_port.hpp"

using namespace drnn;
using drnn::test::in_child;
using sc_core::SC_NS;
using sc_core::sc_time;
using test::expect;

namespace {

/// A target that goes through all four phases of the base protocol, one request at a time, and
/// notes what a checker would.
class FourPhaseTarget : public sc_core::sc_module {
 public:
  tlm_utils::simple_target_socket<FourPhaseTarget> socket;

  explicit FourPhaseTarget(const sc_core::sc_module_name& name)
      : sc_core::sc_module(name), socket("socket"), events_(this, &FourPhaseTarget::step) {
    socket.register_nb_transport_fw(this, &FourPhaseTarget::nb_transport_fw);
  }

  std::string faults;
  int responses = 0;

 private:
  tlm::tlm_sync_enum nb_transport_fw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_time& delay) {
    if (phase == tlm::BEGIN_REQ) {
      if (request_open_) faults += "BEGIN_REQ before END_REQ; ";
      if (!payload.has_mm()) faults += "payload without memory manager; ";
      request_open_ = true;
      payload.acquire();
      events_.notify(payload, tlm::END_REQ, delay + sc_time(20, SC_NS));
    } else {
      faults += "unexpected phase; ";
    }
    return tlm::TLM_ACCEPTED;
  }

  void step(tlm::tlm_generic_payload& payload, const tlm::tlm_phase& phase) {
    tlm::tlm_phase sent = phase;
    sc_time delay = sc_core::SC_ZERO_TIME;
    if (phase == tlm::END_REQ) {
      request_open_ = false;
      events_.notify(payload, tlm::BEGIN_RESP, sc_time(50, SC_NS));
      socket->nb_transport_bw(payload, sent, delay);
      return;
    }
    payload.set_response_status(tlm::TLM_OK_RESPONSE);
    if (socket->nb_transport_bw(payload, sent, delay) != tlm::TLM_COMPLETED)
      faults += "response not completed; ";
    ++responses;
    payload.release();
  }

  tlm_utils::peq_with_cb_and_phase<FourPhaseTarget> events_;
  bool request_open_ = false;
};

Burst burst_at(std::uint64_t address, std::size_t bytes, bool write = false) {
  Burst burst;
  burst.address = address;
  burst.write = write;
  burst.data.resize(bytes);
  return burst;
}

}  // namespace

TEST_CASE("a memory port keeps the base protocol and returns its payloads", "[tlm]") {
  CHECK(in_child([] {
          ClockDomain domain("domain", 8000, Engine::fast, 1000);
          TlmMemoryPort port("port", domain);
          FourPhaseTarget target("target");
          port.socket.bind(target.socket);
          std::vector<Burst> bursts(3, burst_at(0, 64));
          for (Burst& burst : bursts) port.issue(burst);
          port.send();
          sc_core::sc_start(sc_time(1000, SC_NS));
          // Requests end 20 ns after one another, responses follow 50 ns later; 8 ns a cycle.
          return target.faults + expect(target.responses == 3, "three responses") +
                 expect(bursts[0].ready == 70 / 8 + 1, "first ready") +
                 expect(bursts[1].ready == 90 / 8 + 1, "second ready") +
                 expect(bursts[2].ready == 110 / 8 + 1, "third ready") +
                 expect(port.payloads_in_use() == 0, "payloads in use");
        }) == "");
}

namespace {

class TwoRegisters : public RegisterBlock {
 public:
  bool write(std::uint32_t offset, std::uint32_t value) override {
    if (offset != 0) return false;
    value_ = value;
    return true;
  }
  std::optional<std::uint32_t> read(std::uint32_t offset) const override {
    if (offset == 0) return value_;
    if (offset == 4) return 42;
    return std::nullopt;
  }

 private:
  std::uint32_t value_ = 0;
};

/// Runs `body` in a process that may wait.
class Host : public sc_core::sc_module {
 public:
  tlm_utils::simple_initiator_socket<Host> socket;
  Host(const sc_core::sc_module_name& name, std::function<void(Host&)> body)
      : sc_core::sc_module(name), socket("socket"), body_(std::move(body)) {
    SC_HAS_PROCESS(Host);
    SC_THREAD(run);
  }

  tlm::tlm_response_status access(tlm::tlm_command command, std::uint64_t address,
                                  std::uint32_t& value, unsigned bytes = 4,
                                  unsigned char* enable = nullptr) {
    tlm::tlm_generic_payload payload;
    payload.set_command(command);
    payload.set_address(address);
    payload.set_data_ptr(reinterpret_cast<unsigned char*>(&value));
    payload.set_data_length(bytes);
    payload.set_streaming_width(bytes);
    payload.set_byte_enable_ptr(enable);
    payload.set_byte_enable_length(enable != nullptr ? bytes : 0);
    sc_time delay = sc_core::SC_ZERO_TIME;
    socket->b_transport(payload, delay);
    return payload.get_response_status();
  }

 private:
  void run() { body_(*this); }
  std::function<void(Host&)> body_;
};

}  // namespace

TEST_CASE("register accesses take their cycles, and wrong ones their error", "[tlm]") {
  CHECK(in_child([] {
          std::string faults;
          ClockDomain domain("domain", 8000, Engine::fast, 1000);
          AxiLite slave("slave", domain, 6);
          TwoRegisters block;
          slave.map(0x1000, 8, block);
          Host host("host", [&](Host& h) {
            std::uint32_t value = 7, back = 0;
            unsigned char enable[4] = {255, 255, 255, 255};
            const auto kWrite = tlm::TLM_WRITE_COMMAND;
            const auto kRead = tlm::TLM_READ_COMMAND;
            faults += expect(h.access(kWrite, 0x1000, value) == tlm::TLM_OK_RESPONSE, "write");
            faults += expect(sc_core::sc_time_stamp() == sc_time(48, SC_NS), "six cycles");
            faults += expect(h.access(kRead, 0x1000, back) == tlm::TLM_OK_RESPONSE, "read");
            faults += expect(back == 7, "value");
            faults += expect(h.access(kWrite, 0x1004, value) == tlm::TLM_ADDRESS_ERROR_RESPONSE,
                             "read-only");
            faults += expect(h.access(kRead, 0x1008, back) == tlm::TLM_ADDRESS_ERROR_RESPONSE,
                             "beyond the range");
            faults +=
                expect(h.access(kRead, 0x1002, back) == tlm::TLM_BURST_ERROR_RESPONSE, "unaligned");
            faults += expect(h.access(kRead, 0x1000, back, 2) == tlm::TLM_BURST_ERROR_RESPONSE,
                             "half a word");
            faults += expect(
                h.access(kRead, 0x1000, back, 4, enable) == tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE,
                "byte enables");
          });
          host.socket.bind(slave.socket);
          sc_core::sc_start();
          return faults;
        }) == "");
}
