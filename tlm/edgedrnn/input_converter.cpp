#include "tlm/edgedrnn/input_converter.hpp"

#include <algorithm>

namespace drnn {

InputConverter::InputConverter(int num_pe, int port_words, WordFifo& source,
                               Stream<InputBeat>& stream)
    : WidthConverter("input_converter", num_pe, std::min(num_pe, port_words)),
      piece_words_(static_cast<std::size_t>(std::min(num_pe, port_words))),
      source_(source),
      stream_(stream) {
  stream_.drive([this] { return offered(); }, [this] { return InputBeat{beat()}; }, this);
}

void InputConverter::evaluate(Cycle now) {
  WidthConverter::evaluate(now);
  if (!available()) source_.await_entry(*this);
}

bool InputConverter::take(std::int16_t* words) {
  for (std::size_t i = 0; i < piece_words_; ++i) words[i] = source_.peek(i);
  source_.pop(piece_words_);
  return false;
}

}  // namespace drnn
