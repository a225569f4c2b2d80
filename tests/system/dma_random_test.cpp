#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/random_source.hpp"
#include "tests/system/ideal_port.hpp"
#include "tlm/read_dma.hpp"
#include "tlm/write_dma.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

/// A transfer in each direction at the same time, of a random shape, over two ports.
struct Transfer {
  Transfer(std::uint64_t seed, Engine engine, bool reversed = false)
      : random(seed),
        config(random_config(random)),
        latency(static_cast<Cycle>(random.between(1, 60))),
        words(static_cast<std::size_t>(random.between(1, 900))),
        address(2 * static_cast<std::uint64_t>(random.between(0, 3000))),
        cycles(engine),
        in("in", 64),
        out("out", static_cast<std::size_t>(random.between(1, 64))),
        ports{{cycles.now(), config.burst, latency}, {cycles.now(), config.burst, latency}},
        read(config, {&ports[0], &ports[1]}, out),
        write(config, {&ports[0], &ports[1]}, in),
        feeder(in, words_to_write(), static_cast<std::size_t>(random.between(1, 80)),
               static_cast<Cycle>(random.between(0, 90))),
        taker(out, static_cast<std::size_t>(random.between(1, 8)),
              static_cast<Cycle>(random.between(1, 20))),
        failing(random.chance(20)) {
    std::vector<std::function<void()>> joins{
        [this] { cycles.add_sleeping(in); },   [this] { cycles.add_sleeping(out); },
        [this] { cycles.add_sleeping(read); }, [this] { cycles.add_sleeping(write); },
        [this] { cycles.add(feeder); },        [this] { cycles.add(taker); }};
    if (reversed) std::reverse(joins.begin(), joins.end());
    for (const auto& join : joins) join();
    if (failing) ports[0].fail(address + words, BurstResponse::slave_error);
  }

  static DmaConfig random_config(RandomSource& random) {
    DmaConfig config;
    config.burst = {random.chance(50) ? 4 : 8, random.small(1, 16)};
    config.outstanding_bursts = random.small(1, 8);
    config.words_per_cycle = random.small(1, 8);
    config.read_latency_cycles = random.small(0, 8);
    config.write_latency_cycles = random.small(1, 50);
    config.write_gap_tenths = random.small(0, 60);
    return config;
  }
  std::vector<std::int16_t> words_to_write() const {
    std::vector<std::int16_t> result;
    for (std::size_t i = 0; i < words; ++i) result.push_back(static_cast<std::int16_t>(31 * i));
    return result;
  }

  void run() {
    read.start(address, 2 * words);
    write.start(address, 2 * words, random.small(1, 100));
    last = cycles.last_cycle_until(
        [&] { return !read.running() && !write.running() && out.size() == 0; });
  }

  /// The same, but both directions are aborted before cycle `cycle`.
  void run_and_abort(Cycle cycle) {
    cycles.before(cycle, [this] {
      read.abort();
      write.abort();
    });
    run();
  }

  RandomSource random;
  const DmaConfig config;
  const Cycle latency;
  const std::size_t words;
  const std::uint64_t address;
  EngineBench cycles;
  WordFifo in, out;
  IdealPort ports[2];
  ReadDma read;
  WriteDma write;
  Feeder<std::int16_t> feeder;
  Taker<std::int16_t> taker;
  const bool failing;
  Cycle last = kNever;
};

/// All that was seen from outside, as text.
std::string seen(const Transfer& t) {
  std::string text =
      std::to_string(t.last) + "\n" + causes_of(t.read) + "\n" + causes_of(t.write) + "\n";
  for (std::size_t i = 0; i < t.taker.taken.size(); ++i)
    text += std::to_string(t.taker.taken[i]) + "@" + std::to_string(t.taker.cycles[i]) + " ";
  for (const bool write : {false, true})
    for (const IdealPort& port : t.ports)
      for (const IdealPort::Noted& burst : port.bursts)
        if (burst.write == write)
          text += "\n" + std::to_string(burst.cycle) + (write ? " w " : " r ") +
                  std::to_string(burst.address) + " " + std::to_string(burst.bytes);
  return text;
}

/// The words that came and went are the right ones: all of them, or those before the error.
std::string check_data(const Transfer& t) {
  const std::vector<std::int16_t>& words = t.taker.taken;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] != word_at(t.address + 2 * i)) return "wrong word read";
  if (!t.failing && words.size() != t.words) return "words are missing";
  const std::vector<std::int16_t> sent = t.words_to_write();
  for (const IdealPort& port : t.ports) {
    std::size_t offset = 0;
    for (const IdealPort::Noted& burst : port.bursts) {
      if (!burst.write) continue;
      for (std::uint64_t a = burst.address; a < burst.address + burst.bytes; ++a, ++offset) {
        const auto word = static_cast<std::uint16_t>(sent[(a - t.address) / 2]);
        const int expected = (a - t.address) % 2 == 0 ? word & 0xff : word >> 8;
        if (port.written[offset] != expected) return "wrong byte written";
      }
    }
  }
  return "";
}

/// Bursts on a port keep their distance, and no more are under way than allowed.
std::string check_bursts(const Transfer& t, bool write) {
  std::vector<IdealPort::Noted> all;
  for (const IdealPort& port : t.ports) {
    Cycle free = 0;
    for (const IdealPort::Noted& burst : port.bursts) {
      if (burst.write != write) continue;
      if (burst.cycle < free) return "bursts overlap";
      const auto gap = static_cast<Cycle>(t.config.write_gap_tenths / 10);
      free = burst.cycle + (write ? burst.beats + gap : 1);
      all.push_back(burst);
    }
  }
  for (const IdealPort::Noted& burst : all) {
    const auto unanswered = std::count_if(all.begin(), all.end(), [&](const auto& other) {
      return other.cycle < burst.cycle && other.ready > burst.cycle;
    });
    if (unanswered >= t.config.outstanding_bursts) return "too many bursts under way";
  }
  return "";
}

std::string check_transfer(const Transfer& t) {
  if (t.last == kNever) return "never ends";
  for (const ClockedBlock* block : std::initializer_list<const ClockedBlock*>{&t.read, &t.write})
    if (cycles_booked(*block) != t.last + 1) return block->name() + " has cycles without a cause";
  return check_data(t) + check_bursts(t, true) + check_bursts(t, false);
}

}  // namespace

TEST_CASE("any transfer is whole, and alike in both engines and orders of blocks", "[dma]") {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    INFO("seed " << seed);
    Transfer stepped(seed, Engine::stepped), fast(seed, Engine::fast),
        reversed(seed, Engine::fast, true);
    stepped.run();
    REQUIRE(check_transfer(stepped) == "");
    fast.run();
    REQUIRE(seen(fast) == seen(stepped));
    reversed.run();
    REQUIRE(seen(reversed) == seen(stepped));
  }
}

TEST_CASE("an aborted transfer ends alike in both engines and orders of blocks", "[dma]") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const Cycle cycle = 1 + seed * 7 % 211;
    INFO("seed " << seed << ", aborted before cycle " << cycle);
    Transfer stepped(seed, Engine::stepped), fast(seed, Engine::fast),
        reversed(seed, Engine::fast, true);
    stepped.run_and_abort(cycle);
    REQUIRE(stepped.last != kNever);
    fast.run_and_abort(cycle);
    REQUIRE(seen(fast) == seen(stepped));
    reversed.run_and_abort(cycle);
    REQUIRE(seen(reversed) == seen(stepped));
  }
}
