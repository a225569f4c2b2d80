#include "model/stats/resources.hpp"

#include <catch2/catch.hpp>

using namespace drnn;

namespace {

const std::vector<LayerSize> kPaperNetwork{{40, 256, 296}};

Parameters with_profile(const char* name) {
  Parameters p;
  p.numeric = numeric_profile(name);
  return p;
}

}  // namespace

TEST_CASE("the default preset's blocks add up from its parameters", "[resources]") {
  const Resources r = resources_of(with_profile("drnn"), kPaperNetwork);
  // Weights: 296 words of 3*256*16 bits. Streams: 128 words of 64 and of 192 bits. The rest is at
  // most 64 deep.
  CHECK(r.bram36 == (3 * 256 * 16 + 71) / 72 + 1 + 3);
  // A multiplier a processing element, two products a lane of the activation pipeline.
  CHECK(r.dsp == 3 * 256 + 16 * 2);
  CHECK(r.fits);
}

TEST_CASE("a design fits with as many DSP48E1 as the device has, and not with more",
          "[resources]") {
  Parameters p = with_profile("drnn");
  p.device.name = "xc7z020";
  const std::vector<LayerSize> small{{4, 72, 76}};
  p.mac.pe_per_channel = 72;
  p.activation.lanes = 2;  // two products each
  CHECK(resources_of(p, small).dsp == 220);
  CHECK(resources_of(p, small).fits);
  p.activation.lanes = 3;
  CHECK(resources_of(p, small).dsp == 222);
  CHECK_FALSE(resources_of(p, small).fits);
  CHECK(resources_of(p, small).limiting().name == "dsp");
}

TEST_CASE("of each resource all that the device has fits, and no more", "[resources]") {
  for (const Device& d : devices()) {
    const std::vector<ResourceUse> all{{"bram36", static_cast<double>(d.bram36), d.bram36},
                                       {"dsp", static_cast<double>(d.dsp), d.dsp},
                                       {"lut_estimate", static_cast<double>(d.lut), d.lut},
                                       {"ff_estimate", static_cast<double>(d.ff), d.ff}};
    CHECK(all_fit(all));
    for (std::size_t i = 0; i < all.size(); ++i) {
      INFO(d.name << ", " << all[i].name);
      std::vector<ResourceUse> more = all;
      more[i].used += i == 0 ? 0.5 : 1;  // half a BRAM36 is one RAMB18
      CHECK_FALSE(all_fit(more));
    }
  }
}

TEST_CASE("a design fits with as many BRAM36 as the device has, and not with half of one more",
          "[resources]") {
  Parameters p = with_profile("drnn");
  p.device.name = "xc7z007s";
  p.mac.pe_per_channel = 15;
  p.activation.lanes = p.delta.lanes = 2;
  p.dma.output_ports = 1;
  p.dma.input_fifo_words = 10240;
  p.dma.output_fifo_words = 1024;
  const auto design = [&](int inputs) {
    return resources_of(p, {{inputs, 64, inputs + 64}, {64, 64, 128}});
  };
  // Half blocks. Weights, 720 bits by 1280: three of 512 words for each 36 bits. Input FIFO, 64
  // bits by 10240: five of 2048 for each 9 and one of 16384 for the last. Output FIFO, 64 bits by
  // 1024.
  const Resources most = design(64);
  CHECK(2 * most.bram36 == 3 * 720 / 36 + (5 * 63 / 9 + 1) + (64 + 17) / 18);
  CHECK(most.bram36 == static_cast<double>(device("xc7z007s").bram36));
  CHECK(most.fits);
  // A row more of inputs to remember: 65 words of 32 bits leave the LUTs for half a block.
  const Resources more = design(65);
  CHECK(more.bram36 == most.bram36 + 0.5);
  CHECK_FALSE(more.fits);
  CHECK(more.limiting().name == "bram36");
}

TEST_CASE("a shared multiplier saves what the blend needs", "[resources]") {
  Parameters p = with_profile("edgedrnn");  // three products a unit
  const auto apart = resources_of(p, kPaperNetwork).dsp;
  p.activation.shared_multiplier = true;
  CHECK(apart - resources_of(p, kPaperNetwork).dsp == 2 * p.activation.lanes);
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

TEST_CASE("a further PE adds its multiplier, its weights and its sums", "[resources]") {
  Parameters p = with_profile("drnn");
  p.mac.pe_per_channel = 64;  // four rows a PE
  const Resources few = resources_of(p, kPaperNetwork);
  CHECK(few.dsp == 3 * 64 + 16 * 2);
  const Memory& weights = memory_of(few.memories, "weights");
  CHECK(weights.width_bits == 3 * 64 * 16);
  CHECK(weights.depth_words == 296 * 4);
  const Memory& sums = memory_of(few.memories, "sums");
  CHECK(sums.bits() == 4 * 4 * 64 * 48);
  CHECK(sums.storage() == Storage::distributed_ram);
}

TEST_CASE("sums wider than a DSP48E1's own take a second one", "[resources]") {
  Parameters p = with_profile("drnn");
  const auto dsp = [&](int bits) {
    p.numeric.accumulator_bits = bits;
    return resources_of(p, kPaperNetwork).dsp;
  };
  CHECK(dsp(49) - dsp(48) == 3 * p.mac.pe_per_channel);
}

TEST_CASE("the limiting resource is the one of the highest utilisation, and decides the fit",
          "[resources]") {
  Parameters p = with_profile("drnn");
  for (const char* name : {"xc7z007s", "xc7z020", "xc7z045", "xc7z100"}) {
    p.device.name = name;
    for (const int pe : {1, 16, 64, 256}) {
      p.mac.pe_per_channel = pe;
      const Resources r = resources_of(p, kPaperNetwork);
      INFO(name << ", " << pe << " PE");
      bool all = true;
      for (const ResourceUse& use : r.uses) {
        CHECK(use.utilisation() <= r.limiting().utilisation());
        all = all && use.used <= static_cast<double>(use.available);
      }
      CHECK(r.fits == all);
    }
  }
}

TEST_CASE("memories, logic and totals are of one design", "[resources]") {
  for (const auto kind : {AcceleratorKind::drnn, AcceleratorKind::edgedrnn}) {
    const Resources r = resources_of(default_parameters(kind), kPaperNetwork);
    std::int64_t halves = 0, luts = 0, flip_flops = 0;
    for (const Memory& memory : r.memories) halves += memory.ramb18();
    for (const LogicPart& part : r.logic) {
      luts += part.luts;
      flip_flops += part.flip_flops;
    }
    CHECK(r.bram36 * 2 == static_cast<double>(halves));
    CHECK(r.luts == luts);
    CHECK(r.flip_flops == flip_flops);
  }
}

TEST_CASE("a bank a PE takes a half block for each PE and channel", "[resources]") {
  const Parameters p = with_profile("drnn");
  const Resources r = resources_of(p, kPaperNetwork);
  const Memory& weights = memory_of(r.memories, "weights");  // 296 words of 16 bits
  CHECK(bram36_with_apart_banks(p, r) ==
        r.bram36 - static_cast<double>(weights.ramb18()) / 2 + 3 * 256 / 2);
}

TEST_CASE("EdgeDRNN fits the device that it was built for", "[resources]") {
  CHECK(resources_of(default_parameters(AcceleratorKind::edgedrnn), kPaperNetwork).fits);
}
