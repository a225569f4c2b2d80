#include "model/arith/fired_elements.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace drnn {

namespace {

#ifdef __SSE2__

/// Of eight elements, a byte each in the lower half.
__m128i fired_eight(const std::int16_t* values, const std::int16_t* references, int unused_bits,
                    std::int32_t below) {
  const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(values));
  const __m128i r = _mm_loadu_si128(reinterpret_cast<const __m128i*>(references));
  const __m128i shift = _mm_cvtsi32_si128(unused_bits);
  const __m128i limit = _mm_set1_epi32(below);
  const auto fired = [&](__m128i wide_v, __m128i wide_r) {
    // Interleaved with itself and shifted back, a word is sign-extended.
    const __m128i exact = _mm_sub_epi32(_mm_srai_epi32(wide_v, 16), _mm_srai_epi32(wide_r, 16));
    const __m128i delta = _mm_sra_epi32(_mm_sll_epi32(exact, shift), shift);
    const __m128i sign = _mm_srai_epi32(delta, 31);
    const __m128i magnitude = _mm_sub_epi32(_mm_xor_si128(delta, sign), sign);
    return _mm_cmpgt_epi32(magnitude, limit);
  };
  return _mm_packs_epi32(fired(_mm_unpacklo_epi16(v, v), _mm_unpacklo_epi16(r, r)),
                         fired(_mm_unpackhi_epi16(v, v), _mm_unpackhi_epi16(r, r)));
}

/// Of as many groups of eight as there are.
std::uint64_t fired_eights(const std::int16_t* values, const std::int16_t* references, int count,
                           int unused_bits, std::int32_t below) {
  std::uint64_t fired = 0;
  for (int first = 0; first + 8 <= count; first += 8) {
    const __m128i words = fired_eight(values + first, references + first, unused_bits, below);
    const int bits = _mm_movemask_epi8(_mm_packs_epi16(words, _mm_setzero_si128()));
    fired |= static_cast<std::uint64_t>(bits) << first;
  }
  return fired;
}

constexpr int kTogether = 8;

#else

std::uint64_t fired_eights(const std::int16_t*, const std::int16_t*, int, int, std::int32_t) {
  return 0;
}

constexpr int kTogether = kMostElementsTogether + 1;

#endif

}  // namespace

std::uint64_t fired_elements(const std::int16_t* values, const std::int16_t* references, int count,
                             std::int32_t theta, const NumericProfile& profile) {
  // What a magnitude must exceed: theta or one less, and always 0.
  const std::int32_t below = profile.compare == DeltaCompare::ge ? theta - 1 : theta;
  std::uint64_t fired =
      fired_eights(values, references, count, 32 - profile.delta_bits, below > 0 ? below : 0);
  for (int i = count / kTogether * kTogether; i < count; ++i) {
    const bool fires_now = fires(delta(values[i], references[i], profile), theta, profile);
    fired |= std::uint64_t{fires_now} << i;
  }
  return fired;
}

}  // namespace drnn
