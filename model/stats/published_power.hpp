#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "model/config/declarations.hpp"
#include "model/config/parameters.hpp"

namespace drnn {

/// A figure that a result is held against.
struct PublishedFigure {
  double value = 0;
  Tag tag = Tag::unconfirmed;
  std::string_view source;
};

/// The published power of an accelerator.
struct PublishedPower {
  std::string_view name;
  PublishedFigure watts;
  std::optional<PublishedFigure> gops_per_w;
  std::string_view counted;  ///< in the published figure
};
const PublishedPower& published_power(AcceleratorKind kind);

/// The remembered resources of DeltaRNN on its XC7Z100; nothing stands here for EdgeDRNN.
struct PublishedResources {
  double bram36;
  double dsp;
  double luts;
  double flip_flops;
};
std::optional<PublishedResources> published_resources(AcceleratorKind kind);

/// What the proxy counts, and what it does not, a phrase each.
std::vector<std::string_view> counted_in_proxy();
std::vector<std::string_view> missing_in_proxy();

}  // namespace drnn
