#include "tlm/ddr_memory.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace drnn {

using sc_core::sc_time;
using sc_core::sc_time_stamp;

namespace {

std::string socket_name(int port) {
  if (port == DdrMemory::kDebugPort) return "debug";
  return DdrPort::name(port);
}

}  // namespace

DdrMemory::DdrMemory(const sc_core::sc_module_name& name, const Config& config,
                     const std::vector<int>& ports)
    : sc_core::sc_module(name), config_(config), size_bytes_(device().size_bytes()) {
  for (int port : ports) {
    auto socket = std::make_unique<Socket>(socket_name(port).c_str());
    socket->register_nb_transport_fw(this, &DdrMemory::nb_transport_fw, port);
    socket->register_transport_dbg(this, &DdrMemory::transport_dbg, port);
    ports_[static_cast<std::size_t>(port)] = std::move(socket);
  }
  reset();
  SC_HAS_PROCESS(DdrMemory);
  SC_METHOD(run);
  sensitive << wake_;
  dont_initialize();
  SC_METHOD(send_all_responses);
  sensitive << responses_;
  dont_initialize();
}

void DdrMemory::reset() {
  if (subsystem_ && !idle()) throw std::logic_error("the DDR is reset with bursts under way");
  epoch_ = sc_time_stamp();
  subsystem_ = std::make_unique<DdrSubsystem>(
      config_.ddr,
      [this](std::size_t request, std::uint64_t time_ps) { answered(request, time_ps); });
}

std::uint64_t DdrMemory::now_ps() const {
  return scale_.count(sc_time_stamp() - epoch_);
}

// Requests

tlm::tlm_sync_enum DdrMemory::nb_transport_fw(int port, tlm::tlm_generic_payload& payload,
                                              tlm::tlm_phase& phase, sc_time& delay) {
  if (phase == tlm::END_RESP) {
    lines_[static_cast<std::size_t>(port)].line.end(sc_time_stamp() + delay);
    responses_.notify(sc_core::SC_ZERO_TIME);
    return tlm::TLM_COMPLETED;
  }
  const std::uint64_t now = now_ps();
  const std::uint64_t arrival_ps = now + std::max(scale_.count(delay), config_.request_ps);
  payload.acquire();
  payload.set_response_status(port == kDebugPort ? tlm::TLM_COMMAND_ERROR_RESPONSE
                                                 : check(port, payload));
  if (payload.is_response_ok()) {
    subsystem_->submit(port, payload.get_address(), payload.get_data_length(),
                       new_request(payload, port), arrival_ps);
    schedule(now);
  } else {
    // By itself: this is within the initiator's call.
    queue_response(port, payload, arrival_ps);
    responses_.notify(sc_core::SC_ZERO_TIME);
  }
  phase = tlm::END_REQ;
  return tlm::TLM_UPDATED;
}

tlm::tlm_response_status DdrMemory::check(int port, const tlm::tlm_generic_payload& payload) const {
  const std::uint64_t bytes = payload.get_data_length();
  if (payload.get_address() > size_bytes() || bytes > size_bytes() - payload.get_address())
    return tlm::TLM_ADDRESS_ERROR_RESPONSE;
  if (payload.get_byte_enable_ptr() != nullptr) return tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE;
  if (bytes == 0 || payload.get_streaming_width() < bytes) return tlm::TLM_BURST_ERROR_RESPONSE;
  if (!payload.is_read() && !payload.is_write()) return tlm::TLM_COMMAND_ERROR_RESPONSE;
  if (port == kDebugPort) return tlm::TLM_OK_RESPONSE;
  if (bytes > 4096) return tlm::TLM_BURST_ERROR_RESPONSE;
  if (payload.is_write() != DdrPort::is_write(port)) return tlm::TLM_COMMAND_ERROR_RESPONSE;
  return tlm::TLM_OK_RESPONSE;
}

std::size_t DdrMemory::new_request(tlm::tlm_generic_payload& payload, int port) {
  if (free_.empty()) {
    free_.push_back(under_way_.size());
    under_way_.emplace_back();
  }
  const std::size_t index = free_.back();
  free_.pop_back();
  under_way_[index] = {&payload, port};
  return index;
}

unsigned DdrMemory::transport_dbg(int, tlm::tlm_generic_payload& payload) {
  payload.set_response_status(check(kDebugPort, payload));
  if (!payload.is_response_ok()) return 0;
  copy(payload);
  return payload.get_data_length();
}

void DdrMemory::copy(tlm::tlm_generic_payload& payload) {
  if (payload.is_write()) {
    contents_.write(payload.get_address(), payload.get_data_ptr(), payload.get_data_length());
  } else {
    contents_.read(payload.get_address(), payload.get_data_ptr(), payload.get_data_length());
  }
}

// Time

void DdrMemory::run() {
  wake_ps_ = kNoClock;
  run_until(now_ps() + config_.request_ps);
}

/// Answers what is due.
void DdrMemory::run_until(std::uint64_t time_ps) {
  running_ = true;
  subsystem_->run_until(time_ps);
  running_ = false;
  schedule(now_ps());
}

void DdrMemory::schedule(std::uint64_t now) {
  if (running_) return;  // a request that an answer has led to: run_until() does it
  const std::uint64_t answer = subsystem_->earliest_answer_ps();
  if (answer == kNoClock) return;
  const std::uint64_t latest = std::max(answer + config_.response_ps, now);
  if (latest >= wake_ps_) return;
  wake_ps_ = latest;
  wake_.notify(latest > now ? scale_.time(latest - now) : sc_core::SC_ZERO_TIME);
}

// Responses

void DdrMemory::answered(std::size_t request, std::uint64_t time_ps) {
  const Request r = under_way_[request];
  free_.push_back(request);
  if (time_ps + config_.response_ps < now_ps())
    throw std::logic_error("the DDR's answer to port " + socket_name(r.port) + " is late");
  copy(*r.payload);
  queue_response(r.port, *r.payload, time_ps);
  send_responses(r.port);
}

void DdrMemory::queue_response(int port, tlm::tlm_generic_payload& payload, std::uint64_t time_ps) {
  const sc_time at = epoch_ + scale_.time(time_ps + config_.response_ps);
  lines_[static_cast<std::size_t>(port)].waiting.push({&payload, at});
  ++responses_waiting_;
}

void DdrMemory::send_all_responses() {
  for (int port = 0; port <= DdrPort::kCount; ++port) send_responses(port);
}

void DdrMemory::send_responses(int port) {
  Line& line = lines_[static_cast<std::size_t>(port)];
  if (!line.line.free() || line.waiting.empty()) return;
  const sc_time now = sc_time_stamp();
  do {
    const Response response = line.waiting.front();
    line.waiting.pop();
    --responses_waiting_;
    line.line.begin(*ports_[static_cast<std::size_t>(port)], *response.payload,
                    std::max(line.line.earliest(response.at), now), now);
    response.payload->release();
  } while (line.line.free() && !line.waiting.empty());
}

void DdrMemory::clear_statistics() {
  update_statistics();
  subsystem_->clear_statistics(now_ps());
}

}  // namespace drnn
