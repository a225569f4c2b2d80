#include <catch2/catch.hpp>

#include "tests/cli/program_output.hpp"

using namespace drnn::test;
using Catch::Contains;

namespace {

struct Trace {
  explicit Trace(const std::string& text) : path(folder.write("a.trc", text).string()) {}

  Json statistics(const std::string& options = "") const {
    const ProgramResult result = run_drnn("ddr --trace " + path + " --stats - " + options);
    INFO(result.error);
    REQUIRE(result.exit_code == 0);
    return Json::parse(result.out);
  }
  Json ddr(const std::string& options = "") const { return statistics(options)["ddr"]; }

  TemporaryFolder folder;
  std::string path;
};

}  // namespace

// DDR3-1066F: CL 7, CWL 6, tRCD 7, tRP 7, tWTR 4; a burst takes four clocks.

TEST_CASE("a lone read takes the cycles of its data sheet", "[cli]") {
  const Json ddr = Trace("0x0 READ 0\n").ddr();
  CHECK(ddr["cycles"] == 1 + 7 + 7 + 4);
  CHECK(ddr["read_latency_mean_cycles"] == 19.0);
  CHECK(ddr["activates"] == 1);
  CHECK(ddr["time_s"].get<double>() == Approx(19 * 1.875e-9));
}

TEST_CASE("a trace of hits, a conflict and a write takes its cycles", "[cli]") {
  // Enters 0: activate 1, read 8. Enters 1: read 12. Enters 100, another row: precharge 101,
  // activate 108, read 115. Enters 200, that row: write 201, data to 211.
  const Json ddr = Trace("0x0 READ 0\n0x20 READ 0\n0x8000 READ 100\n0x8020 WRITE 200\n").ddr();
  CHECK(ddr["cycles"] == 201 + 6 + 4);
  CHECK(ddr["reads"] == 3);
  CHECK(ddr["writes"] == 1);
  CHECK(ddr["activates"] == 2);
  CHECK(ddr["precharges"] == 1);
  CHECK(ddr["refreshes"] == 0);
  CHECK(ddr["row_hits"] == 2);
  CHECK(ddr["read_row_hits"] == 1);
  CHECK(ddr["forwarded_reads"] == 0);
  CHECK(ddr["turnarounds"] == 1);
  // From entering to the last data beat: 0 to 19, 1 to 23, 100 to 126.
  CHECK(ddr["read_latency_mean_cycles"].get<double>() == Approx((19 + 22 + 26) / 3.0));
  CHECK(ddr["read_latency_p50_cycles"] == 22);
  CHECK(ddr["read_latency_max_cycles"] == 26);
  CHECK(ddr["read_latency_histogram_cycles"] == Json::parse("[[19,1],[22,1],[26,1]]"));
  CHECK(ddr["bus_utilisation"].get<double>() == Approx(16 / 211.0));
  CHECK(ddr["bandwidth_mbytes_per_s"].get<double>() == Approx(4 * 32 / (211 * 1.875e-9) / 1e6));
  // Rows are open from 1 to 101 and from 108 on.
  CHECK(ddr["active_fraction"].get<double>() == Approx((100 + 103) / 211.0));
  // In the queue until its command: 0 to 8, 1 to 12, 100 to 115; the write 200 to 201.
  CHECK(ddr["read_queue_mean_entries"].get<double>() == Approx((8 + 11 + 15) / 211.0));
  CHECK(ddr["write_queue_mean_entries"].get<double>() == Approx(1 / 211.0));
}

TEST_CASE("a read of a write that waits takes one cycle", "[cli]") {
  const Json ddr = Trace("0x40 WRITE 0\n0x40 READ 0\n").ddr();
  CHECK(ddr["cycles"] == 1 + 7 + 6 + 4);
  CHECK(ddr["forwarded_reads"] == 1);
  CHECK(ddr["reads"] == 0);
  CHECK(ddr["read_latency_mean_cycles"] == 1.0);
}

TEST_CASE("latencies of a trace without reads are null", "[cli]") {
  const Json ddr = Trace("0x40 WRITE 0\n").ddr();
  for (const char* key : {"mean", "p50", "p95", "p99", "max"})
    CHECK(ddr["read_latency_" + std::string(key) + "_cycles"].is_null());
  CHECK(ddr["read_latency_histogram_cycles"] == Json::array());
}

TEST_CASE("refreshes of idle times are in the counts, however long they are", "[cli]") {
  CHECK(Trace("0x0 READ 4161\n").ddr()["refreshes"] == 1);
  CHECK(Trace("0x0 READ 9007199254740991\n").ddr()["refreshes"] == 9007199254740991 / 4160);
}

TEST_CASE("the parameters of the section ddr decide", "[cli]") {
  const Trace trace("0x0 READ 0\n0x8000 READ 100\n");
  CHECK(trace.ddr()["activates"] == 2);
  CHECK(trace.ddr("--set ddr.mapping=row_column_bank")["activates"] == 2);
  CHECK(trace.ddr("--set ddr.mapping=bank_row_column")["row_hits"] == 0);
  CHECK(trace.ddr("--set ddr.page_policy=closed")["precharges"] == 2);
  // DDR3-800E: activate in 101, since nothing else is open; tRCD 6, CL 6.
  const Json slow = trace.ddr("--set ddr.device=ddr3-800-4gb-x16 --set ddr.page_policy=closed");
  CHECK(slow["cycles"] == 101 + 6 + 6 + 4);
  const Trace two("0x0 READ 0\n0x20 READ 0\n0x40 READ 0\n");
  CHECK(two.ddr()["read_latency_max_cycles"] == 1 + 7 + 4 + 4 + 7 + 4 - 2);
  const Json narrow = two.ddr("--set ddr.transaction_queue=1 --set ddr.bank_queue=1");
  CHECK(narrow["read_latency_max_cycles"] == 22);  // the second: it enters in 1 as before
}

TEST_CASE("the statistics of a trace have every key, with its configuration", "[cli]") {
  const Trace trace("# a comment\n\n0x0 READ 0\r\n0x20 write 4\n");
  const Json json = trace.statistics("--set ddr.bank_queue=4");
  CHECK(json["schema"] == 1);
  for (const char* key : {"cycles",
                          "time_s",
                          "reads",
                          "writes",
                          "activates",
                          "precharges",
                          "refreshes",
                          "row_hits",
                          "read_row_hits",
                          "forwarded_reads",
                          "turnarounds",
                          "bandwidth_mbytes_per_s",
                          "bus_utilisation",
                          "active_fraction",
                          "read_queue_mean_entries",
                          "write_queue_mean_entries",
                          "read_latency_mean_cycles",
                          "read_latency_p50_cycles",
                          "read_latency_p95_cycles",
                          "read_latency_p99_cycles",
                          "read_latency_max_cycles",
                          "read_latency_histogram_cycles"}) {
    INFO(key);
    CHECK(json["ddr"].contains(key));
  }
  CHECK(json["config"].size() == 8);
  CHECK(json["config"]["ddr.device"]["value"] == "ddr3-1066-4gb-x16");
  CHECK(json["config"]["ddr.transaction_queue"]["tag"] == "published");
  CHECK(json["config"]["ddr.bank_queue"]["value"] == 4);
  CHECK(json["config"]["ddr.bank_queue"]["tag"] == "unconfirmed");
  CHECK(json["trace"]["name"] == trace.path);
  CHECK(json["trace"]["requests"] == 2);
  CHECK(json["trace"]["hash"].get<std::string>().size() == 16);
}

TEST_CASE("a trace's statistics are the same bytes each time, in a file too", "[cli]") {
  std::string text;
  for (int i = 0; i < 3000; ++i)
    text += "0x" + std::to_string(i * 7919 % 30000) + "0 " + (i % 3 ? "READ " : "WRITE ") +
            std::to_string(i * 3) + "\n";
  const Trace trace(text);
  const std::string file = (trace.folder.path() / "s.json").string();
  const ProgramResult result = run_drnn("ddr --quiet --trace " + trace.path + " --stats " + file);
  CHECK(result.exit_code == 0);
  CHECK(result.out == "");
  CHECK(read_file(file) == run_drnn("ddr --trace " + trace.path + " --stats -").out);
}

TEST_CASE("the summary of a trace fits one screen", "[cli]") {
  const Trace trace("0x0 READ 0\n0x20 READ 0\n0x40 READ 0\n0x60 READ 0\n");
  const ProgramResult result = run_drnn("ddr --trace " + trace.path);
  CHECK(result.error == "");
  CHECK(std::count(result.out.begin(), result.out.end(), '\n') <= 24);
  CHECK_THAT(result.out, Contains("cycles       31, ") && Contains("MB/s") &&
                             Contains("75.0 % of reads and writes") && Contains("99 % 28"));
}

TEST_CASE("a trace may come from a pipe", "[cli]") {
  const ProgramResult result =
      run_command("printf '0x0 READ 0\\n' | '" + std::string(DRNN_PROGRAM) +
                  "' ddr --trace /dev/stdin --stats -");
  REQUIRE(result.exit_code == 0);
  CHECK(Json::parse(result.out)["ddr"]["cycles"] == 19);
}

TEST_CASE("wrong usage of ddr ends with exit code 2 and one line", "[cli]") {
  check_refused("ddr", "", "ddr needs one of --trace FILE");
  check_refused("ddr", "--trace", "--trace");
  check_refused("ddr", "--trce x", "unknown option '--trce'; the nearest known is '--trace'");
  check_refused("ddr", "a.trc", "argument 'a.trc' belongs to no option");
  const Trace trace("0x0 READ 0\n");
  const std::string good = "--trace " + trace.path;
  check_refused("ddr", good + " --set ddr.device=ddr4",
                "ddr.device = 'ddr4': allowed is ddr3-800-1gb-x16");
  check_refused("ddr", good + " --set ddr.bank_queue=0", "allowed is 1 to 64");
  check_refused("ddr", good + " --set ddr.transaction_queue=257", "allowed is 1 to 256");
  check_refused("ddr", good + " --set ddr.row_hit_limit=1025", "allowed is 1 to 1024");
  check_refused("ddr", good + " --set ddr.page_policy=close", "allowed is open or closed");
  check_refused("ddr", good + " --set delta.lanes=0", "delta.lanes");
  check_refused("ddr", good + " --preset none", "unknown preset 'none'");
  check_refused("ddr", good + " --config /nowhere.ini", "/nowhere.ini");
  check_refused("ddr", good + " --theta 0", "unknown option '--theta'");
}

TEST_CASE("a trace that cannot be replayed is named with its line, and nothing is written",
          "[cli]") {
  const TemporaryFolder folder;
  const std::string stats = (folder.path() / "s.json").string();
  const auto refused = [&](const std::string& text, const std::string& message) {
    const Trace trace(text);
    check_refused("ddr", "--trace " + trace.path + " --stats " + stats, trace.path + message);
  };
  refused("", ": no request; expected lines of '0xADDRESS READ|WRITE CYCLE'");
  refused("# nothing\n\n", ": no request");
  refused("0x0 READ 0\n0x0 READ\n", ":2: '0x0 READ': expected");
  refused("0x0 READ -1\n", ":1: cycle '-1': allowed is 0 to 9007199254740991");
  refused("-0x20 READ 1\n", ":1: address '-0x20': allowed is 0x0 to 0x3fffffff");
  refused("0x40000000 READ 1\n", ":1: address '0x40000000': allowed is 0x0 to 0x3fffffff");
  refused("0x0 FETCH 1\n", ":1: operation 'FETCH': allowed is READ or WRITE");
  check_refused("ddr", "--trace /nowhere.trc --stats " + stats,
                "cannot read /nowhere.trc: No such file");
  check_refused("ddr", "--trace " + folder.path().string() + " --stats " + stats, "a folder");
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("an address is held against the device that is configured", "[cli]") {
  const Trace trace("0x10000000 READ 0\n");
  CHECK(trace.ddr()["cycles"] == 19);
  check_refused("ddr", "--trace " + trace.path + " --set ddr.device=ddr3-1066-1gb-x16",
                "allowed is 0x0 to 0xfffffff, the size of ddr3-1066-1gb-x16");
}

TEST_CASE("a trace's statistics overwrite nothing that was read", "[cli]") {
  const Trace trace("0x0 READ 0\n");
  check_refused("ddr", "--trace " + trace.path + " --stats " + trace.path, "also named by --trace");
  const std::string ini = trace.folder.write("a.ini", "[ddr]\nbank_queue = 4\n").string();
  check_refused("ddr", "--trace " + trace.path + " --config " + ini + " --stats " + ini,
                "also named by --config");
  check_refused("ddr", "--trace " + trace.path + " --stats /nowhere/s.json", "/nowhere/s.json");
  CHECK(read_file(trace.path) == "0x0 READ 0\n");
}

TEST_CASE("bandwidths keep below the ports' and the DRAM's peak, whatever the bursts", "[cli]") {
  const auto [beats, port_bits] =
      GENERATE(std::pair(1, 64), std::pair(3, 32), std::pair(16, 32), std::pair(16, 64));
  const ProgramResult result =
      run_drnn("ddr --efficiency --set dma.burst_beats=" + std::to_string(beats) +
               " --set dma.port_bits=" + std::to_string(port_bits));
  INFO(result.out << result.error);
  REQUIRE(result.exit_code == 0);
  std::istringstream lines(result.out.substr(result.out.find("reads,")));
  int rows = 0;
  for (std::string line; std::getline(lines, line); ++rows) {
    std::istringstream fields(line);
    std::string kind, order;
    double masters = 0, mbytes_per_s = 0, percent = 0;
    fields >> kind >> order >> masters >> mbytes_per_s >> percent;
    const double directions = kind == "both," ? 2 : 1;
    CHECK(mbytes_per_s > 0);
    CHECK(mbytes_per_s <= masters * directions * port_bits / 8 * 1e6 / 6667 + 0.05);
    CHECK(percent <= 100);
    // The vendor's figures are for the longest bursts on 64 bit.
    const bool stated = line.find("% ", line.find('%') + 1) != std::string::npos;
    CHECK(stated == (masters == 4 && beats == 16 && port_bits == 64));
  }
  CHECK(rows == 6 * 4);
}
