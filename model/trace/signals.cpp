#include "model/trace/signals.hpp"

namespace drnn {

namespace {

int bits_up_to(std::uint64_t most) {
  int bits = 1;
  while (bits < 64 && most >> bits != 0) ++bits;
  return bits;
}

}  // namespace

Signal flag(std::string name) {
  return {std::move(name)};
}

Signal number(std::string name, std::uint64_t most) {
  return {std::move(name), Signal::Kind::number, bits_up_to(most)};
}

Signal signed_number(std::string name, int bits) {
  return {std::move(name), Signal::Kind::signed_number, bits};
}

Signal state(std::string name, std::vector<std::string_view> states) {
  const int bits = bits_up_to(states.size() - 1);
  return {std::move(name), Signal::Kind::state, bits, std::move(states)};
}

}  // namespace drnn
