#pragma once

#include <systemc>
#include <utility>

#include "model/blocks/clocked_block.hpp"

namespace drnn {

/// Gives a block its place in the SystemC hierarchy. The block itself is plain C++ and is tested
/// without the kernel; the module is what waveforms and reports name.
template <class Block>
class Module : public sc_core::sc_module {
 public:
  template <class... Arguments>
  explicit Module(const sc_core::sc_module_name& name, Arguments&&... arguments)
      : sc_core::sc_module(name), block_(std::forward<Arguments>(arguments)...) {}

  Block& operator*() { return block_; }
  const Block& operator*() const { return block_; }
  Block* operator->() { return &block_; }
  const Block* operator->() const { return &block_; }

 private:
  Block block_;
};

/// The place in the hierarchy of a block that someone else owns.
class BlockPlace : public sc_core::sc_module {
 public:
  explicit BlockPlace(const ClockedBlock& block)
      : sc_core::sc_module(sc_core::sc_module_name(block.name().c_str())), block_(block) {}

  const ClockedBlock& operator*() const { return block_; }
  const ClockedBlock* operator->() const { return &block_; }

 private:
  const ClockedBlock& block_;
};

}  // namespace drnn
