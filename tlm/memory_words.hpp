#pragma once

#include <boost/endian/conversion.hpp>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace drnn {

/// Words of 16 bits as they lie in memory: the low byte first, whatever this machine's order is.
inline void store_words(const std::int16_t* words, std::size_t count, std::uint8_t* bytes) {
  if constexpr (boost::endian::order::native == boost::endian::order::little) {
    std::memcpy(bytes, words, count * sizeof *words);
  } else {
    for (std::size_t i = 0; i < count; ++i)
      boost::endian::store_little_s16(bytes + i * sizeof *words, words[i]);
  }
}

inline void load_words(const std::uint8_t* bytes, std::size_t count, std::int16_t* words) {
  if constexpr (boost::endian::order::native == boost::endian::order::little) {
    std::memcpy(words, bytes, count * sizeof *words);
  } else {
    for (std::size_t i = 0; i < count; ++i)
      words[i] = boost::endian::load_little_s16(bytes + i * sizeof *words);
  }
}

}  // namespace drnn
