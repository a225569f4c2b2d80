#pragma once

#include <tlm_utils/simple_initiator_socket.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <systemc>
#include <tlm>
#include <vector>

namespace drnn {

/// What a traffic master asks for: bursts of one size, one after another or anywhere.
struct TrafficPattern {
  bool write = false;
  bool random = false;           ///< otherwise sequential
  std::uint64_t base = 0;        ///< of its stretch of memory
  std::uint64_t span_bytes = 0;  ///< of that stretch; a multiple of burst_bytes
  std::uint32_t burst_bytes = 0;
  std::uint64_t seed = 1;  ///< of random addresses
};

/// A master that asks for bursts as fast as its port takes them (TLM-2.0 AT, pooled payloads).
class TrafficMaster : public sc_core::sc_module, public tlm::tlm_mm_interface {
 public:
  tlm_utils::simple_initiator_socket<TrafficMaster> socket;

  explicit TrafficMaster(const sc_core::sc_module_name& name);
  ~TrafficMaster() override;

  /// Begins at the present time.
  void start(const TrafficPattern& pattern);
  /// Asks for nothing more; what is under way will be answered.
  void stop() { asking_ = false; }

  /// Forgets counts.
  void clear_statistics() { asked_ = answered_ = refused_ = 0; }
  std::uint64_t asked() const { return asked_; }
  /// Bursts whose answer has come by now, refused ones not among them.
  std::uint64_t answered() const;
  std::uint64_t refused() const { return refused_; }
  /// 0 when all is answered.
  std::size_t payloads_in_use() const { return pool_.size() - free_.size(); }

 private:
  void free(tlm::tlm_generic_payload* payload) override { free_.push_back(payload); }
  tlm::tlm_sync_enum nb_transport_bw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay);
  void ask();
  tlm::tlm_generic_payload& next_payload();
  std::uint64_t next_address();
  void finish(tlm::tlm_generic_payload& payload, const sc_core::sc_time& delay);

  TrafficPattern pattern_;
  std::vector<std::unique_ptr<tlm::tlm_generic_payload>> pool_;
  std::vector<tlm::tlm_generic_payload*> free_;
  std::vector<unsigned char> data_;
  const tlm::tlm_generic_payload* open_request_ = nullptr;
  sc_core::sc_time request_free_;
  std::deque<sc_core::sc_time> future_answers_;  ///< announced, in order
  bool asking_ = false;
  std::uint64_t asked_ = 0, answered_ = 0, refused_ = 0, random_ = 0;
};

}  // namespace drnn
