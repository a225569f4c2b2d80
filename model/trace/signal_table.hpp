#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/trace/signals.hpp"

namespace drnn {

/// The declared signals of a design with their present values.
///
/// A state is shown as a code that means the same name in every signal, so that one list of names
/// serves them all.
class SignalTable {
 public:
  struct Entry {
    std::string scope;
    std::string name;
    Signal::Kind kind;
    int bits;
    bool detail;
    std::vector<std::uint8_t> codes;  ///< of a state: the code of each of its values

    std::string full_name() const { return scope + "." + name; }
  };

  static constexpr int kStateBits = 8;

  explicit SignalTable(const Signals& signals);
  SignalTable(const SignalTable&) = delete;  // entries are referred to by their index
  SignalTable& operator=(const SignalTable&) = delete;

  const std::vector<Entry>& entries() const { return entries_; }
  std::optional<std::size_t> find(std::string_view full_name) const;
  /// The names of states by their codes.
  const std::vector<std::string>& state_names() const { return state_names_; }

  /// Lets sample() read this signal; without it the value stays 0.
  void watch(std::size_t index);
  /// True if a watched signal may change in cycles in which no block does.
  bool watches_detail() const { return watches_detail_; }

  /// Reads the watched signals of this moment.
  void sample(Moment moment);
  std::uint64_t operator[](std::size_t index) const { return values_[index]; }

 private:
  struct Reader {
    void (*read)(const void*, std::uint64_t*);
    const void* source;
    std::size_t first;
  };
  struct Masked {
    std::size_t index;
    std::uint64_t mask;
  };
  struct Coded {
    std::size_t index;
    const std::uint8_t* codes;
  };
  struct AtMoment {
    std::vector<Reader> readers;
    std::vector<Masked> masked;
    std::vector<Coded> coded;
  };
  struct Source {
    Probe probe;
    std::size_t first;
    bool watched = false;
  };

  void add_entry(const Probe& probe, const Signal& signal);
  std::uint8_t code_of(std::string_view name);

  std::vector<Entry> entries_;
  std::vector<std::size_t> source_of_;  ///< of each entry
  std::vector<Source> sources_;
  std::vector<std::string> state_names_;
  std::vector<std::uint64_t> values_;
  AtMoment moments_[3];
  bool watches_detail_ = false;
};

}  // namespace drnn
