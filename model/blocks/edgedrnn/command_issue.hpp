#pragma once

#include <cstdint>

#include "model/blocks/clocked_block.hpp"
#include "model/blocks/edgedrnn/edge_registers.hpp"
#include "model/blocks/edgedrnn/edge_streams.hpp"
#include "model/blocks/network_shape.hpp"

namespace drnn {

/// Command issue: turns each column index into the DataMover command that fetches the column, 3H
/// bytes at base + index * 3H [R].
///
/// Timing contract: no register of its own; a command is offered while an index is, and its
/// transfer takes the index.
///
/// Causes: busy (a command is taken), waiting (offered, not taken), idle.
class CommandIssue : public ClockedBlock {
 public:
  enum class Cause { busy, waiting, idle };

  CommandIssue(const EdgeRegisters& registers, const NetworkShape& shape,
               Stream<ColumnIndex>& indices, Stream<FetchCommand>& commands);

  std::uint64_t columns() const { return columns_; }

  void evaluate(Cycle now) override;
  bool commit() override { return false; }
  std::string describe() const override { return std::to_string(columns_) + " columns fetched"; }
  void clear_statistics() override;

 private:
  FetchCommand command() const;

  const EdgeRegisters& registers_;
  const NetworkShape& shape_;
  Stream<ColumnIndex>& indices_;
  Stream<FetchCommand>& commands_;
  std::uint64_t columns_ = 0;
};

}  // namespace drnn
