#include "sim/formats/memory_trace.hpp"

#include <catch2/catch.hpp>

#include "tests/formats/expect_error.hpp"
#include "tests/formats/temporary_folder.hpp"

using namespace drnn;
using namespace drnn::test;
using Catch::Contains;

namespace {

const DdrDevice kTracedDevice = ddr_device("ddr3-1066-4gb-x16");

std::vector<TraceRequest> read_all(const std::string& text) {
  const TemporaryFolder folder;
  MemoryTraceReader reader(folder.write("a.trc", text), kTracedDevice);
  std::vector<TraceRequest> requests;
  while (const auto request = reader.next()) requests.push_back(*request);
  CHECK(reader.requests() == requests.size());
  CHECK_FALSE(reader.next().has_value());
  return requests;
}

/// The message for a file, with its path cut off.
std::string fault_of(const std::string& text) {
  const TemporaryFolder folder;
  const auto path = folder.write("a.trc", text);
  const std::string message = error_of([&] {
    MemoryTraceReader reader(path, kTracedDevice);
    while (reader.next()) {
    }
  });
  REQUIRE_THAT(message, Catch::StartsWith(path.string() + ":"));
  return message.substr(path.string().size());
}

}  // namespace

TEST_CASE("a memory trace is read line by line") {
  const auto requests = read_all("0x40 READ 0\n0x3FFFFFFF WRITE 12\n0Xabc read 9007199254740991\n");
  REQUIRE(requests.size() == 3);
  CHECK(requests[0].address == 0x40);
  CHECK_FALSE(requests[0].write);
  CHECK(requests[0].cycle == 0);
  CHECK(requests[1].address == 0x3fffffff);
  CHECK(requests[1].write);
  CHECK(requests[2].address == 0xabc);
  CHECK(requests[2].cycle == MemoryTraceReader::kLastCycle);
}

TEST_CASE("spaces, tabs, CRLF, blank lines and comments say nothing in a memory trace") {
  for (const char* text :
       {"0x40 READ 7", "0x40 READ 7\n", "0x40 READ 7\r\n", "  0x40\t READ \t7  \n",
        "\n\r\n# 0x80 WRITE 1\n  # READ\n0x40 READ 7\n\n",
        "0x0000000000000000000000040 read 007"}) {
    INFO(text);
    const auto requests = read_all(text);
    REQUIRE(requests.size() == 1);
    CHECK(requests[0].address == 0x40);
    CHECK(requests[0].cycle == 7);
  }
}

TEST_CASE("cycles of a memory trace may decrease") {
  CHECK(read_all("0x0 READ 9\n0x0 READ 3\n")[1].cycle == 3);
}

TEST_CASE("lines that are no request are named with what is allowed") {
  const std::string form = "expected '0xADDRESS READ|WRITE CYCLE'";
  CHECK_THAT(fault_of("0x40 READ 1\n\n0x40 READ\n"), Contains(":3: '0x40 READ': " + form));
  CHECK_THAT(fault_of("0x40"), Contains(":1: '0x40': " + form));
  CHECK_THAT(fault_of("0x40 READ 1 2"), Contains(":1: '0x40 READ 1 2': " + form));
  CHECK_THAT(fault_of("0x40 READ 1 # why"), Contains(form));
  CHECK_THAT(fault_of("0x40,READ,1"), Contains(form));
  CHECK_THAT(fault_of("0x40 FETCH 1"), Contains(":1: operation 'FETCH': allowed is READ or WRITE"));
  CHECK_THAT(fault_of("0x40 P_MEM_RD 1"), Contains("operation 'P_MEM_RD'"));
  CHECK_THAT(fault_of("0x40 Read 1"), Contains("operation 'Read'"));
  const std::string cycles = ": allowed is 0 to 9007199254740991";
  for (const char* cycle :
       {"-1", "1.5", "0x1", "x", "+1", "9007199254740992", "99999999999999999999"}) {
    INFO(cycle);
    CHECK_THAT(fault_of(std::string("0x40 READ ") + cycle),
               Contains(":1: cycle '" + std::string(cycle) + "'" + cycles));
  }
}

TEST_CASE("addresses are hexadecimal and lie in the device") {
  CHECK(read_all("0x3fffffff READ 0").size() == 1);
  for (const char* address :
       {"0x40000000", "40", "0x", "0xg", "0x4g", "-0x40", "0x-40", "0x1ffffffffffffffff", "x40"}) {
    INFO(address);
    CHECK_THAT(fault_of(std::string(address) + " READ 0"),
               Contains(":1: address '" + std::string(address) +
                        "': allowed is 0x0 to 0x3fffffff, the size of ddr3-1066-4gb-x16"));
  }
}

TEST_CASE("an unreadable memory trace is refused") {
  const TemporaryFolder folder;
  const auto open = [&](const std::filesystem::path& path) {
    return error_of([&] { MemoryTraceReader(path, kTracedDevice).next(); });
  };
  CHECK_THAT(open(folder.path() / "none.trc"),
             Contains("cannot read") && Contains("none.trc: No such file"));
  CHECK_THAT(open(folder.path()), Contains("cannot read") && Contains("a folder"));
}

TEST_CASE("lines that cross the reader's buffer are read whole") {
  std::string text;
  std::size_t lines = 0;
  for (; text.size() < 300000; ++lines)
    text += "0x" + std::string(lines % 61, '0') + "40 WRITE " + std::to_string(lines) + "\n";
  const auto requests = read_all(text);
  REQUIRE(requests.size() == lines);
  for (std::size_t i = 0; i < lines; ++i) REQUIRE(requests[i].cycle == i);
}

TEST_CASE("a line longer than the buffer is no line of a memory trace") {
  const std::string comment = "#" + std::string(65534, 'x');  // with its end as long as the buffer
  CHECK(read_all(comment + "\n0x0 READ 0\n").size() == 1);
  CHECK_THAT(fault_of("0x0 READ 0\n" + comment + "xx\n0x0 READ 0\n"),
             Contains(":2: a line of more than 65536 bytes"));
}

TEST_CASE("the hash of a memory trace is that of its bytes") {
  const TemporaryFolder folder;
  const std::string text = "# one\n0x40 READ 1\n";
  MemoryTraceReader reader(folder.write("a.trc", text), kTracedDevice);
  while (reader.next()) {
  }
  Fnv1a hash;
  hash.add_bytes(text.data(), text.size());
  CHECK(reader.hash() == hash.hex());
}
