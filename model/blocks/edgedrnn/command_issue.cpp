#include "model/blocks/edgedrnn/command_issue.hpp"

namespace drnn {

CommandIssue::CommandIssue(const EdgeRegisters& registers, const NetworkShape& shape,
                           Stream<ColumnIndex>& indices, Stream<FetchCommand>& commands)
    : ClockedBlock("command_issue", {"busy", "waiting", "idle"}),
      registers_(registers),
      shape_(shape),
      indices_(indices),
      commands_(commands) {
  indices_.receive([this] { return commands_.ready(); }, this);
  commands_.drive([this] { return indices_.valid(); }, [this] { return command(); }, this);
}

FetchCommand CommandIssue::command() const {
  const auto bytes = static_cast<std::uint32_t>(3 * shape_.front().hidden);
  return {registers_.weight_base() + indices_.data() * bytes, bytes};
}

void CommandIssue::evaluate(Cycle) {
  const bool offered = commands_.valid();
  const bool taken = offered && commands_.transfers() && indices_.transfers();
  columns_ += taken ? 1 : 0;
  attribute(taken ? Cause::busy : offered ? Cause::waiting : Cause::idle);
}

void CommandIssue::clear_statistics() {
  ClockedBlock::clear_statistics();
  columns_ = 0;
}

}  // namespace drnn
