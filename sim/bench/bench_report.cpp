#include "sim/bench/bench_report.hpp"

#include <fstream>
#include <thread>

#include "sim/report_text.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kMillion = 1e6;
constexpr double kMilliseconds = 1e3;

std::string processor() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);)
    if (line.compare(0, 10, "model name") == 0 && line.find(": ") != std::string::npos)
      return line.substr(line.find(": ") + 2);
  return "unknown processor";
}

/// aim: null where there is none beyond what must be.
Json goal(const char* what, const char* unit, double value, double must, const Json& aim,
          bool more_is_better) {
  const auto reaches = [&](double limit) {
    return more_is_better ? value >= limit : value <= limit;
  };
  return {{"what", what},
          {"value", value},
          {"unit", unit},
          {"must", must},
          {"aim", aim},
          {"met", !aim.is_null() && reaches(aim) ? "aim" : reaches(must) ? "must" : "no"}};
}

double number(const Json& object, const char* name) {
  return object.at(name).get<double>();
}

}  // namespace

Json bench_machine() {
  return {{"processor", processor()}, {"processors", std::thread::hardware_concurrency()}};
}

Json bench_goals(const Json& measured) {
  const Json& drnn = measured.at("drnn");
  const Json& edge = measured.at("edgedrnn");
  const Json& sweeps = measured.at("sweeps");
  const double cycles_per_s = number(drnn, "cycles_per_s");
  return Json::array(
      {goal("DRNN: cycles a second / columns a second of the native loop", "",
            cycles_per_s / number(drnn, "native_columns_per_s"), 0.5, 1.5, true),
       goal("DRNN: simulated cycles", "M/s", cycles_per_s / kMillion, 10, 25, true),
       goal("EdgeDRNN with ideal weight server: simulated cycles", "M/s",
            number(edge, "cycles_per_s") / kMillion, 6, 15, true),
       goal("DRNN with DDR3 and HP ports / with ideal memory: time a cycle", "",
            number(drnn, "ideal_memory_cycles_per_s") / cycles_per_s, 1.5, 1.1, false),
       goal("DRNN with DDR3 and HP ports / the accelerator alone: time a cycle", "",
            number(drnn, "plain_cycles_per_s") / cycles_per_s, 1.5, 1.1, false),
       goal("EdgeDRNN with DDR3 and HP ports / with ideal memory: time a cycle", "",
            number(edge, "ideal_memory_cycles_per_s") / number(edge, "system_cycles_per_s"), 1.5,
            1.1, false),
       goal("EdgeDRNN with DDR3 and HP ports / ideal weight server: time a cycle", "",
            number(edge, "cycles_per_s") / number(edge, "system_cycles_per_s"), 1.5, 1.1, false),
       goal("memory of a run", "MB", number(measured.at("memory"), "long_mb"), 32, 16, false),
       goal("start to first cycle", "ms", kMilliseconds * number(measured.at("start"), "total_s"),
            20, 10, false),
       goal("sweep of 1000 steps, GRU 16x32: hardware varies, pattern is shared", "points/s",
            number(sweeps, "hardware_points_per_s"), 400, nullptr, true),
       goal("sweep of 1000 steps, GRU 16x32: thresholds vary", "points/s",
            number(sweeps, "thresholds_points_per_s"), 200, nullptr, true)});
}

void print_bench(std::ostream& out, const Json& report) {
  const Json& machine = report.at("machine");
  out << machine.at("processor").get<std::string>() << ", "
      << machine.at("processors").get<unsigned>() << " processors\n\n"
      << text("%-67s %8s %-8s %6s %6s  %s\n", "", "value", "", "must", "aim", "met");
  for (const Json& g : report.at("goals"))
    out << text("%-67s %8.2f %-8s %6g %6s  %s\n", g.at("what").get<std::string>().c_str(),
                number(g, "value"), g.at("unit").get<std::string>().c_str(), number(g, "must"),
                g.at("aim").is_null() ? "-" : text("%g", number(g, "aim")).c_str(),
                g.at("met").get<std::string>().c_str());
  const Json& drnn = report.at("measured").at("drnn");
  const Json& edge = report.at("measured").at("edgedrnn");
  const Json& memory = report.at("measured").at("memory");
  const Json& sweeps = report.at("measured").at("sweeps");
  out << "\n"
      << text("%-67s %8.2f M columns/s\n", "native loop, int16 weights, 64 bit sums, 768 rows",
              number(drnn, "native_columns_per_s") / kMillion)
      << text("%-67s %8.2f M columns/s\n", "native loop, int8 weights, 32 bit sums, 768 rows",
              number(edge, "native_columns_per_s") / kMillion)
      << text("%-67s %8.2f M cycles/s\n", "DRNN with ideal memory",
              number(drnn, "ideal_memory_cycles_per_s") / kMillion)
      << text("%-67s %8.2f M cycles/s\n", "DRNN, the accelerator alone: no memory, DMA and SystemC",
              number(drnn, "plain_cycles_per_s") / kMillion)
      << text("%-67s %8.2f\n", "the same / columns a second of the native loop",
              number(drnn, "plain_cycles_per_s") / number(drnn, "native_columns_per_s"))
      << text("%-67s %8.2f M cycles/s\n",
              "EdgeDRNN, the whole system: DDR3, HP ports, DMA and host",
              number(edge, "system_cycles_per_s") / kMillion)
      << text("%-67s %8.2f M cycles/s\n", "EdgeDRNN, the whole system with ideal memory",
              number(edge, "ideal_memory_cycles_per_s") / kMillion)
      << text("%-67s %8.2f MB\n",
              text("memory of a run of %.0f steps", number(memory, "short_steps")).c_str(),
              number(memory, "short_mb"))
      << text("%-67s %8.2f MB\n",
              text("memory of a run of %.0f steps", number(memory, "long_steps")).c_str(),
              number(memory, "long_mb"))
      << text("%-67s %8.2f points/s\n", "sweep of 1000 steps, GRU 40x256: hardware varies",
              number(sweeps, "large_hardware_points_per_s"))
      << text("%-67s %8.2f points/s\n", "sweep of 1000 steps, GRU 40x256: thresholds vary",
              number(sweeps, "large_thresholds_points_per_s"));
}

}  // namespace drnn
