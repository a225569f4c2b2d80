#pragma once

#include <algorithm>
#include <optional>
#include <systemc>
#include <tlm>

namespace drnn {

/// The response exclusion rule of the base protocol (IEEE 1666, 15.2.6) on one socket of a target:
/// no BEGIN_RESP while another transaction's END_RESP is outstanding.
class ResponseLine {
 public:
  bool free() const { return !open_; }
  /// When a response that is ready at `time` may begin. Only while free().
  sc_core::sc_time earliest(const sc_core::sc_time& time) const { return std::max(time, free_at_); }

  /// Sends a BEGIN_RESP at `time`; it is `now`. Returns when the response ends, if the initiator's
  /// return says so; nothing if its END_RESP is a call of its own, be it outstanding or made within
  /// this one.
  template <class Socket>
  std::optional<sc_core::sc_time> begin(Socket& socket, tlm::tlm_generic_payload& payload,
                                        const sc_core::sc_time& time, const sc_core::sc_time& now) {
    open_ = true;
    tlm::tlm_phase phase = tlm::BEGIN_RESP;
    sc_core::sc_time delay = time - now;
    const tlm::tlm_sync_enum result = socket->nb_transport_bw(payload, phase, delay);
    if (!open_ || result == tlm::TLM_ACCEPTED) return std::nullopt;
    end(now + delay);
    return free_at_;
  }
  /// The END_RESP of the open response comes at `time`.
  void end(const sc_core::sc_time& time) {
    open_ = false;
    free_at_ = time;
  }

 private:
  bool open_ = false;
  sc_core::sc_time free_at_;
};

}  // namespace drnn
