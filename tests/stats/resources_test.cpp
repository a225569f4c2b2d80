#include "model/stats/resources.hpp"

#include <catch2/catch.hpp>

#include "model/stats/edgedrnn_resources.hpp"

using namespace drnn;

namespace {

const std::vector<LayerSize> kPaperNetwork{{40, 256, 296}};

Parameters with_profile(const char* name) {
  Parameters p;
  p.numeric = numeric_profile(name);
  return p;
}

}  // namespace

TEST_CASE("a memory takes the best of the block RAM's aspect ratios", "[resources]") {
  CHECK(bram36_for(72, 512) == 1);
  CHECK(bram36_for(73, 512) == 2);
  CHECK(bram36_for(72, 513) == 2);  // two of 1024x36
  CHECK(bram36_for(36, 1024) == 1);
  CHECK(bram36_for(1, 32768) == 1);
  CHECK(bram36_for(1, 32769) == 2);
}

TEST_CASE("up to 64 words are distributed RAM", "[resources]") {
  CHECK(bram36_for(1000, 64) == 0);
  CHECK(bram36_for(1000, 65) == 14);
}

TEST_CASE("the default preset's blocks add up from its parameters", "[resources]") {
  const Resources r = resources_of(with_profile("drnn"), kPaperNetwork);
  // Weights: 296 words of 3*256*16 bits. Streams: 128 words of 64 and of 192 bits. The rest is at
  // most 64 deep.
  CHECK(r.bram36 == (3 * 256 * 16 + 71) / 72 + 1 + 3);
  // A multiplier a processing element, two products a lane of the activation pipeline.
  CHECK(r.dsp == 3 * 256 + 16 * 2);
  CHECK(r.fits);
}

TEST_CASE("a design of one DSP too many does not fit", "[resources]") {
  Parameters p = with_profile("drnn");
  p.activation.lanes = 110;  // two products each: 220 with no MAC at all
  p.device.name = "xc7z020";
  p.mac.pe_per_channel = 1;
  CHECK_FALSE(resources_of(p, {{4, 1, 5}}).fits);  // 223 of 220
  p.activation.lanes = 108;
  CHECK(resources_of(p, {{4, 1, 5}}).dsp == 219);
  CHECK(resources_of(p, {{4, 1, 5}}).fits);
}

TEST_CASE("a shared multiplier saves what the blend needs", "[resources]") {
  Parameters p = with_profile("edgedrnn");  // three products a unit
  const auto apart = resources_of(p, kPaperNetwork).dsp;
  p.activation.shared_multiplier = true;
  CHECK(apart - resources_of(p, kPaperNetwork).dsp == 2 * p.activation.lanes);
}

TEST_CASE("half blocks have half the depth of whole ones", "[resources]") {
  CHECK(bram18_for(36, 512) == 1);
  CHECK(bram18_for(36, 513) == 2);
  CHECK(bram18_for(37, 512) == 2);
  CHECK(bram18_for(9, 2048) == 1);
  CHECK(bram18_for(1000, 64) == 0);
}

TEST_CASE("EdgeDRNN's blocks add up from its banks, whatever the network", "[resources]") {
  const Parameters p = default_parameters(AcceleratorKind::edgedrnn);
  const Resources r = resources_of(p, kPaperNetwork);
  // Eight banks of 2048 x 24 bit in three half blocks, of 512 x 16 and of 1024 x 16 in one each; a
  // buffer of 1536 x 64 bit in six.
  CHECK(r.bram36 == (8 * (3 + 1 + 1) + 6) / 2);
  CHECK(r.dsp == 8 + 1);
  CHECK(r.fits);
  CHECK(resources_of(p, {{1024, 1024, 2049}, {1024, 1024, 2049}}).bram36 == r.bram36);
}

TEST_CASE("EdgeDRNN of 16 PEs fits a MiniZed, of 32 its banks do not", "[resources]") {
  Parameters p = default_parameters(AcceleratorKind::edgedrnn);
  p.mac.num_pe = 16;
  CHECK(resources_of(p, kPaperNetwork).bram36 == (16 * (2 + 1 + 1) + 6) / 2);
  CHECK(resources_of(p, kPaperNetwork).fits);
  p.mac.num_pe = 32;
  CHECK(resources_of(p, kPaperNetwork).dsp == 33);
  CHECK(resources_of(p, kPaperNetwork).bram36 == (32 * (1 + 1 + 1) + 6) / 2);  // of 50
  CHECK_FALSE(resources_of(p, kPaperNetwork).fits);
}
