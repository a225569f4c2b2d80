#include "sim/trace/systemc_writer.hpp"

#include <unistd.h>

#include <fstream>
#include <utility>

#include "model/config/errors.hpp"

namespace drnn {

SystemcWriter::SystemcWriter(const std::filesystem::path& beside, const SignalTable& table,
                             const std::vector<std::size_t>& shown)
    : table_(table), shown_(shown), copies_(shown.size(), 0) {
  const std::string name =
      "." + beside.filename().string() + ".systemc-" + std::to_string(::getpid());
  partial_ = beside.parent_path() / name;
  file_ = sc_core::sc_create_vcd_trace_file(partial_.c_str());
  partial_ += ".vcd";  // as SystemC does
  file_->set_time_unit(1, sc_core::SC_PS);
  for (std::size_t i = 0; i < shown_.size(); ++i) {
    const SignalTable::Entry& entry = table_.entries()[shown_[i]];
    sc_core::sc_trace(file_, copies_[i], entry.full_name(), entry.bits);
  }
}

SystemcWriter::~SystemcWriter() {
  end_file();
  std::error_code ignored;
  std::filesystem::remove(partial_, ignored);
}

void SystemcWriter::end_file() {
  if (file_ != nullptr) sc_core::sc_close_vcd_trace_file(std::exchange(file_, nullptr));
}

void SystemcWriter::cycle(Cycle) {
  for (std::size_t i = 0; i < shown_.size(); ++i) copies_[i] = table_[shown_[i]];
}

void SystemcWriter::finish(std::ostream& out) {
  end_file();
  std::ifstream written(partial_, std::ios::binary);
  if (!written) throw SimulationError("SystemC has written no waveform");
  out << written.rdbuf();
}

}  // namespace drnn
