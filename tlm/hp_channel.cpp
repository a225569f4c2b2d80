#include "tlm/hp_channel.hpp"

#include <algorithm>

#include "model/arith/power_of_two.hpp"
#include "tlm/sc_time_ps.hpp"

namespace drnn {

using sc_core::sc_time;
using sc_core::sc_time_stamp;

namespace {

std::vector<sc_time> multiples(const sc_time& period, std::uint32_t most) {
  std::vector<sc_time> result;
  for (std::uint64_t count = 0; count <= most; ++count)
    result.push_back(sc_time::from_value(count * period.value()));
  return result;
}

}  // namespace

HpChannel::HpChannel(const sc_core::sc_module_name& name, const HpConfig& config)
    : sc_core::sc_module(name),
      master("master"),
      memory("memory"),
      config_(config),
      beat_bits_(log2_of(config.port_bytes)),
      period_(picoseconds(config.period_ps)),
      request_(picoseconds(config.request_ps)),
      response_(picoseconds(config.response_ps)),
      beats_time_(multiples(period_, config.burst_beats)),
      under_way_(config.outstanding_bursts) {
  master.register_nb_transport_fw(this, &HpChannel::nb_transport_fw);
  master.register_b_transport(this, &HpChannel::b_transport);
  master.register_transport_dbg(this, &HpChannel::transport_dbg);
  memory.register_nb_transport_bw(this, &HpChannel::nb_transport_bw);
  SC_HAS_PROCESS(HpChannel);
  SC_METHOD(send_responses);
  sensitive << responses_;
  dont_initialize();
}

tlm::tlm_sync_enum HpChannel::nb_transport_fw(tlm::tlm_generic_payload& payload,
                                              tlm::tlm_phase& phase, sc_time& delay) {
  const sc_time now = sc_time_stamp();
  if (phase == tlm::END_RESP) {
    response_line_.end(now + delay);
    release(payload.get_data_length(), std::max(now + delay, last_beat_ended_));
    responses_.notify(sc_core::SC_ZERO_TIME);
    return tlm::TLM_COMPLETED;
  }
  const auto at = waiting_.empty() ? room_from(payload.get_data_length(), now + delay)
                                   : std::optional<sc_time>();
  if (!at) {
    payload.acquire();
    waiting_.push({&payload, now + delay});
    return tlm::TLM_ACCEPTED;
  }
  accept(payload, *at, now);
  phase = tlm::END_REQ;
  delay = *at - now;
  return tlm::TLM_UPDATED;
}

// Room

/// From when on, `time` at the earliest, a burst can be accepted; nothing where that depends on a
/// burst whose end is not known.
std::optional<sc_time> HpChannel::room_from(std::uint32_t bytes, const sc_time& time) const {
  // A burst that is longer than the FIFO is refused later, so that it must not wait here.
  const bool fits = bytes <= config_.fifo_bytes;
  sc_time at = std::max(time, next_request_);
  std::size_t bursts = outstanding_;
  std::uint32_t used = fifo_used_;
  std::size_t ended = 0;
  while (bursts >= config_.outstanding_bursts || (fits && used + bytes > config_.fifo_bytes)) {
    if (ended == releases_.size()) return std::nullopt;
    const Release& release = releases_[ended++];
    at = std::max(at, release.time);
    used -= release.bytes;
    --bursts;
  }
  return at;
}

void HpChannel::retire_releases(const sc_time& time) {
  for (; !releases_.empty() && releases_.front().time <= time; releases_.pop()) {
    --outstanding_;
    fifo_used_ -= releases_.front().bytes;
  }
}

std::size_t HpChannel::released_by(const sc_time& time) const {
  std::size_t count = 0;
  while (count < releases_.size() && releases_[count].time <= time) ++count;
  return count;
}

void HpChannel::release(std::uint32_t bytes, const sc_time& at) {
  last_release_ = std::max(last_release_, at);
  releases_.push({last_release_, bytes});
}

void HpChannel::accept_waiting(const sc_time& now) {
  while (!waiting_.empty()) {
    const Waiting& first = waiting_.front();
    tlm::tlm_generic_payload& payload = *first.payload;
    const auto at = room_from(payload.get_data_length(), std::max(first.asked, now));
    if (!at) return;
    waiting_.pop();
    grant(payload, *at, now);
    payload.release();
  }
}

/// Accepts a burst that has waited.
void HpChannel::grant(tlm::tlm_generic_payload& payload, const sc_time& at, const sc_time& now) {
  accept(payload, at, now);
  if (blocking_call(payload) != nullptr) return;
  tlm::tlm_phase phase = tlm::END_REQ;
  sc_time delay = at - now;
  master->nb_transport_bw(payload, phase, delay);
}

// Requests

void HpChannel::accept(tlm::tlm_generic_payload& payload, const sc_time& at, const sc_time& now) {
  retire_releases(at);
  ++outstanding_;
  fifo_used_ += payload.get_data_length();
  next_request_ = at + period_;
  UnderWay& burst = under_way_.push();
  burst = {&payload, 0, false, at};
  const std::uint64_t beats = beats_of(payload);
  const tlm::tlm_response_status status = check(payload, beats);
  if (status == tlm::TLM_OK_RESPONSE) return forward(burst, beats, at, now);
  payload.set_response_status(status);
  answer(burst, at + request_ + response_);
}

void HpChannel::forward(UnderWay& burst, std::uint64_t beats, const sc_time& at,
                        const sc_time& now) {
  tlm::tlm_generic_payload& payload = *burst.payload;
  sc_time arrival = at + request_;
  if (payload.is_write()) {
    // The data channel carries one beat a cycle, from the cycle of the address on.
    channel_free_ = std::max(channel_free_, at) + beats_time_[beats];
    beats_ += beats;
    arrival = channel_free_ + request_;
  } else {
    burst.response_beats = beats;
  }
  tlm::tlm_phase phase = tlm::BEGIN_REQ;
  sc_time delay = arrival - now;
  memory->nb_transport_fw(payload, phase, delay);
}

/// The response goes out by itself: this may be within the master's call.
void HpChannel::answer(UnderWay& burst, const sc_time& at) {
  burst.answered = true;
  burst.at = at;
  responses_.notify(sc_core::SC_ZERO_TIME);
}

tlm::tlm_response_status HpChannel::check(const tlm::tlm_generic_payload& payload,
                                          std::uint64_t beats) const {
  const std::uint64_t address = payload.get_address();
  const std::uint32_t bytes = payload.get_data_length();
  if (payload.get_byte_enable_ptr() != nullptr) return tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE;
  const bool one_page = bytes > 0 && address / 4096 == (address + bytes - 1) / 4096;
  if (!one_page || beats > config_.burst_beats || payload.get_streaming_width() < bytes)
    return tlm::TLM_BURST_ERROR_RESPONSE;
  return tlm::TLM_OK_RESPONSE;
}

std::uint64_t HpChannel::beats_of(const tlm::tlm_generic_payload& payload) const {
  const std::uint64_t first = payload.get_address() >> beat_bits_;
  const std::uint64_t last = (payload.get_address() + payload.get_data_length() - 1) >> beat_bits_;
  return last - first + 1;
}

// Responses

tlm::tlm_sync_enum HpChannel::nb_transport_bw(tlm::tlm_generic_payload& payload,
                                              tlm::tlm_phase& phase, sc_time& delay) {
  if (phase != tlm::BEGIN_RESP) return tlm::TLM_ACCEPTED;
  const sc_time now = sc_time_stamp();
  std::size_t i = 0;
  while (under_way_[i].payload != &payload) ++i;
  under_way_[i].answered = true;
  under_way_[i].at = now + delay;
  send_responses(now);
  phase = tlm::END_RESP;
  return tlm::TLM_COMPLETED;
}

void HpChannel::send_responses(const sc_time& now) {
  while (response_line_.free() && !under_way_.empty() && under_way_.front().answered) {
    const UnderWay burst = under_way_.front();
    under_way_.pop();
    respond(burst, now);
  }
  accept_waiting(now);
}

void HpChannel::respond(const UnderWay& burst, const sc_time& now) {
  sc_time begin = edge_from(std::max(response_line_.earliest(burst.at), now));
  sc_time end = begin + period_;
  if (burst.response_beats > 0) {
    begin = std::max(begin, channel_free_);
    channel_free_ = end = begin + beats_time_[burst.response_beats];
    beats_ += burst.response_beats;
  }
  const std::uint32_t bytes = burst.payload->get_data_length();
  last_beat_ended_ = end;
  if (const auto ended = begin_response(*burst.payload, begin, end, now))
    release(bytes, std::max(*ended, end));
}

/// When that ended the response too, if it did.
std::optional<sc_time> HpChannel::begin_response(tlm::tlm_generic_payload& payload,
                                                 const sc_time& begin, const sc_time& end,
                                                 const sc_time& now) {
  BlockingCall* call = blocking_call(payload);
  if (call == nullptr) return response_line_.begin(master, payload, begin, now);
  const sc_time answered = payload.is_read() ? end : begin;
  call->ended.notify(answered - now);
  return answered;
}

// Blocking transport

void HpChannel::b_transport(tlm::tlm_generic_payload& payload, sc_time& delay) {
  sc_core::wait(delay);
  BlockingCall call;
  call.payload.set_mm(this);
  call.payload.acquire();
  call.payload.set_command(payload.get_command());
  call.payload.set_address(payload.get_address());
  call.payload.set_data_ptr(payload.get_data_ptr());
  call.payload.set_data_length(payload.get_data_length());
  call.payload.set_streaming_width(payload.get_streaming_width());
  call.payload.set_byte_enable_ptr(payload.get_byte_enable_ptr());
  blocking_.push_back(&call);
  tlm::tlm_phase phase = tlm::BEGIN_REQ;
  delay = sc_core::SC_ZERO_TIME;
  nb_transport_fw(call.payload, phase, delay);
  sc_core::wait(call.ended);
  blocking_.erase(std::find(blocking_.begin(), blocking_.end(), &call));
  payload.set_response_status(call.payload.get_response_status());
  delay = sc_core::SC_ZERO_TIME;
}

HpChannel::BlockingCall* HpChannel::blocking_call(const tlm::tlm_generic_payload& payload) const {
  for (BlockingCall* call : blocking_)
    if (&call->payload == &payload) return call;
  return nullptr;
}

sc_time HpChannel::edge_from(const sc_time& time) const {
  const std::uint64_t period = period_.value();
  return sc_time::from_value((time.value() + period - 1) / period * period);
}

}  // namespace drnn
