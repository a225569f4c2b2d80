#include "sim/formats/workload.hpp"

#include "model/arith/hash.hpp"
#include "model/spool/rows.hpp"
#include "sim/formats/text.hpp"

namespace drnn {

namespace {

constexpr std::size_t kBytesAtOnce = std::size_t{1} << 16;

}  // namespace

std::string hash_files(const std::vector<std::filesystem::path>& files) {
  Fnv1a hash;
  std::vector<char> bytes(kBytesAtOnce);
  for (const std::filesystem::path& path : files) {
    InputFile file(path);
    hash.add(file.size());
    for (std::size_t at = 0; at < file.size(); at += bytes.size()) {
      const std::size_t count = std::min(bytes.size(), file.size() - at);
      file.read(at, count, bytes.data());
      hash.add_bytes(bytes.data(), count);
    }
  }
  return hash.hex();
}

std::string hash_sequence(std::uint64_t steps, const SpooledValues<std::int16_t>& values) {
  Fnv1a hash;
  hash.add(steps);
  for_each_row(values, 1, [&](const std::int16_t* value) {
    hash.add(static_cast<std::uint64_t>(std::int64_t{*value}));
  });
  return hash.hex();
}

}  // namespace drnn
