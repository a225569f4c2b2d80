#include "tlm/burst_queue.hpp"

#include <utility>

namespace drnn {

BurstQueue::BurstQueue(ClockedBlock& engine, const BurstShape& shape,
                       std::vector<MemoryPort*> ports, int limit)
    : ports_(std::move(ports)),
      free_at_(ports_.size(), 0),
      bursts_(static_cast<std::size_t>(limit)) {
  for (MemoryPort* port : ports_) port->serve(engine);
  for (std::size_t i = 0; i < bursts_.capacity(); ++i)
    bursts_.push().data.reserve(shape.burst_bytes());
  bursts_.clear();
}

Burst& BurstQueue::open(const BurstSplitter& splitter, bool write) {
  Burst& burst = bursts_.push();
  burst.write = write;
  burst.address = splitter.address();
  burst.data.resize(splitter.next_bytes());
  burst.ready = kNever;
  burst.awaited = true;
  burst.response = BurstResponse::okay;
  return burst;
}

void BurstQueue::send(Cycle free_at) {
  ports_[turn_]->issue(bursts_.back());
  free_at_[turn_] = free_at;
  turn_ = (turn_ + 1) % ports_.size();
}

}  // namespace drnn
