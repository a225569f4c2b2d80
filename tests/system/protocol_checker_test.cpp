// The checker itself: each breach of the base protocol is reported, and a proper exchange is not.
#include "tests/support/protocol_checker.hpp"

#include <catch2/catch.hpp>
#include <functional>

#include "tests/support/system_case.hpp"

using namespace drnn::test;
using sc_core::sc_time;

namespace {

using Payload = tlm::tlm_generic_payload;
using tlm::tlm_phase;
using tlm::tlm_sync_enum;

/// Both ends of a connection, whose calls a test makes and whose returns it sets.
struct Ends : sc_core::sc_module, tlm::tlm_mm_interface {
  tlm_utils::simple_initiator_socket<Ends> initiator;
  tlm_utils::simple_target_socket<Ends> target;
  ProtocolChecker checker;

  explicit Ends(const sc_core::sc_module_name& name)
      : sc_core::sc_module(name), initiator("initiator"), target("target"), checker("checker") {
    initiator.register_nb_transport_bw(this, &Ends::accept);
    target.register_nb_transport_fw(this, &Ends::accept);
    initiator.bind(checker.from_initiator);
    checker.to_target.bind(target);
    for (Payload* p : {&a, &b}) {
      p->set_mm(this);
      p->acquire();
      p->set_data_ptr(data);
      p->set_data_length(8);
      p->set_streaming_width(8);
      p->set_write();
    }
  }
  void free(Payload*) override {}

  tlm_sync_enum accept(Payload& payload, tlm_phase& phase, sc_time& delay) {
    if (answer) return answer(payload, phase, delay);
    return tlm::TLM_ACCEPTED;
  }
  void forward(Payload& p, tlm_phase phase, int delay_ns = 0) {
    sc_time delay(delay_ns, sc_core::SC_NS);
    initiator->nb_transport_fw(p, phase, delay);
  }
  void backward(Payload& p, tlm_phase phase, int delay_ns = 0) {
    sc_time delay(delay_ns, sc_core::SC_NS);
    if (phase == tlm::BEGIN_RESP) p.set_response_status(tlm::TLM_OK_RESPONSE);
    target->nb_transport_bw(p, phase, delay);
  }
  void exchange(Payload& p) {
    forward(p, tlm::BEGIN_REQ);
    backward(p, tlm::END_REQ);
    backward(p, tlm::BEGIN_RESP);
    forward(p, tlm::END_RESP);
  }

  Payload a, b;
  unsigned char data[64] = {};
  std::function<tlm_sync_enum(Payload&, tlm_phase&, sc_time&)> answer;
};

/// What the checker says of an exchange.
std::string faults_of(const std::function<void(Ends&)>& calls) {
  return in_child([&] {
    Ends ends("ends");
    sc_core::sc_start(sc_core::SC_ZERO_TIME);
    calls(ends);
    return ends.checker.faults();
  });
}

}  // namespace

TEST_CASE("proper exchanges are no breach", "[checker]") {
  CHECK(faults_of([](Ends& e) {
          e.exchange(e.a);
          e.exchange(e.b);
        }) == "");
  CHECK(faults_of([](Ends& e) {  // pipelined: a request may begin before another's response
          e.forward(e.a, tlm::BEGIN_REQ);
          e.backward(e.a, tlm::END_REQ, 3);
          e.forward(e.b, tlm::BEGIN_REQ, 3);
          e.backward(e.b, tlm::END_REQ, 4);
          e.backward(e.a, tlm::BEGIN_RESP, 9);
          e.forward(e.a, tlm::END_RESP, 10);
          e.backward(e.b, tlm::BEGIN_RESP, 10);
          e.forward(e.b, tlm::END_RESP, 12);
        }) == "");
}

TEST_CASE("each breach of the base protocol is reported", "[checker]") {
  struct Breach {
    const char* message;
    std::function<void(Ends&)> calls;
  };
  const std::vector<Breach> breaches = {
      {"BEGIN_REQ before the END_REQ of another",
       [](Ends& e) {
         e.forward(e.a, tlm::BEGIN_REQ);
         e.forward(e.b, tlm::BEGIN_REQ);
       }},
      {"BEGIN_REQ before the END_REQ of another",
       [](Ends& e) {
         e.forward(e.a, tlm::BEGIN_REQ);
         e.backward(e.a, tlm::END_REQ, 5);
         e.forward(e.b, tlm::BEGIN_REQ, 4);
       }},
      {"BEGIN_RESP before the END_RESP of another",
       [](Ends& e) {
         for (Payload* p : {&e.a, &e.b}) {
           e.forward(*p, tlm::BEGIN_REQ);
           e.backward(*p, tlm::END_REQ);
         }
         e.backward(e.a, tlm::BEGIN_RESP);
         e.backward(e.b, tlm::BEGIN_RESP);
       }},
      {"END_RESP too early",
       [](Ends& e) {
         e.forward(e.a, tlm::BEGIN_REQ);
         e.backward(e.a, tlm::END_REQ);
         e.forward(e.a, tlm::END_RESP);
       }},
      {"phases out of order",
       [](Ends& e) {
         e.forward(e.a, tlm::BEGIN_REQ);
         e.backward(e.a, tlm::BEGIN_RESP);
         e.backward(e.a, tlm::END_REQ);
       }},
      {"time runs backwards",
       [](Ends& e) {
         e.forward(e.a, tlm::BEGIN_REQ, 5);
         e.backward(e.a, tlm::END_REQ, 4);
       }},
      {"attributes changed",
       [](Ends& e) {
         e.forward(e.a, tlm::BEGIN_REQ);
         e.a.set_address(64);
         e.backward(e.a, tlm::END_REQ);
       }},
      {"attributes changed",
       [](Ends& e) {
         e.forward(e.a, tlm::BEGIN_REQ);
         e.a.set_streaming_width(4);
         e.backward(e.a, tlm::END_REQ);
       }},
      {"attributes changed",
       [](Ends& e) {
         e.forward(e.a, tlm::BEGIN_REQ);
         e.a.set_byte_enable_ptr(e.data);
         e.backward(e.a, tlm::END_REQ);
       }},
      {"request with a response status",
       [](Ends& e) {
         e.a.set_response_status(tlm::TLM_OK_RESPONSE);
         e.forward(e.a, tlm::BEGIN_REQ);
       }},
      {"response without a status",
       [](Ends& e) {
         e.answer = [](Payload&, tlm_phase&, sc_time&) { return tlm::TLM_COMPLETED; };
         e.forward(e.a, tlm::BEGIN_REQ);
       }},
      {"request without data",
       [](Ends& e) {
         e.a.set_data_length(0);
         e.exchange(e.a);
       }},
      {"payload without a memory manager",
       [](Ends& e) {
         e.a.release();
         e.forward(e.a, tlm::BEGIN_REQ);
       }},
      {"wrong phase on the forward path",
       [](Ends& e) {
         e.forward(e.a, tlm::BEGIN_REQ);
         e.forward(e.a, tlm::END_REQ);
       }},
      {"wrong phase on the backward path",
       [](Ends& e) {
         e.forward(e.a, tlm::BEGIN_REQ);
         e.backward(e.a, tlm::END_RESP);
       }},
      {"phase of a transaction that is not open", [](Ends& e) { e.backward(e.a, tlm::END_REQ); }},
      {"BEGIN_REQ of an open transaction",
       [](Ends& e) {
         e.forward(e.a, tlm::BEGIN_REQ);
         e.backward(e.a, tlm::END_REQ);
         e.forward(e.a, tlm::BEGIN_REQ);
       }},
      {"1 transactions have not ended", [](Ends& e) { e.forward(e.a, tlm::BEGIN_REQ); }},
  };
  for (const Breach& breach : breaches) {
    INFO(breach.message);
    CHECK_THAT(faults_of(breach.calls), Catch::Contains(breach.message));
  }
}
