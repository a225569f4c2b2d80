#include "tlm/data_mover_command.hpp"

#include <string>

#include "model/config/errors.hpp"

namespace drnn {

namespace {

constexpr int kAddressBits = 40;
constexpr int kAddressBitsInLow = 32;

std::uint64_t checked(std::uint64_t value, int bits, const char* field) {
  if (value >> bits == 0) return value;
  throw SimulationError("data_mover: " + std::to_string(value) + " has more than the " +
                        std::to_string(bits) + " bits of the command's " + field);
}

}  // namespace

DataMoverWord pack(const DataMoverCommand& command) {
  const std::uint64_t address = checked(command.address, kAddressBits, "SADDR");
  DataMoverWord word;
  word.low = checked(command.bytes, 23, "BTT") | std::uint64_t{command.increment} << 23 |
             checked(command.alignment, 6, "DSA") << 24 |
             std::uint64_t{command.end_of_frame} << 30 | std::uint64_t{command.realign} << 31 |
             address << 32;
  word.high = static_cast<std::uint16_t>(address >> kAddressBitsInLow |
                                         checked(command.tag, 4, "TAG") << 8);
  return word;
}

DataMoverCommand unpack(const DataMoverWord& word) {
  DataMoverCommand command;
  command.bytes = static_cast<std::uint32_t>(word.low & DataMoverCommand::kMaxBytes);
  command.increment = (word.low >> 23 & 1) != 0;
  command.alignment = static_cast<std::uint8_t>(word.low >> 24 & 0x3f);
  command.end_of_frame = (word.low >> 30 & 1) != 0;
  command.realign = (word.low >> 31 & 1) != 0;
  command.address = word.low >> 32 | static_cast<std::uint64_t>(word.high & 0xff)
                                         << kAddressBitsInLow;
  command.tag = static_cast<std::uint8_t>(word.high >> 8 & 0xf);
  return command;
}

void DataMoverStatus::add(BurstResponse response) {
  slave_error |= response == BurstResponse::slave_error;
  decode_error |= response == BurstResponse::decode_error;
}

std::uint8_t DataMoverStatus::word() const {
  return static_cast<std::uint8_t>(tag | internal_error << 4 | decode_error << 5 |
                                   slave_error << 6 | okay() << 7);
}

}  // namespace drnn
