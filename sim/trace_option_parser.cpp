#include "sim/trace_option_parser.hpp"

#include <charconv>

#include "model/config/errors.hpp"
#include "sim/option_parser.hpp"

namespace drnn {

namespace {

namespace po = boost::program_options;

/// An integer from 0 on.
std::optional<std::uint64_t> count_of(const po::variables_map& values, const char* name) {
  const auto text = text_of(values, name);
  if (!text) return std::nullopt;
  std::uint64_t value = 0;
  const char* end = text->data() + text->size();
  const auto [last, error] = std::from_chars(text->data(), end, value);
  if (error != std::errc() || last != end || value >> 63 != 0)
    throw InputError("--" + std::string(name) + ": '" + *text + "' must be an integer from 0 on");
  return value;
}

void check_needs(const po::variables_map& values, const char* name, bool met, const char* needed) {
  if (values.count(name) > 0 && !met)
    throw InputError("--" + std::string(name) + " needs " + needed);
}

void check(const po::variables_map& values, const TraceOptions& options) {
  for (const char* name : {"vcd-from", "vcd-to", "vcd-step", "vcd-trigger"})
    check_needs(values, name, options.any(), "--vcd or --timeline");
  for (const char* name : {"vcd-scope", "vcd-writer"})
    check_needs(values, name, options.vcd.has_value(), "--vcd");
  refuse_together(values, "vcd-step", {"vcd-from", "vcd-to"});
  if (options.from && options.to && *options.from > *options.to)
    throw InputError("--vcd-from: " + std::to_string(*options.from) + " is behind --vcd-to, " +
                     std::to_string(*options.to));
  for (const auto& [file, name] :
       {std::pair(options.vcd, "--vcd"), std::pair(options.timeline, "--timeline")})
    if (file == "-" || file == "")
      throw InputError(std::string(name) + ": '" + *file + "' is no file");
}

}  // namespace

void add_window_options(po::options_description& options) {
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  options.add_options()("vcd-from", text("CYCLE"),
                        "waveform and timeline begin at this cycle, counted from 0 at the start "
                        "of the simulation, the load included")("vcd-to", text("CYCLE"),
                                                                "they end with this cycle")(
      "vcd-step", text("N"), "they show the cycles of this time step, counted from 0")(
      "vcd-trigger", text("EVENT"),
      "they begin when this first holds: a state or flag of a block, as fifo_full or "
      "delta_unit.fifo_full")(
      "vcd-scope", text("NAME[,NAME...]"),
      "the waveform shows the signals and scopes of these names; * and ? are wildcards; '*' shows "
      "everything, the lanes of the MAC channels included")(
      "vcd-writer", text("own|systemc"), "who writes the waveform; systemc is a slow cross-check");
}

TraceOptions trace_options(const po::variables_map& values) {
  TraceOptions options;
  options.vcd = text_of(values, "vcd");
  options.timeline = text_of(values, "timeline");
  options.from = count_of(values, "vcd-from");
  options.to = count_of(values, "vcd-to");
  options.step = count_of(values, "vcd-step");
  options.trigger = text_of(values, "vcd-trigger");
  if (const auto scopes = text_of(values, "vcd-scope"))
    options.scopes = split_list(*scopes, "--vcd-scope");
  if (chosen(values, "vcd-writer", {"own", "systemc"}, "own") == "systemc")
    options.writer = TraceOptions::Writer::systemc;
  check(values, options);
  return options;
}

}  // namespace drnn
