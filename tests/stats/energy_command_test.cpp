// Energy and resources as `drnn run` gives them.
#include <catch2/catch.hpp>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <sstream>

#include "model/stats/energy_table.hpp"
#include "tests/cli/run_program.hpp"

using namespace drnn;
using namespace drnn::test;
using Catch::Contains;
using Json = nlohmann::ordered_json;

namespace {

const std::string kSmall = "run --synthetic layers=12x20x9,steps=30 ";
const std::string kEdge = "run --preset edgedrnn-minized --synthetic layers=16x32,steps=6 ";

Json statistics(const std::string& arguments) {
  const ProgramResult result = run_drnn(arguments + " --stats -");
  INFO(result.error);
  REQUIRE(result.exit_code == 0);
  return Json::parse(result.out);
}

std::string fault(const std::string& arguments) {
  const ProgramResult result = run_drnn(arguments);
  CHECK(result.exit_code == 2);
  CHECK(result.out.empty());
  return result.error;
}

double sum(const Json& parts) {
  double total = 0;
  for (const Json& part : parts) total += part.get<double>();
  return total;
}

/// A built-in table as a file, with `from` replaced.
std::string changed_table(const TemporaryFolder& folder, const std::string& from,
                          const std::string& to) {
  std::string text(on_chip_energy_files().front().ini);
  text.replace(text.find(from), from.size(), to);
  const auto path = folder.path() / "mine.ini";
  std::ofstream(path) << text;
  return path.string();
}

}  // namespace

TEST_CASE("components and phases of a run add up to its energy", "[energy]") {
  for (const std::string& run : {kSmall, kEdge}) {
    const Json json = statistics(run);
    const Json& energy = json["energy"];
    const double total = energy["total_j"];
    CHECK(sum(energy["by_component"]) == Approx(total).epsilon(1e-12));
    CHECK(sum(energy["by_phase"]) == Approx(total).epsilon(1e-12));
    CHECK(energy["power_w"].get<double>() ==
          Approx(total / json["time_s"].get<double>()).epsilon(1e-12));
    CHECK(energy["gops_per_w"].get<double>() ==
          Approx(json["throughput"]["effective_gops"].get<double>() /
                 energy["power_w"].get<double>()));
    CHECK(energy["step_j"].get<double>() * json["steps"].get<double>() == Approx(total));
    CHECK(energy["power_low_w"] < energy["power_w"]);
    CHECK(energy["power_high_w"] > energy["power_w"]);
  }
}

TEST_CASE("accesses times widths are the bits of the memory statistics", "[energy]") {
  for (const std::string& run : {kSmall, kEdge}) {
    const Json json = statistics(run);
    std::map<std::string, std::uint64_t> bits;
    for (const Json& a : json["energy"]["accesses"])
      bits[a["component"].get<std::string>() + " " + a["operation"].get<std::string>()] +=
          a["count"].get<std::uint64_t>() * a["width_bits"].get<std::uint64_t>();
    const Json& memory = json["memory"];
    CHECK(bits["weight_memory read"] == memory["weight_reads_bits"]);
    CHECK(bits["state_memory read"] == memory["state_reads_bits"]);
    CHECK(bits["state_memory write"] == memory["state_writes_bits"]);
    CHECK(bits["accumulators read"] == memory["accumulator_reads_bits"]);
    CHECK(bits["accumulators write"] == memory["accumulator_writes_bits"]);
    CHECK(bits["output_fifo write"] == 8 * memory["ddr_write_bytes"].get<std::uint64_t>());
  }
}

TEST_CASE("both engines give the same energy and resources, byte for byte", "[energy]") {
  for (const std::string& run : {kSmall, kEdge}) {
    const Json fast = statistics(run), stepped = statistics(run + "--engine stepped");
    CHECK(fast["energy"].dump() == stepped["energy"].dump());
    CHECK(fast["resources"].dump() == stepped["resources"].dump());
  }
}

TEST_CASE("a table of the user's prices the same counts", "[energy]") {
  const TemporaryFolder folder;
  const std::string file = changed_table(folder, "operation = 10 pJ | unconfirmed | 4 to 20 | ",
                                         "operation = 20 pJ | published | - | ");
  const Json built_in = statistics(kSmall)["energy"];
  const Json mine = statistics(kSmall + "--energy-table " + file)["energy"];
  CHECK(mine["table"]["name"] == file);
  CHECK(mine["table"]["entries"]["multiply.operation"]["tag"] == "published");
  CHECK(mine["by_component"]["mac"].get<double>() ==
        Approx(2 * built_in["by_component"]["mac"].get<double>()));
  CHECK(mine["by_component"]["clock"] == built_in["by_component"]["clock"]);
}

TEST_CASE("a table that lacks an entry, or has an unknown one, names file and key", "[energy]") {
  const TemporaryFolder folder;
  std::string file = changed_table(folder, "dsp = ", "dsq = ");
  std::string error = fault(kSmall + "--energy-table " + file);
  CHECK_THAT(error, Contains(file) && Contains("'clock.dsp' is missing") &&
                        Contains("unknown key 'clock.dsq'"));
  CHECK_THAT(fault(kSmall + "--energy-table nothing"),
             Contains("--energy-table nothing") && Contains("horowitz-45nm"));
  CHECK_THAT(fault(kSmall + "--ddr-energy-table fpga-7series"), Contains("ddr3-idd"));
  CHECK_THAT(fault(kSmall + "--ddr-energy-table " + file), Contains("ddr3-1066-4gb-x16.vdd"));
}

TEST_CASE("a constant of the user's replaces one of either table", "[energy]") {
  const Json energy = statistics(kSmall +
                                 "--energy-set static.ps=0.5 "
                                 "--energy-set ddr3-1066-4gb-x16.idd2n=0")["energy"];
  const double time_s = energy["total_j"].get<double>() / energy["power_w"].get<double>();
  CHECK(energy["by_component"]["static_ps"].get<double>() == Approx(0.5 * time_s));
  CHECK(energy["table"]["entries"]["static.ps"]["source"] == "--energy-set");
  CHECK(energy["table"]["entries"]["ddr3-1066-4gb-x16.idd2n"]["value"] == 0);
  for (const char* wrong : {"static.ps", "static.psi=1", "static.ps=-1", "static.ps=a"})
    CHECK_THAT(fault(kSmall + "--energy-set " + wrong), Contains("--energy-set"));
}

TEST_CASE("a calibrated run draws what was measured, and says so", "[energy]") {
  const std::string calibrate = "--energy-calibrate 7.3 ";
  const Json energy = statistics(kSmall + calibrate)["energy"];
  CHECK(energy["power_w"].get<double>() == Approx(7.3));
  CHECK(energy["table"]["calibrated_to_w"] == 7.3);
  CHECK(energy["power_low_w"].is_null());
  CHECK(energy["published"]["within_range"].is_null());
  CHECK_THAT(run_drnn(kSmall + calibrate).out, Contains("CALIBRATED to 7.3 W"));
  // Sensitivities are of the tables as they are.
  CHECK_THAT(run_drnn(kSmall + calibrate + "--energy-report=sensitivity").out,
             Contains("; before the scaling by "));
  CHECK(energy["sensitivity"] == statistics(kSmall)["energy"]["sensitivity"]);
  CHECK_THAT(run_drnn(kSmall + "--energy-report=sensitivity").out, !Contains("scaling"));
  const std::string scale = energy["table"]["scale"].dump();
  CHECK(statistics(kSmall + "--energy-scale " + scale)["energy"]["power_w"].get<double>() ==
        Approx(7.3));
  CHECK(statistics(kSmall)["energy"]["table"]["scale"] == 1);
  for (const char* wrong : {"0", "-1", "x", "inf"})
    CHECK_THAT(fault(kSmall + "--energy-calibrate " + wrong), Contains("--energy-calibrate"));
  fault(kSmall + calibrate + "--energy-scale 2");
}

TEST_CASE("of several thresholds the first is calibrated, the others keep its factor", "[energy]") {
  const Json runs = statistics(kSmall + "--theta 0,0.25 --energy-calibrate 7.3")["runs"];
  CHECK(runs[0]["energy"]["power_w"].get<double>() == Approx(7.3));
  CHECK(runs[1]["energy"]["table"]["scale"] == runs[0]["energy"]["table"]["scale"]);
  CHECK(runs[1]["energy"]["power_w"] != runs[0]["energy"]["power_w"]);
}

TEST_CASE("the report of several thresholds has a line each", "[energy]") {
  const std::string thetas = kSmall + "--theta 0,0.25 --energy-calibrate 7.3 ";
  const std::string out = run_drnn(thetas + "--energy-report").out;
  CHECK_THAT(out, Contains("      0    7.300             - ") && Contains("   0.25  "));
  CHECK_THAT(out, Contains("CALIBRATED to 7.3 W") && Contains("7.3 W [derived]"));
  CHECK_THAT(run_drnn(thetas).out, !Contains("7.300"));
  CHECK_THAT(fault(thetas + "--energy-report=sensitivity"),
             Contains("--energy-report=sensitivity") && Contains("names 2"));
}

TEST_CASE("the efficiency has the range of the power, also in the lines of several thresholds",
          "[energy]") {
  const auto rounded = [](double value, int digits) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(digits) << value;
    return text.str();
  };
  const auto ranges = [&](const Json& run) {
    const Json& energy = run["energy"];
    const double gops = run["throughput"]["effective_gops"];
    const double low_w = energy["power_low_w"], high_w = energy["power_high_w"];
    CHECK(energy["gops_per_w_low"].get<double>() == Approx(gops / high_w));
    CHECK(energy["gops_per_w_high"].get<double>() == Approx(gops / low_w));
    return std::pair(rounded(low_w, 1) + " to " + rounded(high_w, 1),
                     rounded(gops / high_w, 0) + " to " + rounded(gops / low_w, 0));
  };
  const auto [watts, gops_per_w] = ranges(statistics(kSmall));
  CHECK_THAT(run_drnn(kSmall).out, Contains(watts + " W, " + gops_per_w + " GOp/s/W over its"));
  const std::string table = run_drnn(kSmall + "--theta 0,0.25 --quiet --energy-report").out;
  const Json both = statistics(kSmall + "--theta 0,0.25");
  for (const Json& run : both["runs"]) {
    const auto [in_w, in_gops_per_w] = ranges(run);
    CHECK_THAT(table, Contains(" " + in_w + " ") && Contains(" " + in_gops_per_w + " "));
  }
  CHECK(statistics(kSmall + "--energy-scale 2")["energy"]["gops_per_w_low"].is_null());
}

TEST_CASE("a part of the report is what the whole has of it, with --quiet alone", "[energy]") {
  const std::string all = run_drnn(kSmall + "--quiet --energy-report").out;
  std::string joined;
  for (const char* part : {"power", "sensitivity", "published", "resources"}) {
    const std::string out = run_drnn(kSmall + "--quiet --energy-report=" + part).out;
    CHECK_FALSE(out.empty());
    joined += (joined.empty() ? "" : "\n") + out;
  }
  CHECK(joined == all);
  CHECK(run_drnn(kSmall + "--energy-report").out == run_drnn(kSmall).out + "\n" + all);
  CHECK(run_drnn(kSmall + "--quiet").out.empty());
  CHECK_THAT(fault(kSmall + "--energy-report=tornado"),
             Contains("--energy-report") && Contains("tornado") && Contains("sensitivity"));
  CHECK_THAT(run_drnn("estimate" + kSmall.substr(3) + "--quiet --energy-report=resources").out,
             Contains("the first to run out: dsp"));
}

TEST_CASE("each access names the constants that it costs, and costs what they say", "[energy]") {
  for (const std::string& run : {kSmall, kEdge, kSmall + "--energy-table horowitz-45nm "}) {
    const Json energy = statistics(run)["energy"];
    const Json& entries = energy["table"]["entries"];
    for (const Json& a : energy["accesses"]) {
      INFO(a.dump());
      double pj = 0;
      for (const Json& constant : a["constants"]) {
        const double value = entries[constant.get<std::string>()]["value"];
        const double width = a["width_bits"];
        pj += constant == "multiply.operation"     ? value
              : constant == "multiply.bit_product" ? value * width * double(a["second_width_bits"])
                                                   : value * width;
      }
      CHECK(a["energy_j"].get<double>() == Approx(a["count"].get<double>() * pj * 1e-12));
    }
  }
}

TEST_CASE("a second of input is steps at their pace, with the waiting or without", "[energy]") {
  const Json json = statistics(kSmall + "--frame-ms 5");
  const Json& energy = json["energy"];
  const double step_s = json["time_s"].get<double>() / 30;
  const double busy = 200 * energy["step_j"].get<double>();
  CHECK(energy["input_second_j"].get<double>() == Approx(busy));
  CHECK(energy["input_second_waiting_j"].get<double>() ==
        Approx(busy + (1 - 200 * step_s) * energy["standing_power_w"].get<double>()));
  CHECK(statistics(kSmall)["energy"]["input_second_j"].is_null());
  const Json late = statistics(kSmall + "--frame-ms 0.00001")["energy"];
  CHECK(late["input_second_waiting_j"].is_null());  // it does not keep up
  CHECK_THAT(fault(kSmall + "--frame-ms 0"), Contains("--frame-ms"));
}

TEST_CASE("the report states what is counted and what is not, and what moves the result",
          "[energy]") {
  const std::string drnn = run_drnn(kSmall + "--energy-report").out;
  CHECK_THAT(drnn, Contains("power by component") && Contains("power by phase"));
  CHECK_THAT(drnn, Contains("phases overlap") && Contains("not counted here"));
  CHECK_THAT(drnn, Contains("7.3 W [derived]") && Contains("164 GOp/s/W [published]"));
  CHECK_THAT(drnn, Contains("DeltaRNN [unconfirmed]: BRAM36 457.5, DSP48E1 768"));
  CHECK_THAT(drnn, Contains("clock.flip_flop"));
  const std::string edge = run_drnn(kEdge + "--energy-report").out;
  CHECK_THAT(edge, Contains("2.42 W [published]") && Contains("wall"));
}

TEST_CASE("sensitivities are sorted and each has its range", "[energy]") {
  const Json list = statistics(kSmall)["energy"]["sensitivity"];
  REQUIRE(list.size() > 10);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) CHECK(list[i - 1]["swing_w"] >= list[i]["swing_w"]);
    CHECK(list[i]["low"] <= list[i]["value"]);
    CHECK(list[i]["value"] <= list[i]["high"]);
  }
}

TEST_CASE("every device can be named, and the run says whether it fits and what decides",
          "[resources]") {
  for (const char* device : {"xc7z007s", "xc7z020", "xc7z045", "xc7z100"}) {
    const Json r = statistics(kSmall + "--set device.name=" + device)["resources"];
    INFO(device);
    const bool fits = r["dsp"] <= r["available"]["dsp"];  // 800 of 66, 220, 900 and 2020
    CHECK(r["fits"] == fits);
    CHECK(r["utilisation"][r["limiting"].get<std::string>()] >= r["utilisation"]["dsp"]);
    CHECK(r["device"]["tag"] == (std::string(device) == "xc7z045" ? "unconfirmed" : "published"));
  }
}

TEST_CASE("output files must not be the tables that were read", "[energy]") {
  const TemporaryFolder folder;
  const std::string file = changed_table(folder, "dsp = ", "dsp = ");
  CHECK_THAT(fault(kSmall + "--energy-table " + file + " --stats " + file),
             Contains("--energy-table"));
}
