#pragma once

#include <cstdint>
#include <vector>

#include "model/config/parameters.hpp"
#include "model/estimate/event_ring.hpp"
#include "model/estimate/memory_times.hpp"

namespace drnn {

/// When output words leave the output FIFO and reach the memory: the contracts of StreamFifo and
/// WriteDma, burst by burst, with links and a DRAM that take bursts one after another, and a queue
/// before the DRAM.
class OutputTiming {
 public:
  OutputTiming(const Parameters& parameters, const MemoryTimes& memory, std::uint64_t step_words);

  /// A transfer of so many words.
  void begin(std::uint64_t words);

  /// The first cycle at whose start the FIFO has room for all words up to the one before `word`
  /// (counted over all transfers), those that were pushed before it included.
  EstimatedCycles room(std::uint64_t word);
  /// Words enter the FIFO; they can be taken from cycle `visible` on.
  void push(int words, EstimatedCycles visible);

  /// The cycle in which the last word so far left the FIFO.
  EstimatedCycles accepted() const { return accepted_at_; }
  /// The cycle in which the response to the transfer's last burst is seen; all of it was pushed.
  EstimatedCycles done() const { return retired_; }

 private:
  struct Accepted {
    std::uint64_t words;
    EstimatedCycles cycle;
  };

  std::uint64_t next_beat() const;
  void accept(std::uint64_t words, EstimatedCycles visible);
  EstimatedCycles buffer_room(std::uint64_t word);
  void depart(EstimatedCycles first_accepted);
  EstimatedCycles gap(std::size_t port);
  EstimatedCycles response(std::size_t port, EstimatedCycles beats_end, std::uint64_t words);

  const std::uint64_t beat_words_, burst_words_, fifo_words_, step_words_;
  const std::size_t ports_, outstanding_, port_outstanding_;
  const std::uint64_t port_words_;
  const EstimatedCycles latency_, write_cycles_;
  const std::int64_t gap_tenths_, period_fs_, link_word_fs_, dram_word_fs_, queued_fs_;

  std::uint64_t pushed_ = 0, accepted_ = 0;  ///< words over all transfers
  EstimatedCycles accepted_at_ = 0;
  std::uint64_t step_left_;               ///< words
  EventRing<Accepted> history_;           ///< beats, as far back as room() may ask
  std::uint64_t beats_ = 0, oldest_ = 0;  ///< accepted; the first that room() may ask for

  std::uint64_t transfer_begin_ = 0, transfer_end_ = 0;
  std::uint64_t departed_ = 0;                         ///< words
  std::uint64_t bursts_ = 0;                           ///< departed in this transfer
  EstimatedCycles burst_begun_ = 0;                    ///< its first word was accepted
  EventRing<EstimatedCycles> departures_, responses_;  ///< of bursts
  std::uint64_t awaited_ = 0,
                awaited_end_ = 0;  ///< the burst whose room is needed next; its words' end
  std::vector<EstimatedCycles> port_free_;
  std::vector<std::int64_t> gap_rest_;
  EstimatedCycles retired_ = 0;
  std::vector<std::int64_t> link_free_fs_;
  std::int64_t dram_free_fs_ = 0;
};

}  // namespace drnn
