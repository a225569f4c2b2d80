#include <catch2/catch.hpp>
#include <numeric>
#include <set>
#include <string>

#include "tests/system/fake_hardware.hpp"

using drnn::test::FakeHardware;

namespace {

constexpr std::uint32_t kRun = DRNN_DMA_RUN | DRNN_DMA_IOC_IRQ_ENABLE | DRNN_DMA_ERROR_IRQ_ENABLE;
constexpr std::uint32_t kInputs = 3, kOutputs = 2, kSteps = 5;
constexpr std::uint32_t kReadLength = DRNN_DMA_BASE + DRNN_DMA_MM2S_LENGTH;
constexpr std::uint32_t kWriteLength = DRNN_DMA_BASE + DRNN_DMA_S2MM_LENGTH;

/// A driver on fake hardware, with two layers of 3 -> 4 -> 2.
struct BusBench {
  BusBench() {
    config.poll_limit = 50;
    for (std::size_t i = 0; i < input.size(); ++i) input[i] = static_cast<std::int16_t>(7 * i);
  }

  int init() { return drnn_init(&driver, &hardware.bus, &config); }
  int load() {
    const drnn_network network{layers.data(), 2, image.data(), image.size()};
    return drnn_load(&driver, &network, &thresholds);
  }
  int run() { return drnn_run(&driver, input.data(), output.data(), kSteps); }
  /// Everything up to the first call that reports an error.
  int all() {
    int result = init();
    if (result == DRNN_OK) result = load();
    if (result == DRNN_OK) result = drnn_reset_state(&driver);
    if (result == DRNN_OK) result = run();
    if (result == DRNN_OK) result = drnn_read(&driver, last.data());
    return result;
  }
  void boot() {
    REQUIRE(init() == DRNN_OK);
    REQUIRE(load() == DRNN_OK);
    REQUIRE(drnn_reset_state(&driver) == DRNN_OK);
    hardware.writes.clear();
  }

  std::vector<std::int16_t> expected() const {
    std::vector<std::int16_t> words;
    for (std::uint32_t step = 0; step < kSteps; ++step) {
      const auto* x = input.data() + step * kInputs;
      const int sum = std::accumulate(x, x + kInputs, 0);
      for (std::uint32_t i = 0; i < kOutputs; ++i)
        words.push_back(static_cast<std::int16_t>(sum + static_cast<int>(i)));
    }
    return words;
  }

  FakeHardware hardware;
  drnn_config config = drnn_default_config();
  drnn_driver driver{};
  std::vector<drnn_layer> layers{{kInputs, 4, 0, 0}, {4, kOutputs, 1, 0}};
  std::vector<std::int16_t> image =
      std::vector<std::int16_t>(8 * 4 + 3 * 4 * (3 + 4) + 8 * 2 + 3 * 2 * (1 + 4 + 2));
  drnn_thresholds thresholds{-1, 5, 1};
  std::vector<std::int16_t> input = std::vector<std::int16_t>(kSteps * kInputs);
  std::vector<std::int16_t> output = std::vector<std::int16_t>(kSteps * kOutputs);
  std::vector<std::int16_t> last = std::vector<std::int16_t>(kOutputs);
};

}  // namespace

TEST_CASE("init starts both channels with their interrupts, and does nothing else", "[driver]") {
  BusBench bench;
  REQUIRE(bench.init() == DRNN_OK);
  CHECK(bench.hardware.writes ==
        std::vector<FakeHardware::Write>{{DRNN_DMA_BASE + DRNN_DMA_MM2S_CONTROL, kRun},
                                         {DRNN_DMA_BASE + DRNN_DMA_S2MM_CONTROL, kRun}});
  CHECK(kRun == 0x5001);
  CHECK(bench.hardware.accesses == 2);
}

TEST_CASE("a load writes sizes, thresholds and the image's transfer", "[driver]") {
  BusBench bench;
  REQUIRE(bench.init() == DRNN_OK);
  bench.hardware.writes.clear();
  REQUIRE(bench.load() == DRNN_OK);
  constexpr std::uint32_t kBase = DRNN_ACCELERATOR_BASE;
  const auto bytes = static_cast<std::uint32_t>(2 * bench.image.size());
  CHECK(bench.hardware.writes ==
        std::vector<FakeHardware::Write>{{kBase + DRNN_LAYERS, 2},
                                         {kBase + DRNN_LAYER, 0},
                                         {kBase + DRNN_INPUTS, 3},
                                         {kBase + DRNN_HIDDEN, 4},
                                         {kBase + DRNN_BIAS_COLUMNS, 0},
                                         {kBase + DRNN_LAYER, 1},
                                         {kBase + DRNN_INPUTS, 4},
                                         {kBase + DRNN_HIDDEN, 2},
                                         {kBase + DRNN_BIAS_COLUMNS, 1},
                                         {kBase + DRNN_THETA_X, 0xffffffff},
                                         {kBase + DRNN_THETA_H, 5},
                                         {kBase + DRNN_SKIP, 1},
                                         {kBase + DRNN_CONTROL, 1},
                                         {DRNN_DMA_BASE + DRNN_DMA_MM2S_ADDRESS, 0x100000},
                                         {kReadLength, bytes},
                                         {DRNN_DMA_BASE + DRNN_DMA_MM2S_STATUS, 0x1000},
                                         {DRNN_DMA_BASE + DRNN_DMA_STEP_WORDS, 2}});
}

TEST_CASE("a layer's scales are written where it has any, after its sizes", "[driver]") {
  BusBench bench;
  bench.layers[1].scales = 0x830270f1;
  REQUIRE(bench.init() == DRNN_OK);
  REQUIRE(bench.load() == DRNN_OK);
  const std::uint32_t scales = DRNN_ACCELERATOR_BASE + DRNN_SCALES;
  CHECK(bench.hardware.written(scales) == std::vector<std::uint32_t>{0x830270f1});
  std::uint32_t layer = 0;
  for (const auto& write : bench.hardware.writes) {
    if (write.address == DRNN_ACCELERATOR_BASE + DRNN_LAYER) layer = write.value;
    if (write.address == scales) CHECK(layer == 1);
  }
}

TEST_CASE("a run starts the output's transfer, then the input's, and clears both interrupts",
          "[driver]") {
  BusBench bench;
  bench.boot();
  REQUIRE(bench.run() == DRNN_OK);
  CHECK(bench.hardware.writes ==
        std::vector<FakeHardware::Write>{
            {DRNN_DMA_BASE + DRNN_DMA_S2MM_ADDRESS, drnn_default_config().output_address},
            {kWriteLength, 2 * kSteps * kOutputs},
            {DRNN_DMA_BASE + DRNN_DMA_MM2S_ADDRESS, drnn_default_config().input_address},
            {kReadLength, 2 * kSteps * kInputs},
            {DRNN_DMA_BASE + DRNN_DMA_MM2S_STATUS, DRNN_DMA_IOC_IRQ},
            {DRNN_DMA_BASE + DRNN_DMA_S2MM_STATUS, DRNN_DMA_IOC_IRQ}});
  CHECK(bench.output == bench.expected());
}

TEST_CASE("any access that fails gives its error, wherever it is, and stops the call", "[driver]") {
  BusBench good;
  REQUIRE(good.all() == DRNN_OK);
  std::set<int> seen;
  for (int access = 0; access < good.hardware.accesses; ++access) {
    BusBench bench;
    bench.hardware.failing_access = access;
    const int result = bench.all();
    INFO("access " << access << ": " << drnn_error_text(result));
    CHECK((result == DRNN_ERROR_REGISTER || result == DRNN_ERROR_MEMORY ||
           result == DRNN_ERROR_WAIT));
    CHECK(bench.hardware.accesses == access + 1);
    seen.insert(result);
  }
  CHECK(seen.size() == 3);
}

TEST_CASE("an error bit of either channel gives its code, and init is asked for again",
          "[driver]") {
  const auto [bit, code] =
      GENERATE(table<std::uint32_t, int>({{DRNN_DMA_INTERNAL_ERROR, DRNN_ERROR_DMA_INTERNAL},
                                          {DRNN_DMA_SLAVE_ERROR, DRNN_ERROR_DMA_SLAVE},
                                          {DRNN_DMA_DECODE_ERROR, DRNN_ERROR_DMA_DECODE}}));
  const bool of_input = GENERATE(true, false);
  BusBench bench;
  bench.boot();
  auto& status = of_input ? bench.hardware.read_status : bench.hardware.write_status;
  status = bit | 1;  // halted, not idle
  CHECK(bench.run() == code);
  status = DRNN_DMA_IDLE;
  CHECK(bench.run() == DRNN_ERROR_STATE);
  CHECK(drnn_reset_state(&bench.driver) == DRNN_ERROR_STATE);
  CHECK(bench.all() == DRNN_OK);
}

TEST_CASE("an error of the output is seen where it keeps the input from ending", "[driver]") {
  BusBench bench;
  bench.boot();
  bench.hardware.read_status = 0;
  bench.hardware.write_status = DRNN_DMA_SLAVE_ERROR;
  CHECK(bench.run() == DRNN_ERROR_DMA_SLAVE);
}

TEST_CASE("the bits and codes that are checked are those of PG021", "[driver]") {
  CHECK(DRNN_DMA_INTERNAL_ERROR == 0x10);
  CHECK(DRNN_DMA_SLAVE_ERROR == 0x20);
  CHECK(DRNN_DMA_DECODE_ERROR == 0x40);
  CHECK(DRNN_DMA_IOC_IRQ == 0x1000);
}

TEST_CASE("without interrupts the status is polled until it is idle", "[driver]") {
  BusBench bench;
  bench.hardware.bus.wait_read_done = bench.hardware.bus.wait_write_done = nullptr;
  bench.hardware.busy_reads = 20;
  CHECK(bench.all() == DRNN_OK);
  CHECK(bench.output == bench.expected());
}

TEST_CASE("a poll gives up after the limit and not before", "[driver]") {
  BusBench bench;
  bench.hardware.accelerator_status = 0;  // never ready
  REQUIRE(bench.init() == DRNN_OK);
  REQUIRE(bench.load() == DRNN_OK);
  bench.hardware.reads = 0;
  CHECK(drnn_reset_state(&bench.driver) == DRNN_ERROR_TIMEOUT);
  CHECK(bench.hardware.reads == 50);

  // Where a channel is busy the other is read too; the load's transfer ends at once.
  for (const int busy : {2 * 49, 2 * 50}) {
    BusBench again;
    again.boot();
    again.hardware.busy_reads = busy;
    CHECK(again.run() == (busy == 2 * 49 ? DRNN_OK : DRNN_ERROR_TIMEOUT));
  }
}

TEST_CASE("calls before what they need are refused", "[driver]") {
  BusBench bench;
  CHECK(bench.load() == DRNN_ERROR_STATE);
  CHECK(drnn_reset_state(&bench.driver) == DRNN_ERROR_STATE);
  REQUIRE(bench.init() == DRNN_OK);
  CHECK(drnn_set_thresholds(&bench.driver, &bench.thresholds) == DRNN_ERROR_STATE);
  REQUIRE(bench.load() == DRNN_OK);
  CHECK(bench.run() == DRNN_ERROR_STATE);
  REQUIRE(drnn_reset_state(&bench.driver) == DRNN_OK);
  CHECK(drnn_read(&bench.driver, bench.last.data()) == DRNN_ERROR_STATE);
  CHECK(drnn_set_thresholds(&bench.driver, &bench.thresholds) == DRNN_OK);
  CHECK(bench.run() == DRNN_OK);
  CHECK(drnn_read(&bench.driver, bench.last.data()) == DRNN_OK);
}

TEST_CASE("networks that contradict themselves are refused before anything is written",
          "[driver]") {
  BusBench bench;
  REQUIRE(bench.init() == DRNN_OK);
  const int accesses = bench.hardware.accesses;
  SECTION("image too short") {
    bench.image.pop_back();
  }
  SECTION("image too long") {
    bench.image.push_back(0);
  }
  SECTION("layers do not fit") {
    bench.layers[1].inputs = 3;
  }
  SECTION("a layer without units") {
    bench.layers[1].hidden = 0;
  }
  CHECK(bench.load() == DRNN_ERROR_ARGUMENT);
  CHECK(bench.hardware.accesses == accesses);
}

TEST_CASE("missing arguments are refused", "[driver]") {
  BusBench bench;
  CHECK(drnn_init(nullptr, &bench.hardware.bus, nullptr) == DRNN_ERROR_ARGUMENT);
  CHECK(drnn_init(&bench.driver, nullptr, nullptr) == DRNN_ERROR_ARGUMENT);
  drnn_bus bus = bench.hardware.bus;
  bus.get = nullptr;
  CHECK(drnn_init(&bench.driver, &bus, nullptr) == DRNN_ERROR_ARGUMENT);
  bench.boot();
  CHECK(drnn_load(&bench.driver, nullptr, &bench.thresholds) == DRNN_ERROR_ARGUMENT);
  CHECK(drnn_step(&bench.driver, nullptr, bench.output.data()) == DRNN_ERROR_ARGUMENT);
  CHECK(drnn_read(&bench.driver, nullptr) == DRNN_ERROR_ARGUMENT);
  CHECK(drnn_set_thresholds(&bench.driver, nullptr) == DRNN_ERROR_ARGUMENT);
}

TEST_CASE("the longest transfer is from 8 bytes to what the DMA can do", "[driver]") {
  BusBench bench;
  const auto result = [&](std::uint32_t bytes) {
    bench.config.longest_transfer = bytes;
    return bench.init();
  };
  CHECK(result(7) == DRNN_ERROR_ARGUMENT);
  CHECK(result(8) == DRNN_OK);
  CHECK(result(DRNN_DMA_MAX_LENGTH) == DRNN_OK);
  CHECK(result(DRNN_DMA_MAX_LENGTH + 1u) == DRNN_ERROR_ARGUMENT);
}

TEST_CASE("a run takes as many transfers as its longest one needs", "[driver]") {
  // A step has 6 bytes of input.
  const auto [longest, steps_each] = GENERATE(table<std::uint32_t, std::uint32_t>(
      {{8, 1}, {11, 1}, {12, 2}, {17, 2}, {18, 3}, {29, 4}, {30, 5}, {1000, 5}}));
  BusBench bench;
  bench.config.longest_transfer = longest;
  bench.boot();
  REQUIRE(bench.run() == DRNN_OK);
  CHECK(bench.output == bench.expected());
  std::vector<std::uint32_t> lengths;
  for (std::uint32_t left = kSteps; left > 0; left -= std::min(left, steps_each))
    lengths.push_back(2 * kInputs * std::min(left, steps_each));
  CHECK(bench.hardware.written(kReadLength) == lengths);
  CHECK(bench.hardware.written(kWriteLength).size() == lengths.size());
}

TEST_CASE("the image's transfers end on 8 bytes and follow one another", "[driver]") {
  BusBench bench;
  bench.config.longest_transfer = 60;
  REQUIRE(bench.init() == DRNN_OK);
  REQUIRE(bench.load() == DRNN_OK);
  const auto total = static_cast<std::uint32_t>(2 * bench.image.size());
  std::vector<std::uint32_t> lengths, addresses;
  for (std::uint32_t done = 0; done < total; done += 56) {
    addresses.push_back(DRNN_WEIGHTS_ADDRESS + done);
    lengths.push_back(std::min(56u, total - done));
  }
  CHECK(bench.hardware.written(kReadLength) == lengths);
  CHECK(bench.hardware.written(DRNN_DMA_BASE + DRNN_DMA_MM2S_ADDRESS) == addresses);
}

TEST_CASE("what does not fit is refused, and what just fits is not", "[driver]") {
  BusBench bench;
  bench.config.stream_bytes = 2 * kInputs;
  SECTION("a step") {
    CHECK(bench.all() == DRNN_OK);
    bench.config.stream_bytes -= 1;
    CHECK(bench.all() == DRNN_ERROR_TOO_LARGE);
  }
  SECTION("the image") {
    bench.config.weights_bytes = static_cast<std::uint32_t>(2 * bench.image.size());
    CHECK(bench.all() == DRNN_OK);
    bench.config.weights_bytes -= 1;
    CHECK(bench.all() == DRNN_ERROR_TOO_LARGE);
  }
}

TEST_CASE("the last step's output can be read after any run", "[driver]") {
  const std::uint32_t longest = GENERATE(8u, 12u, 18u, 1000u);
  BusBench bench;
  bench.config.longest_transfer = longest;
  bench.boot();
  REQUIRE(drnn_run(&bench.driver, bench.input.data(), nullptr, kSteps) == DRNN_OK);
  REQUIRE(drnn_read(&bench.driver, bench.last.data()) == DRNN_OK);
  const std::vector<std::int16_t> expected = bench.expected();
  CHECK(bench.last == std::vector<std::int16_t>(expected.end() - kOutputs, expected.end()));
}

TEST_CASE("a run in place moves no words and takes one pair of transfers", "[driver]") {
  BusBench bench;
  bench.config.longest_transfer = 18;
  bench.boot();
  CHECK(drnn_longest_run(&bench.driver) == 3);
  const drnn_bus& bus = bench.hardware.bus;
  REQUIRE(bus.put(bus.context, bench.config.input_address, bench.input.data(), 3 * kInputs) == 0);
  const int accesses = bench.hardware.accesses;
  bench.hardware.failing_access = accesses;
  CHECK(drnn_run_in_place(&bench.driver, 0) == DRNN_ERROR_ARGUMENT);
  CHECK(drnn_run_in_place(&bench.driver, 4) == DRNN_ERROR_TOO_LARGE);
  CHECK(bench.hardware.accesses == accesses);
  bench.hardware.failing_access = -1;
  REQUIRE(drnn_run_in_place(&bench.driver, 3) == DRNN_OK);
  CHECK(bench.hardware.written(kReadLength) == std::vector<std::uint32_t>{18});
  CHECK(bench.hardware.written(kWriteLength) == std::vector<std::uint32_t>{12});
  std::vector<std::int16_t> output(3 * kOutputs);
  REQUIRE(bus.get(bus.context, bench.config.output_address, output.data(), output.size()) == 0);
  const std::vector<std::int16_t> expected = bench.expected();
  CHECK(std::equal(output.begin(), output.end(), expected.begin()));
  REQUIRE(drnn_read(&bench.driver, bench.last.data()) == DRNN_OK);
  CHECK(bench.last == std::vector<std::int16_t>(output.end() - kOutputs, output.end()));
}

TEST_CASE("a run in place comes after load and reset", "[driver]") {
  BusBench bench;
  CHECK(drnn_longest_run(nullptr) == 0);
  CHECK(drnn_longest_run(&bench.driver) == 0);
  CHECK(drnn_run_in_place(nullptr, 1) == DRNN_ERROR_ARGUMENT);
  REQUIRE(bench.init() == DRNN_OK);
  REQUIRE(bench.load() == DRNN_OK);
  CHECK(drnn_run_in_place(&bench.driver, 1) == DRNN_ERROR_STATE);
  REQUIRE(drnn_reset_state(&bench.driver) == DRNN_OK);
  CHECK(drnn_run_in_place(&bench.driver, 1) == DRNN_OK);
}

TEST_CASE("every result has a text of its own", "[driver]") {
  std::set<std::string> texts;
  for (int result = DRNN_ERROR_DMA_DECODE - 1; result <= DRNN_OK; ++result)
    texts.insert(drnn_error_text(result));
  CHECK(texts.size() == static_cast<std::size_t>(2 - DRNN_ERROR_DMA_DECODE));
}

TEST_CASE("the regions lie in the memory and not in each other, down to the smallest device",
          "[driver]") {
  const std::uint32_t bytes = GENERATE(0x8000000u, 0x10000000u, 0x20000000u, 0x40000000u);
  const drnn_config config = drnn_config_for_memory(bytes);
  CHECK(config.weights_address >= 1u << 20);
  CHECK(config.weights_address + config.weights_bytes == config.input_address);
  CHECK(config.input_address + config.stream_bytes == config.output_address);
  CHECK(config.output_address + config.stream_bytes == bytes);
  CHECK(config.input_address == bytes / 2);
}
