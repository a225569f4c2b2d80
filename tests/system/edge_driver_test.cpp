// The C driver of EdgeDRNN on registers that only note what is done to them.
#include <catch2/catch.hpp>
#include <map>
#include <vector>

#include "tlm/driver/drnn_registers.h"
#include "tlm/driver/edgedrnn_driver.h"
#include "tlm/driver/edgedrnn_registers.h"

namespace {

using Writes = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

constexpr std::uint32_t kAccelerator = DRNN_ACCELERATOR_BASE;
constexpr std::uint32_t kDma = DRNN_DMA_BASE;
constexpr std::uint32_t kEdgeInputs = 4, kHidden = 6, kLayers = 2;

/// Notes register writes; a channel is busy for some reads of its status after a start.
struct Hardware {
  Hardware() {
    bus.context = this;
    bus.write32 = [](void* context, std::uint32_t address, std::uint32_t value) {
      return self(context).write(address, value);
    };
    bus.read32 = [](void* context, std::uint32_t address, std::uint32_t* value) {
      *value = self(context).read(address);
      return self(context).fails();
    };
    bus.put = [](void* context, std::uint32_t address, const std::int16_t* words,
                 std::size_t count) {
      for (std::size_t i = 0; i < count; ++i)
        self(context).memory[address + 2 * static_cast<std::uint32_t>(i)] = words[i];
      return self(context).fails();
    };
    bus.get = [](void* context, std::uint32_t address, std::int16_t* words, std::size_t count) {
      for (std::size_t i = 0; i < count; ++i)
        words[i] = self(context).memory[address + 2 * static_cast<std::uint32_t>(i)];
      return self(context).fails();
    };
    // It polls, so these are never called.
    bus.wait_read_done = bus.wait_write_done = [](void*) { return 1; };
  }
  static Hardware& self(void* context) { return *static_cast<Hardware*>(context); }
  int fails() { return accesses++ == failing_access ? 1 : 0; }
  int write(std::uint32_t address, std::uint32_t value) {
    writes.emplace_back(address, value);
    if (address == kDma + DRNN_DMA_MM2S_LENGTH || address == kDma + DRNN_DMA_S2MM_LENGTH)
      busy_left = busy_reads;
    return fails();
  }
  std::uint32_t read(std::uint32_t) {
    ++reads;
    if (busy_left == 0) return status;
    --busy_left;
    return 0;
  }

  drnn_bus bus{};
  Writes writes;
  std::map<std::uint32_t, std::int16_t> memory;
  int accesses = 0, failing_access = -1, reads = 0, busy_reads = 0, busy_left = 0;
  std::uint32_t status = DRNN_DMA_IDLE;
};

struct EdgeDriverBench {
  EdgeDriverBench() { config.poll_limit = 50; }
  int init() { return edgedrnn_init(&driver, &hardware.bus, &config); }
  int load() {
    const edgedrnn_network network{kLayers, kEdgeInputs, kHidden, image.data(), image.size()};
    return edgedrnn_load(&driver, &network, &thresholds);
  }
  int reset() {
    const int result = edgedrnn_hold_reset(&driver);
    return result == DRNN_OK ? edgedrnn_release_reset(&driver) : result;
  }
  int step() { return edgedrnn_step(&driver, input.data(), output.data()); }
  int all() {
    int result = init();
    if (result == DRNN_OK) result = load();
    if (result == DRNN_OK) result = reset();
    if (result == DRNN_OK) result = step();
    return result;
  }

  Hardware hardware;
  drnn_config config = edgedrnn_default_config();
  edgedrnn_driver driver{};
  std::vector<std::int16_t> image = std::vector<std::int16_t>(
      3 * kHidden * ((1 + kEdgeInputs + kHidden) + (1 + 2 * kHidden)) / 2, 7);
  drnn_thresholds thresholds{26, 13, 1};
  std::vector<std::int16_t> input{1, -2, 3, -4};
  std::vector<std::int16_t> output = std::vector<std::int16_t>(kHidden);
};

}  // namespace

TEST_CASE("EdgeDRNN's driver starts both channels without interrupts", "[edge driver]") {
  EdgeDriverBench bench;
  REQUIRE(bench.init() == DRNN_OK);
  CHECK(bench.hardware.writes == Writes{{kDma + DRNN_DMA_MM2S_CONTROL, DRNN_DMA_RUN},
                                        {kDma + DRNN_DMA_S2MM_CONTROL, DRNN_DMA_RUN}});
}

TEST_CASE("EdgeDRNN's load puts the image into memory and writes registers 0 to 8",
          "[edge driver]") {
  EdgeDriverBench bench;
  REQUIRE(bench.init() == DRNN_OK);
  bench.hardware.writes.clear();
  REQUIRE(bench.load() == DRNN_OK);
  CHECK(bench.hardware.writes == Writes{{kAccelerator + 0, EDGEDRNN_WEIGHTS_ADDRESS},
                                        {kAccelerator + 4, 26},
                                        {kAccelerator + 8, 13},
                                        {kAccelerator + 12, kLayers},
                                        {kAccelerator + 16, kEdgeInputs},
                                        {kAccelerator + 20, kHidden},
                                        {kAccelerator + 24, kHidden},
                                        {kAccelerator + 28, 0},
                                        {kAccelerator + 32, 0},
                                        {kDma + DRNN_DMA_STEP_WORDS, kHidden}});
  CHECK(bench.hardware.memory.size() == bench.image.size());
  CHECK(bench.hardware.memory.begin()->first == EDGEDRNN_WEIGHTS_ADDRESS);
}

TEST_CASE("an EdgeDRNN step sends its inputs to the end, then fetches its outputs",
          "[edge driver]") {
  EdgeDriverBench bench;
  bench.hardware.busy_reads = 3;
  REQUIRE(bench.init() == DRNN_OK);
  REQUIRE(bench.load() == DRNN_OK);
  REQUIRE(bench.reset() == DRNN_OK);
  bench.hardware.writes.clear();
  bench.hardware.reads = 0;
  bench.hardware.memory[EDGEDRNN_OUTPUT_ADDRESS + 2] = 55;
  REQUIRE(bench.step() == DRNN_OK);
  CHECK(bench.hardware.writes == Writes{{kDma + DRNN_DMA_MM2S_ADDRESS, EDGEDRNN_INPUT_ADDRESS},
                                        {kDma + DRNN_DMA_MM2S_LENGTH, 2 * kEdgeInputs},
                                        {kDma + DRNN_DMA_S2MM_ADDRESS, EDGEDRNN_OUTPUT_ADDRESS},
                                        {kDma + DRNN_DMA_S2MM_LENGTH, 2 * kHidden}});
  CHECK(bench.hardware.reads == 2 * (3 + 1));
  CHECK(bench.hardware.memory[EDGEDRNN_INPUT_ADDRESS + 2] == -2);
  CHECK(bench.output[1] == 55);
}

TEST_CASE("calls of EdgeDRNN's driver that come too early are refused", "[edge driver]") {
  EdgeDriverBench bench;
  CHECK(bench.load() == DRNN_ERROR_STATE);
  REQUIRE(bench.init() == DRNN_OK);
  CHECK(edgedrnn_hold_reset(&bench.driver) == DRNN_ERROR_STATE);
  REQUIRE(bench.load() == DRNN_OK);
  CHECK(bench.step() == DRNN_ERROR_STATE);
  CHECK(edgedrnn_release_reset(&bench.driver) == DRNN_ERROR_STATE);
  REQUIRE(edgedrnn_hold_reset(&bench.driver) == DRNN_OK);
  CHECK(bench.step() == DRNN_ERROR_STATE);
  REQUIRE(edgedrnn_release_reset(&bench.driver) == DRNN_OK);
  CHECK(bench.step() == DRNN_OK);
}

TEST_CASE("an image that contradicts the sizes, or its region, is refused", "[edge driver]") {
  EdgeDriverBench bench;
  REQUIRE(bench.init() == DRNN_OK);
  bench.image.pop_back();
  CHECK(bench.load() == DRNN_ERROR_ARGUMENT);
  bench.image.push_back(0);
  bench.config.weights_bytes = static_cast<std::uint32_t>(2 * bench.image.size());
  REQUIRE(bench.init() == DRNN_OK);
  CHECK(bench.load() == DRNN_OK);
  --bench.config.weights_bytes;
  REQUIRE(bench.init() == DRNN_OK);
  CHECK(bench.load() == DRNN_ERROR_TOO_LARGE);
}

TEST_CASE("every access of EdgeDRNN's driver that fails is reported", "[edge driver]") {
  EdgeDriverBench good;
  REQUIRE(good.all() == DRNN_OK);
  for (int access = 0; access < good.hardware.accesses; ++access) {
    CAPTURE(access);
    EdgeDriverBench bench;
    bench.hardware.failing_access = access;
    const int result = bench.all();
    CHECK((result == DRNN_ERROR_REGISTER || result == DRNN_ERROR_MEMORY));
  }
}

TEST_CASE("errors of the DMA and polls without end are reported", "[edge driver]") {
  EdgeDriverBench bench;
  bench.hardware.status = DRNN_DMA_IDLE | DRNN_DMA_DECODE_ERROR;
  CHECK(bench.all() == DRNN_ERROR_DMA_DECODE);
  CHECK(bench.step() == DRNN_ERROR_STATE);  // it must begin again
  EdgeDriverBench stuck;
  stuck.hardware.busy_reads = 49;
  CHECK(stuck.all() == DRNN_OK);
  EdgeDriverBench longer;
  longer.hardware.busy_reads = 50;
  CHECK(longer.all() == DRNN_ERROR_TIMEOUT);
}

TEST_CASE("a bus that polls by itself is asked for no more than the driver would read",
          "[edge driver]") {
  const int busy_reads = GENERATE(0, 1, 49, 50, 51);
  const std::uint32_t status =
      GENERATE(std::uint32_t{DRNN_DMA_IDLE}, std::uint32_t{DRNN_DMA_INTERNAL_ERROR},
               std::uint32_t{DRNN_DMA_SLAVE_ERROR}, std::uint32_t{DRNN_DMA_DECODE_ERROR});
  CAPTURE(busy_reads, status);
  EdgeDriverBench reads, polls;
  for (EdgeDriverBench* bench : {&reads, &polls}) {
    bench->hardware.busy_reads = busy_reads;
    bench->hardware.status = status;
  }
  polls.hardware.bus.poll32 = [](void* context, std::uint32_t address, std::uint32_t mask,
                                 std::uint32_t limit, std::uint32_t* value) {
    Hardware& hardware = Hardware::self(context);
    for (std::uint32_t left = limit; left > 0; --left)
      if (((*value = hardware.read(address)) & mask) != 0) break;
    return hardware.fails();
  };
  CHECK(polls.all() == reads.all());
  CHECK(polls.hardware.reads == reads.hardware.reads);
  CHECK(polls.hardware.writes == reads.hardware.writes);
}
