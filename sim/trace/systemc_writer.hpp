#pragma once

#include <filesystem>
#include <ostream>
#include <systemc>
#include <vector>

#include "model/trace/signal_table.hpp"
#include "sim/trace/trace_consumer.hpp"

namespace drnn {

/// Lets SystemC write the waveform, as a cross-check of VcdWriter. Its file begins with the
/// simulation and shows zeros until the window opens, because SystemC's trace files cannot be
/// windowed: what is traced are copies of the signals. It lacks the changes of the last cycle in
/// which the kernel runs, because the kernel writes them when time moves on. It is much slower.
class SystemcWriter : public TraceConsumer {
 public:
  /// beside: the file's final name; SystemC writes beside it. Made before the simulation starts.
  SystemcWriter(const std::filesystem::path& beside, const SignalTable& table,
                const std::vector<std::size_t>& shown);
  ~SystemcWriter() override;
  SystemcWriter(const SystemcWriter&) = delete;
  SystemcWriter& operator=(const SystemcWriter&) = delete;

  void open(Cycle now) override { cycle(now); }
  void cycle(Cycle now) override;
  void close(Cycle) override {}

  /// Ends SystemC's file and copies it.
  void finish(std::ostream& out);

 private:
  void end_file();

  const SignalTable& table_;
  const std::vector<std::size_t> shown_;
  std::filesystem::path partial_;
  sc_core::sc_trace_file* file_ = nullptr;
  std::vector<sc_dt::uint64> copies_;
};

}  // namespace drnn
