#include "model/config/configuration.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "model/config/errors.hpp"
#include "model/config/presets.hpp"
#include "model/config/value_text.hpp"
#include "tests/formats/temporary_folder.hpp"

using namespace drnn;
using Catch::Contains;

namespace {

Configuration with(const std::vector<std::string>& assignments) {
  Configuration configuration;
  for (const std::string& assignment : assignments)
    configuration.apply_assignment(assignment, "--set");
  return configuration;
}

std::string fault_of(const std::vector<std::string>& assignments) {
  try {
    with(assignments).resolve();
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

const std::string kEdgeDrnn = "accelerator.kind=edgedrnn";

/// The kind that has a parameter, as an assignment.
std::string kind_of(const Declaration& d) {
  return "accelerator.kind=" + std::string(to_string(d.only.value_or(AcceleratorKind::drnn)));
}

bool accepted(const Declaration& d, std::int64_t value) {
  const std::string fault = fault_of({kind_of(d), d.name + "=" + std::to_string(value)});
  return fault.find("allowed is") == std::string::npos &&
         fault.find("has no parameter") == std::string::npos;
}

struct File {
  explicit File(const std::string& text) : path((folder.path() / "a.ini").string()) {
    std::ofstream(path) << text;
  }
  test::TemporaryFolder folder;
  std::string path;
};

std::string fault_of_file(const std::string& text) {
  const File file(text);
  try {
    Configuration configuration;
    configuration.apply_file(file.path);
    configuration.resolve();
  } catch (const InputError& error) {
    const std::string message = error.what();
    const std::size_t at = message.find(file.path);
    return at == std::string::npos
               ? message
               : message.substr(0, at) + "F" + message.substr(at + file.path.size());
  }
  return "";
}

}  // namespace

TEST_CASE("a preset is the declared defaults of its kind", "[config]") {
  Configuration drnn, edgedrnn;
  drnn.apply_preset("drnn-zynq7100");
  edgedrnn.apply_preset("edgedrnn-minized");
  CHECK_NOTHROW(drnn.resolve());
  CHECK_NOTHROW(edgedrnn.resolve());
  CHECK(drnn.to_ini() == Configuration().to_ini());
  CHECK(edgedrnn.to_ini() == with({kEdgeDrnn}).to_ini());
}

TEST_CASE("a preset's file is what params --ini prints", "[config]") {
  for (const Preset& preset : presets()) {
    INFO(preset.name);
    Configuration configuration;
    configuration.apply_preset(std::string(preset.name));
    const std::string ini(preset.ini);
    CHECK(ini.substr(ini.find("[accelerator]")) == configuration.to_ini());
  }
}

TEST_CASE("every integer takes its limits and nothing beyond", "[config]") {
  for (const Declaration& d : declarations()) {
    const std::size_t middle = d.allowed.find(" to ");
    if (middle == std::string::npos) continue;
    const auto low = parse_number<std::int64_t>(d.allowed.substr(0, middle));
    const auto high = parse_number<std::int64_t>(d.allowed.substr(middle + 4));
    if (!low || !high) continue;
    INFO(d.name);
    CHECK(accepted(d, *low));
    CHECK(accepted(d, *high));
    CHECK_FALSE(accepted(d, *low - 1));
    CHECK_FALSE(accepted(d, *high + 1));
  }
}

TEST_CASE("numbers with anything else around them are refused", "[config]") {
  for (const char* text :
       {"", " ", "8x", "0x10", "1e1", "8.0", "+8", "99999999999999999999", "-1"}) {
    INFO("'" << text << "'");
    CHECK_THAT(fault_of({std::string("delta.lanes=") + text}),
               Contains("delta.lanes = '" + std::string(text) + "': allowed is 1 to 1024"));
  }
}

TEST_CASE("a number of tenths has at most one digit behind the point", "[config]") {
  const auto tenths = [](const char* text) {
    return with({std::string("dma.write_gap_cycles=") + text}).parameters().dma.write_gap_tenths;
  };
  CHECK(tenths("5.2") == 52);
  CHECK(tenths("7") == 70);
  CHECK(tenths("0") == 0);
  CHECK(tenths("0.1") == 1);
  CHECK(tenths("1000") == 10000);
  for (const char* text : {"5.25", "0.05", "-0.1", "1000.1", "nan", "inf", "", "5.2x"}) {
    INFO("'" << text << "'");
    CHECK_THAT(fault_of({std::string("dma.write_gap_cycles=") + text}),
               Contains("dma.write_gap_cycles = '" + std::string(text) +
                        "': allowed is 0 to 1000, in tenths"));
  }
  CHECK(with({"dma.write_gap_cycles=0.3"}).to_json()["dma.write_gap_cycles"]["value"] == 0.3);
}

TEST_CASE("a key without its section works where it is unique", "[config]") {
  CHECK(with({"fifo_depth=7"}).parameters().delta.fifo_depth == 7);
  CHECK_THAT(fault_of({"lanes=8"}), Contains("ambiguous: delta.lanes or activation.lanes"));
}

TEST_CASE("an unknown key names the nearest known one", "[config]") {
  CHECK_THAT(fault_of({"delta.lane=8"}),
             Contains("unknown key 'delta.lane'") && Contains("nearest known is 'delta.lanes'"));
  CHECK_THAT(fault_of({"teta=1"}), Contains("'theta'"));
}

TEST_CASE("theta sets both thresholds, and a later one of them overrides", "[config]") {
  const Configuration configuration = with({"theta=0.5", "theta_h=0.125"});
  CHECK(configuration.parameters().delta.theta_x == 0.5);
  CHECK(configuration.parameters().delta.theta_h == 0.125);
}

TEST_CASE("theta beside one of its thresholds in one file is a contradiction", "[config]") {
  CHECK_THAT(fault_of_file("theta = 0.5\n[delta]\ntheta_x = 0.1\n"),
             Contains("'delta.theta_x' and 'theta' both set delta.theta_x"));
}

TEST_CASE("thresholds are quantised half to even, and say so", "[config]") {
  const auto raw = [](const char* theta) {
    return with({std::string("theta=") + theta}).theta_effective().x_raw;
  };
  CHECK(raw("0.25") == 64);
  CHECK(raw("0.001953125") == 0);  // half a step
  CHECK(raw("0.005859375") == 2);  // one and a half
  const auto json = with({"theta=0.1"}).to_json();
  CHECK(json["theta_effective"]["theta_x"] == 26.0 / 256);
  CHECK(json["delta.theta_x"]["value"] == 0.1);
}

TEST_CASE("thresholds end below the activation format's maximum", "[config]") {
  CHECK(fault_of({"theta=127.9921875"}) == "");  // 32766 / 256
  CHECK_THAT(fault_of({"theta=127.99609375"}), Contains("must be below 127.99609375"));
  for (const char* text : {"-0.1", "nan", "inf", "x", ""})
    CHECK_THAT(fault_of({std::string("theta=") + text}), Contains("allowed is 0 to below"));
}

TEST_CASE("a profile named later resets what was set one by one", "[config]") {
  CHECK(with({"numeric.weight_bits=12", "numeric.profile=q88"}).parameters().numeric.weight.bits ==
        8);
  CHECK(with({"numeric.profile=q88", "numeric.weight_bits=12"}).parameters().numeric.weight.bits ==
        12);
}

TEST_CASE("in one file the profile comes first wherever it stands", "[config]") {
  const File file("[numeric]\nweight_bits = 12\nprofile = q88\n");
  Configuration configuration;
  configuration.apply_file(file.path);
  CHECK(configuration.parameters().numeric.weight.bits == 12);
  CHECK(configuration.parameters().numeric.compare == DeltaCompare::gt);
}

TEST_CASE("later sources win", "[config]") {
  const File file("[delta]\nlanes = 4\nfifo_depth = 5\n");
  Configuration configuration;
  configuration.apply_preset("drnn-zynq7100");
  configuration.apply_file(file.path);
  configuration.apply_assignment("delta.lanes=6", "--set");
  CHECK(configuration.parameters().delta.lanes == 6);
  CHECK(configuration.parameters().delta.fifo_depth == 5);
}

TEST_CASE("a folder is no configuration file", "[config]") {
  const test::TemporaryFolder folder;
  Configuration configuration;
  configuration.apply_file(folder.path().string());
  CHECK_THROWS_AS(configuration.resolve(), InputError);
}

TEST_CASE("a file's faults name the line", "[config]") {
  CHECK_THAT(fault_of_file("[delta]\n\nlanes = 4\nlanes = 5\n"),
             Contains("F:4: key 'delta.lanes' stands twice, first in line 3"));
  CHECK_THAT(fault_of_file("[delta]\nlanez = 4\n"), Contains("F:2: unknown key 'delta.lanez'"));
  CHECK_THAT(fault_of_file("# text\n[delta]\nlanes = many\n"),
             Contains("F:3: delta.lanes = 'many': allowed is 1 to 1024 (elements)"));
  CHECK_THAT(fault_of_file("[delta\nlanes = 4\n"), Contains("F:1: expected"));
  CHECK_THAT(fault_of_file("[delta]\nlanes\n"), Contains("F:2: expected"));
}

TEST_CASE("all faults come in one report, a line each", "[config]") {
  const std::string faults = fault_of({"delta.lanes=0", "mac.nothing=1", "numeric.rounding=up"});
  CHECK(std::count(faults.begin(), faults.end(), '\n') == 2);
  CHECK_THAT(faults, Contains("half_even, half_up, floor or toward_zero"));
}

TEST_CASE("a file's form, its values and the other sources are judged in one report", "[config]") {
  const File file("[delta]\nlanes = 0\nlanes = 2\n[mac]\nnothing = 1\njunk\nmore junk\n");
  Configuration configuration;
  configuration.apply_preset("none");
  configuration.apply_file(file.path);
  configuration.apply_file("/nowhere.ini");
  configuration.apply_assignment("lanes", "--set");
  configuration.apply_assignment("theta=-1", "--set");
  try {
    configuration.resolve();
    FAIL("nothing was refused");
  } catch (const InputError& error) {
    const std::string faults = error.what();
    CHECK(std::count(faults.begin(), faults.end(), '\n') == 7);
    CHECK_THAT(faults, Contains("unknown preset 'none'") && Contains(":3: key 'delta.lanes'") &&
                           Contains(":6: expected") && !Contains(":7:") &&
                           Contains(":2: delta.lanes = '0'") && Contains("'mac.nothing'") &&
                           Contains("/nowhere.ini: cannot") && Contains("must be key=value") &&
                           Contains("theta = '-1'"));
  }
}

TEST_CASE("a parameter that the kind lacks is refused, with the kind that has it", "[config]") {
  CHECK_THAT(fault_of({kEdgeDrnn, "delta.lanes=4"}),
             Contains("accelerator.kind = edgedrnn has no parameter 'delta.lanes'; drnn has"));
  CHECK_THAT(fault_of({"num_pe=4"}),
             Contains("accelerator.kind = drnn has no parameter 'num_pe'; edgedrnn has"));
  for (const Declaration& d : declarations()) {
    if (!d.only) continue;
    INFO(d.name);
    const bool drnn = *d.only == AcceleratorKind::drnn;
    const std::string other = drnn ? kEdgeDrnn : "accelerator.kind=drnn";
    const std::string value = d.get(default_parameters(*d.only));
    CHECK(fault_of({kind_of(d), d.name + "=" + value}) == "");
    CHECK_THAT(fault_of({other, d.name + "=" + value}), Contains("has no parameter"));
  }
}

TEST_CASE("what only one kind has stands in no other kind's dumps", "[config]") {
  for (const std::string& kind : {std::string("accelerator.kind=drnn"), kEdgeDrnn}) {
    const Configuration configuration = with({kind});
    const auto json = configuration.to_json();
    const std::string markdown = configuration.to_markdown();
    for (const Declaration& d : declarations()) {
      INFO(kind << " " << d.name);
      const bool belongs = d.belongs_to(configuration.kind());
      CHECK(json.contains(d.name) == belongs);
      CHECK((markdown.find("`" + d.name + "`") != std::string::npos) == belongs);
    }
  }
}

TEST_CASE("naming another kind takes its defaults, naming the same one changes nothing",
          "[config]") {
  const Configuration changed = with({"fifo_depth=7", "theta=0.5", kEdgeDrnn});
  CHECK(changed.parameters().delta.fifo_depth == 32);
  CHECK(changed.parameters().delta.theta_x == 0.1);
  CHECK(changed.parameters().numeric.weight.bits == 8);
  CHECK(changed.parameters().device.name == "xc7z007s");
  CHECK(with({kEdgeDrnn, "fifo_depth=7", kEdgeDrnn}).parameters().delta.fifo_depth == 7);
  CHECK(with({kEdgeDrnn, "fifo_depth=7", "kind=drnn"}).to_ini() == Configuration().to_ini());
}

TEST_CASE("in one file the kind comes first wherever it stands", "[config]") {
  const File file(
      "[mac]\nnum_pe = 4\n[numeric]\nrounding = floor\n[accelerator]\nkind = edgedrnn\n");
  Configuration configuration;
  configuration.apply_file(file.path);
  CHECK_NOTHROW(configuration.resolve());
  CHECK(configuration.parameters().mac.num_pe == 4);
  CHECK(configuration.parameters().numeric.rounding == Rounding::floor);
}

TEST_CASE("EdgeDRNN's thresholds end where its registers do", "[config]") {
  CHECK(fault_of({kEdgeDrnn, "theta=1.99609375"}) == "");  // 511 / 256
  CHECK_THAT(fault_of({kEdgeDrnn, "theta=2"}), Contains("must be below 2 when quantised"));
  CHECK_THAT(fault_of({kEdgeDrnn, "theta=1.999"}), Contains("must be below 2 when quantised"));
  CHECK_THAT(fault_of({kEdgeDrnn, "theta_x=2"}), Contains("delta.theta_x = 2"));
  CHECK_THAT(fault_of({kEdgeDrnn, "theta_h=3"}), Contains("delta.theta_h = 3"));
  CHECK_THAT(fault_of({kEdgeDrnn, "theta=128"}), Contains("must be below 127.99609375"));
  CHECK(fault_of({"theta=2"}) == "");
}

TEST_CASE("EdgeDRNN's PEs are a power of two from 2 to 64", "[config]") {
  for (int num_pe : {2, 4, 8, 16, 32, 64})
    CHECK(fault_of({kEdgeDrnn, "num_pe=" + std::to_string(num_pe)}) == "");
  for (int num_pe : {0, 1, 3, 12, 63, 65, 128})
    CHECK_THAT(fault_of({kEdgeDrnn, "num_pe=" + std::to_string(num_pe)}),
               Contains("allowed is 2, 4, 8, 16, 32 or 64"));
}

TEST_CASE("what EdgeDRNN cannot compute with is refused", "[config]") {
  CHECK_THAT(fault_of({kEdgeDrnn, "weight_bits=9"}), Contains("numeric.weight_bits = 9"));
  CHECK_THAT(fault_of({kEdgeDrnn, "numeric.profile=q88"}), Contains("numeric.bias_path"));
  CHECK_THAT(fault_of({kEdgeDrnn, "numeric.accumulator_overflow=saturate"}), Contains("wrap"));
  CHECK_THAT(fault_of({kEdgeDrnn, "dma.hp_port=1"}), Contains("data_mover.hp_port"));
  CHECK(fault_of({kEdgeDrnn, "dma.hp_port=1", "data_mover.hp_port=0"}) == "");
}

TEST_CASE("a value of the user's own is never called published", "[config]") {
  const auto tag_of = [](const Configuration& configuration, const char* name) {
    return configuration.to_json()[name]["tag"].get<std::string>();
  };
  const Configuration changed = with({"hp.fifo_bytes=2048"});
  CHECK(tag_of(with({"hp.fifo_bytes=1024"}), "hp.fifo_bytes") == "published");
  CHECK(tag_of(changed, "hp.fifo_bytes") == "unconfirmed");
  CHECK(tag_of(changed, "hp.crossbar_request_cycles") == "published");
  for (const std::string& text : {changed.to_ini(), changed.to_text()}) {
    CHECK_THAT(text, Contains("chosen by the user; the documented value is 1024"));
    CHECK_THAT(text, !Contains("UG585: 128 x 64 bit"));
  }
}

TEST_CASE("what a named profile brings was not chosen one by one", "[config]") {
  const auto json = with({"numeric.profile=q88", "numeric.rounding=floor"}).to_json();
  CHECK(json["numeric.weight_bits"]["source"] == "numeric.profile");
  CHECK_THAT(json["numeric.rounding"]["source"].get<std::string>(), Contains("chosen by the user"));
}

TEST_CASE("parameters that contradict each other are refused together", "[config]") {
  CHECK(fault_of({"dma.input_fifo_words=4"}) == "");  // 16 words, one window
  CHECK_THAT(fault_of({"dma.input_fifo_words=3"}), Contains("delta.lanes = 16"));
  CHECK(fault_of({"dma.output_fifo_words=2"}) == "");
  CHECK_THAT(fault_of({"dma.output_fifo_words=1"}), Contains("activation.lanes = 16"));
  CHECK_THAT(fault_of({"delta.scanners=2", "numeric.accumulator_overflow=saturate"}),
             Contains("delta.scanners must be 1"));
  CHECK(fault_of({"numeric.accumulator_bits=23"}) == "");  // 8 + 13 fraction bits
  CHECK_THAT(fault_of({"numeric.accumulator_bits=22"}), Contains("cannot hold 1.0"));
  CHECK_THAT(fault_of({"numeric.weight_bits=8"}), Contains("numeric.weight_frac_bits = 13"));
  CHECK_THAT(fault_of({"numeric.gate_frac_bits=9"}), Contains("numeric.activation_frac_bits = 8"));
}

TEST_CASE("an ini file that was printed gives the same configuration", "[config]") {
  const Configuration odd = with({"theta_x=0.1", "theta_h=0.30000000000000004", "delta.lanes=5",
                                  "numeric.profile=edgedrnn", "numeric.rounding=floor",
                                  "sequencer.overlap=none", "activation.shared_multiplier=true"});
  const File file(odd.to_ini());
  Configuration again;
  again.apply_file(file.path);
  CHECK_NOTHROW(again.resolve());
  CHECK(again.to_ini() == odd.to_ini());
  CHECK(again.to_json() == odd.to_json());
}

TEST_CASE("every parameter has a help, a source and a JSON entry with its tag", "[config]") {
  for (AcceleratorKind kind : {AcceleratorKind::drnn, AcceleratorKind::edgedrnn}) {
    const auto json = with({"accelerator.kind=" + std::string(to_string(kind))}).to_json();
    for (const Declaration& d : declarations()) {
      if (!d.belongs_to(kind)) continue;
      INFO(d.name);
      const Origin origin = d.origin(kind);
      CHECK_FALSE(d.help.empty());
      CHECK_FALSE(origin.source.empty());
      CHECK(json[d.name]["tag"] == std::string(to_string(origin.tag)));
      CHECK(json[d.name]["source"] == origin.source);
    }
  }
}
