#include "tlm/dma_channel.hpp"

#include <utility>

namespace drnn {

namespace {

constexpr std::uint32_t kInterrupts = DmaChannel::kIocIrq | DmaChannel::kErrIrq;
static_assert(DmaChannel::kIocIrqEnable + 0u == DmaChannel::kIocIrq + 0u &&
                  DmaChannel::kErrIrqEnable + 0u == DmaChannel::kErrIrq + 0u,
              "an interrupt and its enable have the same bit in their registers");

}  // namespace

DmaChannel::DmaChannel(DmaEngine& engine, Start start, std::uint32_t error_bits)
    : engine_(engine), start_(std::move(start)), error_bits_(error_bits) {
  engine_.on_done([this] { transfer_done(); });
  engine_.on_error([this](BurstResponse response) { transfer_failed(response); });
}

std::uint32_t DmaChannel::control() const {
  return kReadsAsOne | kIrqThresholdOne | enabled_ | (run_ ? kRunStop : 0u) |
         (resetting() ? kReset : 0u);
}

std::uint32_t DmaChannel::status() const {
  const bool halted = !run_ && !engine_.running();
  const bool idle = run_ && !engine_.running() && transferred_;
  return (halted ? kHalted : 0u) | (idle ? kIdle : 0u) | errors_ | pending_;
}

void DmaChannel::write_control(std::uint32_t value) {
  if (resetting()) return;
  const bool run = (value & kRunStop) != 0 && errors_ == 0;
  if (run && !run_) transferred_ = false;
  run_ = run;
  enabled_ = value & kInterrupts;
  update_line();
}

void DmaChannel::write_status(std::uint32_t value) {
  if (resetting()) return;
  pending_ &= ~value;
  update_line();
}

bool DmaChannel::write_length(std::uint32_t value) {
  if (!run_ || engine_.running() || value == 0 || value > kMaxLength ||
      (address_ | value) % DmaConfig::kWordBytes != 0)
    return false;
  length_ = value;
  transferred_ = true;
  start_(address_, value);
  return true;
}

void DmaChannel::reset() {
  engine_.abort();
  run_ = transferred_ = false;
  resetting_ = true;
  enabled_ = pending_ = errors_ = address_ = length_ = 0;
  update_line();
}

void DmaChannel::transfer_done() {
  pending_ |= kIocIrq;
  update_line();
  if (ended_) ended_();
}

void DmaChannel::transfer_failed(BurstResponse response) {
  run_ = false;
  errors_ |= error_bits_;
  errors_ |= response == BurstResponse::decode_error ? kDecodeError : kSlaveError;
  pending_ |= kErrIrq;
  update_line();
  if (ended_) ended_();
}

bool DmaChannel::interrupt() const {
  return (enabled_ & pending_) != 0;
}

void DmaChannel::update_line() {
  const bool was = std::exchange(line_, interrupt());
  if (line_ && !was && raised_) raised_();
}

}  // namespace drnn
