#pragma once

#include <tlm_utils/simple_initiator_socket.h>
#include <tlm_utils/simple_target_socket.h>

#include <map>
#include <memory>
#include <string>
#include <systemc>
#include <tlm>
#include <vector>

namespace drnn::test {

/// Sits between an initiator and a target and notes every breach of the TLM-2.0 base protocol
/// (IEEE 1666, 15.2): order and exclusion of phases, memory management, attributes that must not
/// change, response status, time that must not run backwards.
class ProtocolChecker : public sc_core::sc_module {
 public:
  tlm_utils::simple_target_socket<ProtocolChecker> from_initiator;
  tlm_utils::simple_initiator_socket<ProtocolChecker> to_target;

  explicit ProtocolChecker(const sc_core::sc_module_name& name);

  /// The breaches so far, and every transaction that has not ended; empty if all is well.
  std::string faults() const;
  std::uint64_t transactions() const { return transactions_; }

 private:
  struct Attributes {
    tlm::tlm_command command;
    std::uint64_t address;
    const unsigned char* data;
    unsigned length, streaming_width;
    const unsigned char* byte_enables;
    bool operator==(const Attributes& o) const {
      return command == o.command && address == o.address && data == o.data && length == o.length &&
             streaming_width == o.streaming_width && byte_enables == o.byte_enables;
    }
  };
  struct Transaction {
    int phase = 0;  ///< the last of BEGIN_REQ, END_REQ, BEGIN_RESP, END_RESP
    sc_core::sc_time time;
    Attributes attributes;
  };

  tlm::tlm_sync_enum nb_transport_fw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay);
  tlm::tlm_sync_enum nb_transport_bw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay);
  void b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay);
  unsigned transport_dbg(tlm::tlm_generic_payload& payload) {
    return to_target->transport_dbg(payload);
  }
  void returned(tlm::tlm_generic_payload& payload, tlm::tlm_sync_enum result,
                const tlm::tlm_phase& phase, const sc_core::sc_time& delay);
  void saw(tlm::tlm_generic_payload& payload, int phase, const sc_core::sc_time& delay);
  void begin(tlm::tlm_generic_payload& payload, const sc_core::sc_time& time);
  void check_response(const tlm::tlm_generic_payload& payload);
  void complete(tlm::tlm_generic_payload& payload);
  void fault(const tlm::tlm_generic_payload& payload, const std::string& what);
  static Attributes attributes_of(const tlm::tlm_generic_payload& payload);

  std::map<const tlm::tlm_generic_payload*, Transaction> open_;
  const tlm::tlm_generic_payload* open_request_ = nullptr;
  const tlm::tlm_generic_payload* open_response_ = nullptr;
  sc_core::sc_time request_free_, response_free_;  ///< ends of the last ones, annotated or not
  std::uint64_t transactions_ = 0;
  std::string faults_;
};

/// Puts a checker on every connection that a design makes.
class CheckedBinding {
 public:
  void operator()(tlm::tlm_initiator_socket<>& initiator, tlm::tlm_target_socket<>& target);
  std::string faults() const;
  std::uint64_t transactions() const;

 private:
  std::vector<std::unique_ptr<ProtocolChecker>> checkers_;
};

}  // namespace drnn::test
