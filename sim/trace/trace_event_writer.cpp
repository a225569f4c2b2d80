#include "sim/trace/trace_event_writer.hpp"

#include "sim/trace/names.hpp"

namespace drnn {

namespace {

constexpr std::uint64_t kPsPerUs = 1000000;
constexpr const char* kProcess = "\"pid\":1";

std::string thread(int track) {
  return std::string(kProcess) + ",\"tid\":" + std::to_string(track);
}

}  // namespace

std::string microseconds(std::uint64_t ps) {
  const std::string fraction = std::to_string(kPsPerUs + ps % kPsPerUs);
  return std::to_string(ps / kPsPerUs) + "." + fraction.substr(1);
}

TraceEventWriter::TraceEventWriter(std::ostream& out, std::uint64_t period_ps)
    : out_(out), period_ps_(period_ps) {
  out_ << "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n";
  metadata("process_name", 0, "\"name\":\"drnn\"");
}

void TraceEventWriter::event(const std::string& fields) {
  out_ << (first_ ? "{" : ",\n{") << fields << "}";
  first_ = false;
}

void TraceEventWriter::metadata(const std::string& name, int track, const std::string& argument) {
  event("\"name\":" + quoted(name) + ",\"ph\":\"M\"," + thread(track) + ",\"args\":{" + argument +
        "}");
}

void TraceEventWriter::track(int number, const std::string& name) {
  metadata("thread_name", number, "\"name\":" + quoted(name));
  metadata("thread_sort_index", number, "\"sort_index\":" + std::to_string(number));
}

void TraceEventWriter::slice(int track, const std::string& name, Cycle begin, Cycle end,
                             const Arguments& arguments) {
  std::string text = "\"name\":" + quoted(name) + ",\"ph\":\"X\"," + thread(track) +
                     ",\"ts\":" + microseconds(begin * period_ps_) +
                     ",\"dur\":" + microseconds((end - begin) * period_ps_) +
                     ",\"args\":{\"cycle\":" + std::to_string(begin) +
                     ",\"cycles\":" + std::to_string(end - begin);
  for (const auto& [key, value] : arguments) text += "," + quoted(key) + ":" + value;
  event(text + "}");
}

void TraceEventWriter::counter(const std::string& name, const std::string& unit, Cycle cycle,
                               std::uint64_t value) {
  event("\"name\":" + quoted(name) + ",\"ph\":\"C\"," + kProcess +
        ",\"ts\":" + microseconds(cycle * period_ps_) + ",\"args\":{" + quoted(unit) + ":" +
        std::to_string(value) + "}");
}

void TraceEventWriter::flow(Flow phase, std::uint64_t id, int track, Cycle cycle) {
  event("\"name\":\"delta\",\"cat\":\"delta\",\"ph\":\"" +
        std::string(1, static_cast<char>(phase)) + "\"," +
        (phase == Flow::finish ? "\"bp\":\"e\"," : "") + "\"id\":" + std::to_string(id) + "," +
        thread(track) + ",\"ts\":" + microseconds(cycle * period_ps_ + period_ps_ / 2));
}

void TraceEventWriter::end() {
  out_ << "\n]}\n";
}

}  // namespace drnn
