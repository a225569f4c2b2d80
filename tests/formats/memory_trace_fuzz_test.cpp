#include <catch2/catch.hpp>

#include "sim/formats/memory_trace.hpp"
#include "sim/formats/random.hpp"
#include "tests/formats/expect_error.hpp"
#include "tests/formats/temporary_folder.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

const DdrDevice kDevice = ddr_device("ddr3-800-1gb-x16");

std::string whole_file(Random& random) {
  static const char* const kOperations[] = {"READ", "WRITE", "read", "write"};
  std::string text;
  for (int i = 0; i < 20; ++i)
    text += "0x" + to_hex(random.below(kDevice.size_bytes())) + " " + kOperations[random.below(4)] +
            " " + std::to_string(random.below(1000)) + (random.below(3) == 0 ? "\r\n" : "\n");
  return text;
}

/// What is read is a request that the device can serve; what is not is refused in one line.
void check_read_or_refused(const std::filesystem::path& path) {
  MemoryTraceReader reader(path, kDevice);
  try {
    while (const auto request = reader.next()) {
      REQUIRE(request->address < kDevice.size_bytes());
      REQUIRE(request->cycle <= MemoryTraceReader::kLastCycle);
    }
  } catch (const InputError& error) {
    const std::string message = error.what();
    REQUIRE(message.rfind(path.string() + ":", 0) == 0);
    REQUIRE(message.size() < 500);
    for (char c : message) REQUIRE(static_cast<unsigned char>(c) >= 0x20);
  }
}

}  // namespace

TEST_CASE("a memory trace with damaged bytes is read or refused, never worse") {
  const std::uint64_t seed = GENERATE(1u, 2u, 3u, 4u);
  Random random(seed);
  INFO("seed " << seed);
  const TemporaryFolder folder;
  static constexpr char kLikely[] = " \t\r\n#0x-9afREADWT\0";
  for (int i = 0; i < 1000; ++i) {
    std::string text = whole_file(random);
    for (std::uint64_t n = random.below(4) + 1; n > 0; --n) {
      char& byte = text[random.below(text.size())];
      byte = random.below(2) == 0 ? static_cast<char>(random.next())
                                  : kLikely[random.below(sizeof kLikely)];
    }
    check_read_or_refused(folder.write("damaged.trc", text));
  }
}

TEST_CASE("a memory trace cut at any byte is read or refused") {
  Random random(9);
  const TemporaryFolder folder;
  const std::string text = whole_file(random);
  for (std::size_t size = 0; size < text.size(); ++size)
    check_read_or_refused(folder.write("cut.trc", text.substr(0, size)));
}

TEST_CASE("noise is no memory trace") {
  const std::uint64_t seed = GENERATE(5u, 6u);
  Random random(seed);
  INFO("seed " << seed);
  const TemporaryFolder folder;
  for (int i = 0; i < 200; ++i) {
    std::string text(random.below(200), ' ');
    for (char& c : text) c = static_cast<char>(random.next());
    check_read_or_refused(folder.write("noise.trc", text));
  }
}
