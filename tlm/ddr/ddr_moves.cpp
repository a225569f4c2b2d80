#include "tlm/ddr/ddr_controller.hpp"

// From the transaction queues of DdrController to those of the banks.

namespace drnn {

std::size_t DdrController::draining() const {
  if (draining_ > 0 || writes_.empty()) return draining_;
  if (!reads_.empty() && reads_[0].sequence < reads_first_) return 0;
  const auto capacity = static_cast<std::size_t>(config_.transaction_queue);
  const bool idle = in_banks_ == 0 && (reads_.empty() || writes_.size() > capacity / 4);
  return writes_.full() || idle ? writes_.size() : 0;
}

DdrController::Move DdrController::next_move() const {
  const std::size_t writes = draining();
  if (writes == 0) return {movable(reads_), 0};
  const std::size_t index = movable(writes_);
  if (index != kNone || !writes_.any([&](const DdrBurst& w) { return reads_before(w); }))
    return {index, writes};
  return {movable(reads_), 0};  // a write waits for a read, which must be let through
}

bool DdrController::move(DdrClock now) {
  const Move next = next_move();
  if (next.index == kNone) return false;
  DdrBurst& burst = (next.writes > 0 ? writes_ : reads_).take(next.index);
  draining_ = next.writes > 0 ? next.writes - 1 : 0;
  if (next.writes == 1) reads_first_ = sequence_;
  return enter_bank(burst, now);
}

bool DdrController::enter_bank(DdrBurst& burst, DdrClock now) {
  const std::uint32_t bank = burst.location.bank;
  Bank& b = banks_[bank];
  burst.moved = now;
  b.queue.push(burst);
  ++in_banks_;
  // An activate, read or write is for the sake of a burst that came before this one.
  if (b.queue.size() > 1 && b.wish.command != DdrCommand::precharge) return false;
  update_wish(bank);
  return true;
}

std::size_t DdrController::movable(const DdrQueue& queue) const {
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const DdrBurst& burst = queue[i];
    if (!banks_[burst.location.bank].queue.full() && !(burst.write && reads_before(burst)))
      return i;
  }
  return kNone;
}

bool DdrController::reads_before(const DdrBurst& write) const {
  if (!pending_reads_.maybe(write.address)) return false;
  const auto is_it = [&](const DdrBurst& b) { return !b.write && b.address == write.address; };
  return reads_.any(is_it) || banks_[write.location.bank].queue.any(is_it);
}

bool DdrController::write_waits(std::uint64_t address) const {
  if (!pending_writes_.maybe(address)) return false;
  const auto is_it = [&](const DdrBurst& b) { return b.write && b.address == address; };
  return writes_.any(is_it) || banks_[address_.locate(address).bank].queue.any(is_it);
}

}  // namespace drnn
