#include "tlm/hp_channel.hpp"

#include <algorithm>

namespace drnn {

using sc_core::sc_time;
using sc_core::sc_time_stamp;

namespace {

sc_time picoseconds(std::uint64_t value) {
  return sc_time(static_cast<double>(value), sc_core::SC_PS);
}

}  // namespace

HpChannel::HpChannel(const sc_core::sc_module_name& name, const HpConfig& config)
    : sc_core::sc_module(name),
      master("master"),
      memory("memory"),
      config_(config),
      period_(picoseconds(config.period_ps)),
      request_(picoseconds(config.request_ps)),
      response_(picoseconds(config.response_ps)) {
  master.register_nb_transport_fw(this, &HpChannel::nb_transport_fw);
  master.register_transport_dbg(this, &HpChannel::transport_dbg);
  memory.register_nb_transport_bw(this, &HpChannel::nb_transport_bw);
  SC_HAS_PROCESS(HpChannel);
  SC_METHOD(accept_waiting);
  sensitive << room_;
  dont_initialize();
}

tlm::tlm_sync_enum HpChannel::nb_transport_fw(tlm::tlm_generic_payload& payload,
                                              tlm::tlm_phase& phase, sc_time& delay) {
  const sc_time now = sc_time_stamp();
  if (phase == tlm::END_RESP) {
    release(payload, now + delay);
    return tlm::TLM_COMPLETED;
  }
  const sc_time at = std::max(now + delay, next_request_);
  retire_releases(at);
  if (!has_room(payload.get_data_length())) {
    payload.acquire();
    waiting_ = &payload;
    arm();
    return tlm::TLM_ACCEPTED;
  }
  const std::optional<sc_time> refused = accept(payload, at);
  phase = refused ? tlm::BEGIN_RESP : tlm::END_REQ;
  delay = (refused ? edge_from(*refused) : at) - now;
  return tlm::TLM_UPDATED;
}

// Room

bool HpChannel::has_room(std::uint32_t bytes) const {
  // A burst that is longer than the FIFO is refused later, so that it must not wait here.
  return outstanding_ < config_.outstanding_bursts &&
         (fifo_used_ + bytes <= config_.fifo_bytes || bytes > config_.fifo_bytes);
}

void HpChannel::retire_releases(const sc_time& time) {
  for (; !releases_.empty() && releases_.front().time <= time; releases_.pop_front()) {
    --outstanding_;
    fifo_used_ -= releases_.front().bytes;
  }
}

std::size_t HpChannel::released_by(const sc_time& time) const {
  return static_cast<std::size_t>(std::count_if(releases_.begin(), releases_.end(),
                                                [&](const Release& r) { return r.time <= time; }));
}

void HpChannel::arm() {
  if (waiting_ == nullptr) return;
  const bool room = has_room(waiting_->get_data_length());
  if (!room && releases_.empty()) return;  // until a burst ends
  const sc_time at = room ? next_request_ : std::max(releases_.front().time, next_request_);
  room_.cancel();
  room_.notify(at > sc_time_stamp() ? at - sc_time_stamp() : sc_core::SC_ZERO_TIME);
}

void HpChannel::accept_waiting() {
  const sc_time now = sc_time_stamp();
  if (waiting_ == nullptr) return;
  retire_releases(now);
  if (now < next_request_ || !has_room(waiting_->get_data_length())) return arm();
  tlm::tlm_generic_payload& payload = *waiting_;
  waiting_ = nullptr;
  if (const std::optional<sc_time> refused = accept(payload, now)) {
    respond(payload, *refused);
  } else {
    tlm::tlm_phase phase = tlm::END_REQ;
    sc_time delay = sc_core::SC_ZERO_TIME;
    master->nb_transport_bw(payload, phase, delay);
  }
  payload.release();
}

void HpChannel::release(const tlm::tlm_generic_payload& payload, const sc_time& at) {
  const auto later = [](const sc_time& time, const Release& r) { return time < r.time; };
  releases_.insert(std::upper_bound(releases_.begin(), releases_.end(), at, later),
                   {at, payload.get_data_length()});
  arm();
}

// Requests

std::optional<sc_time> HpChannel::accept(tlm::tlm_generic_payload& payload, const sc_time& at) {
  ++outstanding_;
  fifo_used_ += payload.get_data_length();
  next_request_ = at + period_;
  const tlm::tlm_response_status status = check(payload);
  if (status == tlm::TLM_OK_RESPONSE) return forward(payload, at);
  payload.set_response_status(status);
  return at + request_ + response_;
}

std::optional<sc_time> HpChannel::forward(tlm::tlm_generic_payload& payload, const sc_time& at) {
  sc_time arrival = at + request_;
  if (payload.is_write()) {
    // The data channel carries one beat a cycle, from the cycle of the address on.
    channel_free_ = std::max(channel_free_, at) + cycles(beats_of(payload));
    beats_ += beats_of(payload);
    arrival = channel_free_ + request_;
  }
  tlm::tlm_phase phase = tlm::BEGIN_REQ;
  sc_time delay = arrival - sc_time_stamp();
  const tlm::tlm_sync_enum result = memory->nb_transport_fw(payload, phase, delay);
  if (result != tlm::TLM_UPDATED || phase != tlm::BEGIN_RESP) return std::nullopt;
  const sc_time answered = sc_time_stamp() + delay;
  phase = tlm::END_RESP;
  memory->nb_transport_fw(payload, phase, delay);
  return answered;
}

tlm::tlm_response_status HpChannel::check(const tlm::tlm_generic_payload& payload) const {
  const std::uint64_t address = payload.get_address();
  const std::uint32_t bytes = payload.get_data_length();
  if (payload.get_byte_enable_ptr() != nullptr) return tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE;
  const bool one_page = bytes > 0 && address / 4096 == (address + bytes - 1) / 4096;
  if (!one_page || beats_of(payload) > config_.burst_beats || payload.get_streaming_width() < bytes)
    return tlm::TLM_BURST_ERROR_RESPONSE;
  return tlm::TLM_OK_RESPONSE;
}

std::uint64_t HpChannel::beats_of(const tlm::tlm_generic_payload& payload) const {
  const std::uint64_t first = payload.get_address() / config_.port_bytes;
  const std::uint64_t last =
      (payload.get_address() + payload.get_data_length() - 1) / config_.port_bytes;
  return last - first + 1;
}

// Responses

tlm::tlm_sync_enum HpChannel::nb_transport_bw(tlm::tlm_generic_payload& payload,
                                              tlm::tlm_phase& phase, sc_time& delay) {
  if (phase == tlm::BEGIN_RESP) {
    respond(payload, sc_time_stamp() + delay);
    phase = tlm::END_RESP;
  }
  return tlm::TLM_COMPLETED;
}

void HpChannel::respond(tlm::tlm_generic_payload& payload, const sc_time& at) {
  sc_time begin = edge_from(at), end = begin + period_;
  if (payload.is_read() && payload.is_response_ok()) {
    begin = std::max(begin, channel_free_);
    end = begin + cycles(beats_of(payload));
    channel_free_ = end;
    beats_ += beats_of(payload);
  }
  tlm::tlm_phase phase = tlm::BEGIN_RESP;
  sc_time delay = begin - sc_time_stamp();
  const tlm::tlm_sync_enum result = master->nb_transport_bw(payload, phase, delay);
  if (result != tlm::TLM_ACCEPTED) release(payload, end);
}

sc_time HpChannel::edge_from(const sc_time& time) const {
  return cycles((time.value() + period_.value() - 1) / period_.value());
}

}  // namespace drnn
