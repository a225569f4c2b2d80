#pragma once

#include <array>
#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "model/trace/signal_table.hpp"
#include "sim/trace/trace_consumer.hpp"

namespace drnn {

/// Writes signals as a value change dump (IEEE 1364): scopes as declared, a unit of 1 ps, cycle n
/// at n periods, and of each cycle only the values that differ from the cycle before. Identifier
/// codes are as short as can be, leading zeros are left out, and text is gathered in a big buffer.
/// Values are those of the whole cycle that begins at the time. The same signals give the same
/// bytes: there is no date.
class VcdWriter : public TraceConsumer {
 public:
  /// shown: indices in the table. Writes the declarations.
  VcdWriter(std::ostream& out, const SignalTable& table, const std::vector<std::size_t>& shown,
            std::uint64_t period_ps);

  void open(Cycle now) override;
  void cycle(Cycle now) override;
  /// Where the run has ended, the last time is one cycle after the last change.
  void close(Cycle end) override;

 private:
  struct Shown {
    std::uint64_t value;  ///< as last written
    std::size_t index;    ///< in the table
    /// What follows a value: the blank of a vector, the identifier code, the end of the line.
    std::array<char, 8> tail;
    std::uint8_t tail_size;
    bool is_vector;
  };

  void declare(std::size_t index);
  void put(const std::string& text);
  void put_time(Cycle cycle);
  void put_value(const Shown& signal);
  void flush();

  std::ostream& out_;
  const SignalTable& table_;
  const std::uint64_t period_ps_;
  std::vector<Shown> shown_;  ///< in the order of their declarations
  std::vector<char> buffer_;
  char* at_;
  char* full_;      ///< from here on the buffer is written before more is put in
  Cycle last_ = 0;  ///< the cycle written last
};

}  // namespace drnn
