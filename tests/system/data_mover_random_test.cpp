#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/random_source.hpp"
#include "tests/system/ideal_port.hpp"
#include "tlm/data_mover.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

/// Random commands to a random DataMover with random neighbours.
struct Session {
  Session(std::uint64_t seed, Engine engine, bool reversed = false)
      : random(seed),
        config(random_config(random)),
        sent(random_commands(random)),
        cycles(engine),
        commands("commands", static_cast<std::size_t>(config.command_depth)),
        beats("beats", static_cast<std::size_t>(random.small(1, 8))),
        port(cycles.now(), config.burst, static_cast<Cycle>(random.small(1, 80))),
        mover(config, port, commands, beats),
        feeder(commands, sent, static_cast<std::size_t>(random.small(1, 4)),
               static_cast<Cycle>(random.small(0, 60))),
        taker(beats, 1, static_cast<Cycle>(random.small(1, 6))) {
    std::vector<ClockedBlock*> blocks{&commands, &beats, &mover, &feeder, &taker};
    if (reversed) std::reverse(blocks.begin(), blocks.end());
    for (ClockedBlock* block : blocks) cycles.add(*block);
    mover.on_status([this](const DataMoverStatus& status) { statuses.push_back(status); });
  }

  static DataMoverConfig random_config(RandomSource& random) {
    DataMoverConfig config;
    config.burst = {1 << random.small(0, 4), random.small(1, 32)};
    config.stream_bytes = random.small(1, 40);
    config.command_depth = random.small(1, 6);
    config.outstanding_bursts = random.small(1, 12);
    config.command_latency_cycles = random.small(1, 12);
    config.store_and_forward = random.chance(50);
    config.packet_gap_cycles = random.small(1, 5);
    return config;
  }
  static std::vector<DataMoverCommand> random_commands(RandomSource& random) {
    std::vector<DataMoverCommand> result(static_cast<std::size_t>(random.small(1, 20)));
    for (DataMoverCommand& command : result) {
      command.address = static_cast<std::uint64_t>(random.between(0, 9000));
      command.bytes = static_cast<std::uint32_t>(random.chance(5) ? 0 : random.small(1, 600));
      command.end_of_frame = random.chance(70);
      command.tag = static_cast<std::uint8_t>(random.small(0, 15));
    }
    return result;
  }

  void run() {
    last = cycles.last_cycle_until(
        [&] { return mover.completed() == sent.size() && beats.size() == 0; });
  }

  RandomSource random;
  const DataMoverConfig config;
  const std::vector<DataMoverCommand> sent;
  EngineBench cycles;
  CommandFifo commands;
  BeatFifo beats;
  IdealPort port;
  DataMover mover;
  Feeder<DataMoverCommand> feeder;
  Taker<StreamBeat, BeatFifo> taker;
  std::vector<DataMoverStatus> statuses;
  Cycle last = kNever;
};

/// A byte of a stream, and whether a packet ends with it.
using StreamByte = std::pair<int, bool>;

std::vector<StreamByte> expected_stream(const Session& s) {
  std::vector<StreamByte> result;
  for (const DataMoverCommand& c : s.sent)
    for (std::uint32_t i = 0; i < c.bytes; ++i)
      result.push_back({byte_at(c.address + i), c.end_of_frame && i + 1 == c.bytes});
  return result;
}

std::vector<StreamByte> taken_stream(const Session& s) {
  std::vector<StreamByte> result;
  for (const StreamBeat& beat : s.taker.taken)
    for (std::size_t i = 0; i < beat.bytes; ++i)
      result.push_back({beat.data[i], beat.last && i + 1u == beat.bytes});
  return result;
}

std::string check_session(const Session& s) {
  if (s.last == kNever) return "never ends: " + s.mover.describe();
  if (taken_stream(s) != expected_stream(s)) return "the stream is not the memory's contents";
  if (cycles_booked(s.mover) != s.last + 1) return "cycles without a cause";
  for (std::size_t i = 0; i < s.sent.size(); ++i)
    if (s.statuses.at(i).tag != s.sent[i].tag || s.statuses[i].okay() != (s.sent[i].bytes > 0))
      return "wrong status";
  return "";
}

/// The timing that was seen from outside, as text.
std::string seen(const Session& s) {
  std::string text = std::to_string(s.last) + " " + causes_of(s.mover);
  for (Cycle cycle : s.taker.cycles) text += " " + std::to_string(cycle);
  for (const IdealPort::Noted& burst : s.port.bursts)
    text += "\n" + std::to_string(burst.cycle) + " " + std::to_string(burst.address) + " " +
            std::to_string(burst.bytes);
  return text;
}

}  // namespace

TEST_CASE("any commands stream what memory holds, alike in both engines and orders of blocks",
          "[data_mover]") {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    INFO("seed " << seed);
    Session stepped(seed, Engine::stepped), fast(seed, Engine::fast),
        reversed(seed, Engine::fast, true);
    stepped.run();
    REQUIRE(check_session(stepped) == "");
    fast.run();
    REQUIRE(seen(fast) == seen(stepped));
    reversed.run();
    REQUIRE(seen(reversed) == seen(stepped));
  }
}
