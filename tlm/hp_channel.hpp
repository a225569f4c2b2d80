#pragma once

#include <tlm_utils/simple_initiator_socket.h>
#include <tlm_utils/simple_target_socket.h>

#include <cstdint>
#include <optional>
#include <systemc>
#include <tlm>
#include <vector>

#include "model/blocks/ring.hpp"
#include "tlm/response_line.hpp"

namespace drnn {

/// Widths and limits of an HP port, and its way to the DDR interface.
struct HpConfig {
  std::uint64_t period_ps = 8000;  ///< of the port's clock
  std::uint32_t port_bytes = 8;    ///< a power of two
  std::uint32_t burst_beats = 16;  ///< longest burst, AXI3
  std::uint32_t fifo_bytes = 1024;
  std::uint32_t outstanding_bursts = 8;
  std::uint64_t request_ps = 0;   ///< from the port's address handshake to the DDR interface
  std::uint64_t response_ps = 0;  ///< and back; this part is the memory's to add
};

/// One direction of an S_AXI_HP port: address and data channel, 1 KB FIFO, outstanding limit.
///
/// Timing contract. A request is accepted (END_REQ) one port cycle after the one before at the
/// earliest, when fewer than `outstanding_bursts` are under way and the FIFO has room for its data.
/// A read goes to the DDR interface at once, and its room in the FIFO is kept until its last beat
/// has left; a write goes when its last beat has come, one beat a cycle, and its room is kept until
/// the cycle after its answer. Where the master accepts a response (END_RESP) later than that, room
/// is kept until then. Room is given back in the order of the requests. A read's response
/// (BEGIN_RESP) is its first beat; beats of successive bursts follow one another without overlap
/// and begin at clock edges. Responses come in the order of the requests, one at a time.
/// b_transport returns at the end of a read's last beat, and when a write is answered. END_REQ is
/// called as soon as its time is known, with the rest of it as its delay. Bursts longer than
/// `burst_beats` or across a 4 KB boundary are refused with a burst error, byte enables with a byte
/// enable error; both answers come after the way to the DDR interface and back, without a beat.
/// What the DDR interface refuses has its beats, as AXI has.
///
/// `memory` is for a target that ends a request when it is made, as DdrMemory does.
class HpChannel : public sc_core::sc_module, private tlm::tlm_mm_interface {
 public:
  tlm_utils::simple_target_socket<HpChannel> master;
  tlm_utils::simple_initiator_socket<HpChannel> memory;

  HpChannel(const sc_core::sc_module_name& name, const HpConfig& config);

  /// Cycles in which a beat was on the data channel.
  std::uint64_t beats() const { return beats_; }
  void clear_statistics() { beats_ = 0; }
  /// Requests that are accepted and not ended; 0 when nothing is under way.
  std::size_t outstanding() const { return outstanding_ - released_by(sc_core::sc_time_stamp()); }

 private:
  /// A burst that is accepted and whose response has not begun.
  struct UnderWay {
    tlm::tlm_generic_payload* payload = nullptr;
    std::uint64_t response_beats = 0;
    bool answered = false;
    sc_core::sc_time at;  ///< of the answer, at the port
  };
  /// A burst that is asked for and not accepted.
  struct Waiting {
    tlm::tlm_generic_payload* payload = nullptr;
    sc_core::sc_time asked;
  };
  /// A burst of b_transport on its way through.
  struct BlockingCall {
    tlm::tlm_generic_payload payload;
    sc_core::sc_event ended;
  };
  /// Room in the FIFO that is given back.
  struct Release {
    sc_core::sc_time time;
    std::uint32_t bytes = 0;
  };

  tlm::tlm_sync_enum nb_transport_fw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay);
  tlm::tlm_sync_enum nb_transport_bw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay);
  void b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay);
  BlockingCall* blocking_call(const tlm::tlm_generic_payload& payload) const;
  void free(tlm::tlm_generic_payload*) override {}  ///< payloads of b_transport, which owns them
  unsigned transport_dbg(tlm::tlm_generic_payload& payload) {
    return memory->transport_dbg(payload);
  }

  std::optional<sc_core::sc_time> room_from(std::uint32_t bytes,
                                            const sc_core::sc_time& time) const;
  void retire_releases(const sc_core::sc_time& time);
  std::size_t released_by(const sc_core::sc_time& time) const;
  void accept(tlm::tlm_generic_payload& payload, const sc_core::sc_time& at,
              const sc_core::sc_time& now);
  void forward(UnderWay& burst, std::uint64_t beats, const sc_core::sc_time& at,
               const sc_core::sc_time& now);
  void answer(UnderWay& burst, const sc_core::sc_time& at);
  tlm::tlm_response_status check(const tlm::tlm_generic_payload& payload,
                                 std::uint64_t beats) const;
  void accept_waiting(const sc_core::sc_time& now);
  void send_responses() { send_responses(sc_core::sc_time_stamp()); }
  void send_responses(const sc_core::sc_time& now);
  void respond(const UnderWay& burst, const sc_core::sc_time& now);
  std::optional<sc_core::sc_time> begin_response(tlm::tlm_generic_payload& payload,
                                                 const sc_core::sc_time& begin,
                                                 const sc_core::sc_time& end,
                                                 const sc_core::sc_time& now);
  void release(std::uint32_t bytes, const sc_core::sc_time& at);
  void grant(tlm::tlm_generic_payload& payload, const sc_core::sc_time& at,
             const sc_core::sc_time& now);

  std::uint64_t beats_of(const tlm::tlm_generic_payload& payload) const;
  sc_core::sc_time edge_from(const sc_core::sc_time& time) const;

  const HpConfig config_;
  const int beat_bits_;  ///< of an address, within a beat
  const sc_core::sc_time period_, request_, response_;
  const std::vector<sc_core::sc_time> beats_time_;  ///< of 0, 1, ... beats; a burst's at most
  sc_core::sc_time next_request_, channel_free_;
  std::size_t outstanding_ = 0;
  std::uint32_t fifo_used_ = 0;
  GrowingRing<Release> releases_;  ///< known, in order of time
  GrowingRing<Waiting> waiting_;
  Ring<UnderWay> under_way_;  ///< in the order of the requests
  ResponseLine response_line_;
  sc_core::sc_time last_beat_ended_;  ///< of the latest response
  sc_core::sc_time last_release_;
  std::vector<BlockingCall*> blocking_;
  sc_core::sc_event responses_;
  std::uint64_t beats_ = 0;
};

}  // namespace drnn
