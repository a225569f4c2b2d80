#include "sim/formats/workload.hpp"

#include "model/arith/hash.hpp"
#include "sim/formats/text.hpp"

namespace drnn {

std::vector<FeatureArray> read_all_features(const std::vector<std::filesystem::path>& files,
                                            std::int64_t features) {
  std::vector<FeatureArray> arrays;
  for (const std::filesystem::path& file : files) arrays.push_back(read_features(file, features));
  return arrays;
}

std::string hash_files(const std::vector<std::filesystem::path>& files) {
  Fnv1a hash;
  for (const std::filesystem::path& file : files) {
    const std::string bytes = read_bytes(file);
    hash.add(bytes.size());
    hash.add_bytes(bytes.data(), bytes.size());
  }
  return hash.hex();
}

std::string hash_sequences(const std::vector<Sequence>& sequences) {
  Fnv1a hash;
  for (const Sequence& sequence : sequences) {
    hash.add(static_cast<std::uint64_t>(sequence.steps));
    for (const std::int32_t value : sequence.x) {
      hash.add(static_cast<std::uint64_t>(static_cast<std::int64_t>(value)));
    }
  }
  return hash.hex();
}

}  // namespace drnn
