#pragma once

#include <cstdint>

#ifdef __x86_64__
#include <emmintrin.h>
#endif

namespace drnn {

/// The most characters that put_binary() writes.
constexpr int kMostBinaryDigits = 64;

#ifdef __x86_64__
/// Writes the 64 digits of `value`, the most significant first: all at once, since the lengths of
/// numbers are not predictable and a loop over digits would be left at another one each time.
inline void put_64_digits(char* at, std::uint64_t value) {
  const __m128i bit = _mm_set1_epi64x(0x0102040810204080), one = _mm_set1_epi8('1');
  const auto put = [&](int i, __m128i bytes) {
    const __m128i is_clear = _mm_cmpeq_epi8(_mm_and_si128(bytes, bit), _mm_setzero_si128());
    _mm_storeu_si128(reinterpret_cast<__m128i*>(at) + i, _mm_add_epi8(one, is_clear));  // -1
  };
  const auto swapped = static_cast<long long>(__builtin_bswap64(value));
  const __m128i bytes = _mm_cvtsi64_si128(swapped), twice = _mm_unpacklo_epi8(bytes, bytes);
  const __m128i high = _mm_unpacklo_epi16(twice, twice), low = _mm_unpackhi_epi16(twice, twice);
  put(0, _mm_shuffle_epi32(high, _MM_SHUFFLE(1, 1, 0, 0)));
  put(1, _mm_shuffle_epi32(high, _MM_SHUFFLE(3, 3, 2, 2)));
  put(2, _mm_shuffle_epi32(low, _MM_SHUFFLE(1, 1, 0, 0)));
  put(3, _mm_shuffle_epi32(low, _MM_SHUFFLE(3, 3, 2, 2)));
}
#else
inline void put_64_digits(char* at, std::uint64_t value) {
  for (int i = 0; i < kMostBinaryDigits; ++i)
    at[i] = (value >> (kMostBinaryDigits - 1 - i) & 1) != 0 ? '1' : '0';
}
#endif

/// Writes a number without leading zeros. Returns where the digits end; what follows them, up to
/// kMostBinaryDigits characters from `at` on, is overwritten too.
inline char* put_binary(char* at, std::uint64_t value) {
  const int leading = __builtin_clzll(value | 1);
  put_64_digits(at, value << leading);
  return at + kMostBinaryDigits - leading;
}

}  // namespace drnn
