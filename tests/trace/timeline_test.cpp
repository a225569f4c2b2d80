#include <catch2/catch.hpp>
#include <sstream>

#include "model/blocks/weight_loader.hpp"
#include "tests/trace/recorded_run.hpp"
#include "tests/trace/timeline_reader.hpp"
#include "tests/trace/vcd_reader.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

std::string recorded_timeline(const TracedCase& c, Engine engine, TraceOptions options = {}) {
  options.timeline = "a.json";
  return recorded(c, engine, options, &Recording::timeline);
}

std::uint64_t period_of(const TracedCase& c) {
  return static_cast<std::uint64_t>(c.parameters.clock.period_ps);
}

/// Slices of a track lie within one another or apart, in order of time, the outer one first.
std::string check_nesting(const std::string& track,
                          const std::vector<TimelineFile::Slice>& slices) {
  std::vector<const TimelineFile::Slice*> around;
  std::uint64_t last = 0;
  for (const TimelineFile::Slice& slice : slices) {
    const std::string where = track + ": " + slice.name + " at " + std::to_string(slice.begin);
    if (slice.begin < last) return where + " is behind a later one";
    if (slice.end <= slice.begin) return where + " is empty";
    last = slice.begin;
    while (!around.empty() && around.back()->end <= slice.begin) around.pop_back();
    if (!around.empty() && slice.end > around.back()->end)
      return where + " ends behind " + around.back()->name + " around it";
    around.push_back(&slice);
  }
  return "";
}

std::string check_cycles(const std::vector<TimelineFile::Slice>& slices, std::uint64_t period) {
  for (const TimelineFile::Slice& slice : slices)
    if (slice.begin != slice.arguments.at("cycle").get<std::uint64_t>() * period ||
        slice.end - slice.begin != slice.arguments.at("cycles").get<std::uint64_t>() * period)
      return slice.name + " at " + std::to_string(slice.begin) + ": " + slice.arguments.dump();
  return "";
}

bool has_slice_at(const TimelineFile& file, int track, std::uint64_t time) {
  const auto& slices = file.slices.at(track);
  return std::any_of(slices.begin(), slices.end(), [&](const TimelineFile::Slice& slice) {
    return slice.begin < time && time < slice.end;
  });
}

/// Each arrow has a begin, a middle and an end, each within a slice, and goes forward in time.
std::string check_flows(const TimelineFile& file) {
  for (const auto& [id, points] : file.flows) {
    const std::string flow = "flow " + std::to_string(id);
    if (points.size() != 3) return flow + " has " + std::to_string(points.size()) + " points";
    const std::string phases{points[0].phase, points[1].phase, points[2].phase};
    if (phases != "stf" || !points[2].binds_enclosing) return flow + " is " + phases;
    if (points[0].time >= points[1].time || points[1].time >= points[2].time)
      return flow + " goes back in time";
    for (const TimelineFile::FlowPoint& point : points)
      if (!has_slice_at(file, point.track, point.time)) return flow + " is bound to no slice";
  }
  return "";
}

std::string check_counters(const TimelineFile& file) {
  for (const auto& [name, counts] : file.counters)
    for (std::size_t i = 1; i < counts.size(); ++i)
      if (counts[i].time <= counts[i - 1].time) return name + " goes back in time";
  return "";
}

std::string check_format(const TimelineFile& file, std::uint64_t period) {
  for (const auto& [track, slices] : file.slices) {
    for (const std::string& fault :
         {check_nesting(file.names.at(track), slices), check_cycles(slices, period)})
      if (!fault.empty()) return fault;
  }
  const std::string flows = check_flows(file);
  return flows.empty() ? check_counters(file) : flows;
}

std::uint64_t count_slices(const std::vector<TimelineFile::Slice>& slices,
                           const std::string& prefix) {
  return static_cast<std::uint64_t>(std::count_if(
      slices.begin(), slices.end(),
      [&](const TimelineFile::Slice& slice) { return slice.name.rfind(prefix, 0) == 0; }));
}

/// The whole run's slices against what the statistics count of it.
std::string compare_counts(const TracedCase& c, const Recording& recording) {
  const TimelineFile file(recording.timeline);
  const RunStatistics& s = recording.statistics;
  const bool edge = c.parameters.accelerator.kind == AcceleratorKind::edgedrnn;
  const auto& columns = file.slices_of(edge ? "processing_controller" : "mxv_unit");
  std::ostringstream fault;
  const auto equal = [&](std::uint64_t shown, std::uint64_t counted, const char* what) {
    if (shown != counted) fault << what << ": " << shown << " shown, " << counted << " counted\n";
  };
  const std::uint64_t issued = s.columns_issued + s.bias_columns_issued;
  equal(count_slices(columns, "column"), issued, "columns");
  equal(file.flows.size(), issued, "flows");
  const std::uint64_t tasks = s.steps * c.network.layers.size();
  if (edge) {
    equal(count_slices(columns, "ACT layer"), tasks, "activations");
  } else {
    equal(count_slices(file.slices_of("activation_pipeline"), "step "), tasks, "activated tasks");
  }
  return fault.str();
}

/// Bytes of the bursts of ports whose names contain `part`.
std::uint64_t bytes_of_bursts(const TimelineFile& file, const std::string& part) {
  std::uint64_t sum = 0;
  for (const auto& [track, slices] : file.slices) {
    if (file.names.at(track).find(part) == std::string::npos) continue;
    for (const TimelineFile::Slice& slice : slices)
      sum += slice.arguments.at("bytes").get<std::uint64_t>();
  }
  return sum;
}

constexpr int kChunks = 6, kSeedsOfChunk = 5;

}  // namespace

TEST_CASE("a timeline keeps to the format and is the same in both engines", "[trace]") {
  const int chunk = GENERATE(range(0, kChunks));
  for (int i = 0; i < kSeedsOfChunk; ++i) {
    const auto seed = static_cast<std::uint64_t>(chunk * kSeedsOfChunk + i + 1);
    const TracedCase c = random_traced_case(seed);
    INFO(c.description);
    TraceOptions options;
    options.from = 40 * (seed % 5);
    const std::string fast = recorded_timeline(c, Engine::fast, options);
    CHECK(check_format(TimelineFile(fast), period_of(c)) == "");
    CHECK(fast == recorded_timeline(c, Engine::stepped, options));
  }
}

TEST_CASE("a windowed timeline keeps to the format and the window", "[trace]") {
  const std::uint64_t seed = GENERATE(range(1, 9));
  const TracedCase c = random_traced_case(seed);
  INFO(c.description);
  TraceOptions options;
  options.from = 500 + 10 * seed;
  options.to = 900 + 30 * seed;
  const std::string fast = recorded_timeline(c, Engine::fast, options);
  const TimelineFile file(fast);
  CHECK(check_format(file, period_of(c)) == "");
  CHECK_FALSE(file.slices.empty());
  for (const auto& [track, slices] : file.slices) {
    CHECK(slices.front().begin >= *options.from * period_of(c));
    CHECK(slices.back().end <= (*options.to + 1) * period_of(c));
  }
  for (const auto& entry : file.counters) {
    CHECK(entry.second.front().time >= *options.from * period_of(c));
    CHECK(entry.second.back().time <= *options.to * period_of(c));
  }
  CHECK(fast == recorded_timeline(c, Engine::stepped, options));
}

TEST_CASE("a timeline shows every column, delta and task of the run", "[trace]") {
  const std::uint64_t seed = GENERATE(range(1, 25));
  TracedCase c = random_traced_case(seed);
  // Without skip EdgeDRNN fetches the bias column of a step that does not come.
  if (c.parameters.accelerator.kind == AcceleratorKind::edgedrnn) c.settings.skip = true;
  INFO(c.description);
  CHECK(in_child([&] {
          TraceOptions options;
          options.timeline = "a.json";
          return compare_counts(c, record(c, Engine::fast, options));
        }) == "");
}

TEST_CASE("a timeline shows every byte of the bursts", "[trace]") {
  const std::uint64_t seed = GENERATE(range(1, 9));
  const TracedCase c = random_traced_case(2 * seed);  // EdgeDRNN reads its weights in the run
  INFO(c.description);
  CHECK(in_child([&]() -> std::string {
          TraceOptions options;
          options.timeline = "a.json";
          const Recording recording = record(c, Engine::fast, options);
          const TimelineFile file(recording.timeline);
          const std::uint64_t image = load_image(c.network).size() * sizeof(std::int16_t);
          const RunStatistics& s = recording.statistics;
          const std::uint64_t read = bytes_of_bursts(file, "read_port");
          const std::uint64_t written = bytes_of_bursts(file, "write_port");
          if (read != s.ddr_read_bytes + image) return "read " + std::to_string(read);
          return written == s.ddr_written_bytes ? "" : "written " + std::to_string(written);
        }) == "");
}

TEST_CASE("a counter shows what the waveform shows", "[trace]") {
  const std::uint64_t seed = GENERATE(range(1, 7));
  const TracedCase c = random_traced_case(seed);
  INFO(c.description);
  const TimelineFile file(recorded_timeline(c, Engine::fast));
  const VcdFile vcd(recorded_vcd(c, Engine::fast));
  for (const char* fifo : {"input_fifo", "output_fifo"}) {
    VcdFile::Changes counted;
    for (const TimelineFile::Count& count : file.counters.at(std::string(fifo) + " level"))
      counted[count.time] = count.value;
    CHECK(counted == vcd.of("drnn.accelerator." + std::string(fifo) + ".level"));
  }
}

TEST_CASE("microseconds are written exactly", "[trace]") {
  CHECK(microseconds(0) == "0.000000");
  CHECK(microseconds(1) == "0.000001");
  CHECK(microseconds(8000) == "0.008000");
  CHECK(microseconds(999999) == "0.999999");
  CHECK(microseconds(1000000) == "1.000000");
  CHECK(microseconds(18446744073709551615u) == "18446744073709.551615");
}

TEST_CASE("slices nest as their keys do and are written outermost first", "[trace]") {
  std::ostringstream out;
  TraceEventWriter writer(out, 1000000);
  SliceStack stack(writer, 7);
  const auto label = [](std::size_t level) {
    return SliceStack::Label{"level" + std::to_string(level), {}};
  };
  constexpr std::uint64_t none = SliceStack::kNone;
  writer.track(7, "t");
  CHECK(stack.update(1, {5, 1, none}, label));
  CHECK_FALSE(stack.update(2, {5, 1, none}, label));
  CHECK(stack.update(3, {5, 1, 9}, label));
  CHECK(stack.update(4, {5, 2, 9}, label));
  CHECK(stack.update(6, {none, 2, none}, label));
  stack.close(8);
  writer.end();
  const TimelineFile file(out.str());
  std::string text;
  for (const TimelineFile::Slice& slice : file.slices.at(7))
    text += slice.name + " " + std::to_string(slice.begin / 1000000) + "-" +
            std::to_string(slice.end / 1000000) + ", ";
  CHECK(text == "level0 1-6, level1 1-4, level2 3-4, level1 4-6, level2 4-6, level1 6-8, ");
}
