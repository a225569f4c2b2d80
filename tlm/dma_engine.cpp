#include "tlm/dma_engine.hpp"

#include <utility>

namespace drnn {

DmaEngine::DmaEngine(std::string name, std::vector<std::string_view> causes,
                     const DmaConfig& config, std::vector<MemoryPort*> ports)
    : ClockedBlock(std::move(name), std::move(causes), Commits::when_touched),
      config_(config),
      splitter_(config.burst),
      bursts_(*this, config.burst, std::move(ports), config.outstanding_bursts) {}

void DmaEngine::begin(std::uint64_t address, std::uint64_t bytes) {
  splitter_.start(address, bytes);
  bursts_.restart_turn();
  running_ = begins_ = true;
}

void DmaEngine::finish() {
  running_ = false;
  if (done_) done_();
}

void DmaEngine::abort() {
  splitter_.clear();
  halting_ = running_ = !bursts_.empty();
}

void DmaEngine::fail(BurstResponse response) {
  splitter_.clear();
  halting_ = true;
  if (error_) error_(response);
}

bool DmaEngine::drain(Cycle now) {
  bool drained = false;
  while (!bursts_.empty() && bursts_.front().ready != kNever && end_of(bursts_.front()) <= now) {
    bursts_.pop();
    drained = true;
  }
  if (bursts_.empty()) halting_ = running_ = false;
  return drained;
}

void DmaEngine::probe(Signals& signals) const {
  const auto most = static_cast<std::uint64_t>(config_.outstanding_bursts);
  signals.add<&DmaEngine::running_, &DmaEngine::bursts_under_way>(
      *this, Moment::begin, {flag("running"), number("bursts", most)});
}

}  // namespace drnn
