#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "tests/ddr/jedec_rules.hpp"
#include "tlm/ddr/ddr_controller.hpp"

namespace drnn::test {

/// The contract of DdrController, clock by clock, as plainly as it can be said: no filters, nothing
/// remembered that can be searched for, every constraint looked up in the past commands. Slow.
class ReferenceController {
 public:
  explicit ReferenceController(const DdrConfig& config);

  bool room(bool write) const;
  /// In the current clock, before tick().
  void enqueue(std::uint64_t address, bool write, std::uint64_t tag);
  /// Executes the current clock.
  void tick();

  DdrClock now() const { return now_; }
  std::size_t queued() const;
  const std::vector<DdrIssued>& commands() const { return commands_; }
  /// Of each burst that ended, by tag.
  const std::map<std::uint64_t, DdrClock>& ends() const { return ends_; }
  /// Bursts in all queues, summed over the clocks.
  std::uint64_t queue_clocks(bool write) const { return write ? write_clocks_ : read_clocks_; }
  std::uint64_t forwarded() const { return forwarded_; }
  std::uint64_t row_hits() const { return row_hits_; }
  std::uint64_t turnarounds() const { return turnarounds_; }

 private:
  struct Burst {
    std::uint64_t address;
    bool write;
    std::uint64_t tag;
    DdrLocation location;
    std::uint64_t order;
    DdrClock moved = 0;
  };
  using Queue = std::deque<Burst>;
  struct Bank {
    Queue queue;
    std::optional<std::uint32_t> row;
    int served = 0;
  };
  struct Offer {
    DdrIssued issued;
    std::size_t index;  ///< in the bank's queue
  };

  bool any_open() const;
  bool allowed(const DdrIssued& command) const;
  void issue(const DdrIssued& command);
  void refresh();
  std::optional<Offer> offer(std::uint32_t bank) const;
  Offer needed_by_first(std::uint32_t bank) const;
  bool better(const Offer& a, const Offer& b) const;
  std::size_t turn(std::uint32_t bank) const;
  void command();
  void transfer(const Offer& offer);
  void move();
  bool move_from(Queue& queue);
  bool read_waits(const Burst& write) const;
  bool banks_empty() const;

  const DdrConfig config_;
  const DdrAddress address_;
  const JedecRules rules_;
  DdrClock now_ = 0;
  DdrClock refreshes_ = 0;
  Queue reads_, writes_;
  std::vector<Bank> banks_;
  std::size_t draining_ = 0;
  std::uint64_t reads_first_ = 0;  ///< arrivals up to which reads move before the next writes
  std::uint64_t order_ = 0;
  std::vector<DdrIssued> commands_;
  std::map<std::uint64_t, DdrClock> ends_;
  std::uint64_t read_clocks_ = 0, write_clocks_ = 0;
  std::uint64_t forwarded_ = 0, row_hits_ = 0, turnarounds_ = 0;
  std::optional<bool> last_write_;
};

}  // namespace drnn::test
