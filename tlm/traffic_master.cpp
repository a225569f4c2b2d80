#include "tlm/traffic_master.hpp"

#include <algorithm>

namespace drnn {

using sc_core::sc_time;
using sc_core::sc_time_stamp;

TrafficMaster::TrafficMaster(const sc_core::sc_module_name& name)
    : sc_core::sc_module(name), socket("socket") {
  socket.register_nb_transport_bw(this, &TrafficMaster::nb_transport_bw);
}

TrafficMaster::~TrafficMaster() = default;

void TrafficMaster::start(const TrafficPattern& pattern) {
  pattern_ = pattern;
  data_.assign(pattern.burst_bytes, 0);
  asked_ = answered_ = refused_ = 0;
  random_ = pattern.seed;
  request_free_ = sc_time_stamp();
  asking_ = true;
  ask();
}

void TrafficMaster::ask() {
  while (asking_ && open_request_ == nullptr) {
    tlm::tlm_generic_payload& payload = next_payload();
    tlm::tlm_phase phase = tlm::BEGIN_REQ;
    sc_time delay = std::max(request_free_, sc_time_stamp()) - sc_time_stamp();
    open_request_ = &payload;
    ++asked_;
    const tlm::tlm_sync_enum status = socket->nb_transport_fw(payload, phase, delay);
    if (status == tlm::TLM_ACCEPTED) return;
    open_request_ = nullptr;
    request_free_ = sc_time_stamp() + delay;
    if (phase == tlm::END_REQ) continue;
    const sc_time answer = delay;
    phase = tlm::END_RESP;
    if (status == tlm::TLM_UPDATED) socket->nb_transport_fw(payload, phase, delay);
    finish(payload, answer);
  }
}

tlm::tlm_generic_payload& TrafficMaster::next_payload() {
  if (free_.empty()) {
    pool_.push_back(std::make_unique<tlm::tlm_generic_payload>(this));
    free_.push_back(pool_.back().get());
  }
  tlm::tlm_generic_payload& payload = *free_.back();
  free_.pop_back();
  payload.acquire();
  payload.set_command(pattern_.write ? tlm::TLM_WRITE_COMMAND : tlm::TLM_READ_COMMAND);
  payload.set_address(next_address());
  payload.set_data_ptr(data_.data());
  payload.set_data_length(pattern_.burst_bytes);
  payload.set_streaming_width(pattern_.burst_bytes);
  payload.set_byte_enable_ptr(nullptr);
  payload.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
  return payload;
}

std::uint64_t TrafficMaster::next_address() {
  const std::uint64_t bursts = pattern_.span_bytes / pattern_.burst_bytes;
  std::uint64_t index = asked_;
  if (pattern_.random) {
    // Knuth's MMIX generator; its upper bits are the random ones.
    random_ = random_ * 6364136223846793005u + 1442695040888963407u;
    index = random_ >> 33;
  }
  return pattern_.base + index % bursts * pattern_.burst_bytes;
}

tlm::tlm_sync_enum TrafficMaster::nb_transport_bw(tlm::tlm_generic_payload& payload,
                                                  tlm::tlm_phase& phase, sc_time& delay) {
  if (open_request_ == &payload) {
    open_request_ = nullptr;
    request_free_ = sc_time_stamp() + delay;
  }
  if (phase == tlm::BEGIN_RESP) finish(payload, delay);
  const bool ended = phase == tlm::BEGIN_RESP;
  if (ended) phase = tlm::END_RESP;
  ask();
  return ended ? tlm::TLM_COMPLETED : tlm::TLM_ACCEPTED;
}

std::uint64_t TrafficMaster::answered() const {
  const auto later = [](const sc_time& answer) { return answer > sc_time_stamp(); };
  return answered_ - static_cast<std::uint64_t>(
                         std::count_if(future_answers_.begin(), future_answers_.end(), later));
}

void TrafficMaster::finish(tlm::tlm_generic_payload& payload, const sc_time& delay) {
  if (!payload.is_response_ok()) {
    ++refused_;
    payload.release();
    return;
  }
  ++answered_;
  future_answers_.push_back(sc_time_stamp() + delay);
  while (future_answers_.front() < sc_time_stamp()) future_answers_.pop_front();
  payload.release();
}

}  // namespace drnn
