#include "tests/ddr/reference_controller.hpp"

#include <algorithm>

namespace drnn::test {

ReferenceController::ReferenceController(const DdrConfig& config)
    : config_(config),
      address_(config.device, config.mapping),
      rules_(config.device.name),
      banks_(config.device.banks) {}

bool ReferenceController::room(bool write) const {
  return (write ? writes_ : reads_).size() < static_cast<std::size_t>(config_.transaction_queue);
}

std::size_t ReferenceController::queued() const {
  std::size_t count = reads_.size() + writes_.size();
  for (const Bank& bank : banks_) count += bank.queue.size();
  return count;
}

void ReferenceController::enqueue(std::uint64_t address, bool write, std::uint64_t tag) {
  address = address_.burst_start(address);
  const auto same = [&](const Burst& b) { return b.write && b.address == address; };
  bool forwarded = !write && std::any_of(writes_.begin(), writes_.end(), same);
  for (const Bank& bank : banks_)
    forwarded |= !write && std::any_of(bank.queue.begin(), bank.queue.end(), same);
  if (forwarded) {
    ++forwarded_;
    ends_[tag] = now_ + 1;
    return;
  }
  (write ? writes_ : reads_)
      .push_back({address, write, tag, address_.locate(address), order_++, 0});
}

void ReferenceController::tick() {
  if (now_ >= (refreshes_ + 1) * rules_.refresh_interval()) {
    refresh();
  } else {
    command();
  }
  move();
  const auto book = [&](const Queue& queue) {
    for (const Burst& b : queue) ++(b.write ? write_clocks_ : read_clocks_);
  };
  book(reads_);
  book(writes_);
  for (const Bank& bank : banks_) book(bank.queue);
  ++now_;
}

bool ReferenceController::any_open() const {
  return std::any_of(banks_.begin(), banks_.end(), [](const Bank& b) { return b.row.has_value(); });
}

bool ReferenceController::allowed(const DdrIssued& command) const {
  return rules_.earliest(commands_, command) <= now_;
}

void ReferenceController::issue(const DdrIssued& c) {
  commands_.push_back(c);
  Bank& bank = banks_[c.bank];
  if (is_column(c)) ++bank.served;
  if (c.command == DdrCommand::activate) {
    bank.row = c.row;
    bank.served = 0;
  }
  if (c.command == DdrCommand::precharge || c.close) bank.row.reset();
}

void ReferenceController::refresh() {
  for (std::uint32_t bank = 0; bank < banks_.size(); ++bank) {
    const DdrIssued close{DdrCommand::precharge, bank, 0, now_, false};
    if (banks_[bank].row && allowed(close)) return issue(close);
  }
  const DdrIssued command{DdrCommand::refresh, 0, 0, now_, false};
  if (any_open() || !allowed(command)) return;
  issue(command);
  ++refreshes_;
}

ReferenceController::Offer ReferenceController::needed_by_first(std::uint32_t number) const {
  const Bank& bank = banks_[number];
  const Burst& burst = bank.queue[0];
  const auto hits = [&](const Burst& b) { return b.location.row == burst.location.row; };
  if (!bank.row) return {{DdrCommand::activate, number, burst.location.row, now_, false}, 0};
  if (*bank.row != burst.location.row) return {{DdrCommand::precharge, number, 0, now_, false}, 0};
  const bool close =
      !config_.open_page && std::count_if(bank.queue.begin(), bank.queue.end(), hits) == 1;
  return {{burst.write ? DdrCommand::write : DdrCommand::read, number, *bank.row, now_, close}, 0};
}

std::optional<ReferenceController::Offer> ReferenceController::offer(std::uint32_t number) const {
  const Bank& bank = banks_[number];
  if (bank.queue.empty()) return std::nullopt;
  const Offer first = needed_by_first(number);
  const bool aged = bank.queue[0].moved + static_cast<DdrClock>(config_.age_limit) <= now_;
  if (aged || !bank.row || is_column(first.issued)) return first;
  const auto hits = [&](const Burst& b) { return b.location.row == *bank.row; };
  const auto hit = std::find_if(bank.queue.begin(), bank.queue.end(), hits);
  if (hit == bank.queue.end()) return first;
  if (bank.served >= config_.row_hit_limit && allowed(first.issued)) return first;
  const bool close =
      !config_.open_page && std::count_if(bank.queue.begin(), bank.queue.end(), hits) == 1;
  return Offer{{hit->write ? DdrCommand::write : DdrCommand::read, number, *bank.row, now_, close},
               static_cast<std::size_t>(hit - bank.queue.begin())};
}

bool ReferenceController::better(const Offer& a, const Offer& b) const {
  if (is_column(a.issued) != is_column(b.issued)) return is_column(a.issued);
  if (is_column(a.issued)) return turn(a.issued.bank) < turn(b.issued.bank);
  return banks_[a.issued.bank].queue[a.index].order < banks_[b.issued.bank].queue[b.index].order;
}

/// 0 for the bank after the one that had the last read or write.
std::size_t ReferenceController::turn(std::uint32_t bank) const {
  std::size_t last = 0;
  for (const DdrIssued& c : commands_)
    if (is_column(c)) last = c.bank;
  return (bank + banks_.size() - last - 1) % banks_.size();
}

void ReferenceController::command() {
  std::optional<Offer> best;
  for (std::uint32_t bank = 0; bank < banks_.size(); ++bank) {
    const auto offered = offer(bank);
    if (offered && allowed(offered->issued) && (!best || better(*offered, *best))) best = offered;
  }
  if (!best) return;
  if (is_column(best->issued)) return transfer(*best);
  issue(best->issued);
}

void ReferenceController::transfer(const Offer& offer) {
  Bank& bank = banks_[offer.issued.bank];
  const Burst burst = bank.queue[offer.index];
  bank.queue.erase(bank.queue.begin() + static_cast<std::ptrdiff_t>(offer.index));
  if (bank.served > 0) ++row_hits_;
  if (last_write_ && *last_write_ != burst.write) ++turnarounds_;
  last_write_ = burst.write;
  issue(offer.issued);
  ends_[burst.tag] = now_ + rules_.data_begin(burst.write) + JedecRules::kBurst;
}

bool ReferenceController::banks_empty() const {
  return std::all_of(banks_.begin(), banks_.end(), [](const Bank& b) { return b.queue.empty(); });
}

void ReferenceController::move() {
  const auto capacity = static_cast<std::size_t>(config_.transaction_queue);
  std::size_t draining = draining_;
  const bool owed = !reads_.empty() && reads_.front().order < reads_first_;
  if (draining == 0 && !owed &&
      (!room(true) || (banks_empty() && (reads_.empty() || 4 * writes_.size() > capacity))))
    draining = writes_.size();
  if (draining > 0 && move_from(writes_)) {
    draining_ = draining - 1;
    if (draining_ == 0) reads_first_ = order_;
    return;
  }
  const bool blocked = std::any_of(writes_.begin(), writes_.end(),
                                   [&](const Burst& write) { return read_waits(write); });
  if ((draining == 0 || blocked) && move_from(reads_)) draining_ = 0;
}

bool ReferenceController::move_from(Queue& queue) {
  for (auto burst = queue.begin(); burst != queue.end(); ++burst) {
    Queue& bank = banks_[burst->location.bank].queue;
    if (bank.size() >= static_cast<std::size_t>(config_.bank_queue)) continue;
    if (burst->write && read_waits(*burst)) continue;
    bank.push_back(*burst);
    bank.back().moved = now_;
    queue.erase(burst);
    return true;
  }
  return false;
}

bool ReferenceController::read_waits(const Burst& write) const {
  const auto same = [&](const Burst& b) { return !b.write && b.address == write.address; };
  const Queue& bank = banks_[write.location.bank].queue;
  return std::any_of(reads_.begin(), reads_.end(), same) ||
         std::any_of(bank.begin(), bank.end(), same);
}

}  // namespace drnn::test
