#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace drnn {

/// When in an executed cycle a signal is read, so that it shows what holds in that cycle.
enum class Moment {
  begin,      ///< before any block evaluates: what was committed up to the cycle before
  evaluated,  ///< between evaluation and commit: what the blocks do in the cycle
  committed,  ///< after the commit: what a block knows of the cycle only then
};

/// One value of a block that waveforms and timelines show.
struct Signal {
  enum class Kind { flag, number, signed_number, state };

  std::string name;  ///< within its scope
  Kind kind = Kind::flag;
  int bits = 1;
  std::vector<std::string_view> states = {};  ///< of a state: the name of each value, from 0 on
};

Signal flag(std::string name);
/// A number up to `most`.
Signal number(std::string name, std::uint64_t most);
/// A number in two's complement.
Signal signed_number(std::string name, int bits);
Signal state(std::string name, std::vector<std::string_view> states);

/// Signals that are read together.
struct Probe {
  std::string scope;  ///< hierarchical name, components joined by dots
  std::vector<Signal> signals;
  Moment moment = Moment::begin;
  /// Shown only on request. May change in cycles in which no block changes anything, so that while
  /// it is shown each cycle has to be executed.
  bool detail = false;
  const void* source = nullptr;
  void (*read)(const void* source, std::uint64_t* values) = nullptr;  ///< one value a signal
};

/// Collects what blocks declare. A block declares its signals once; reading them costs nothing
/// where nobody asks.
class Signals {
 public:
  /// Where the signals declared from now on belong.
  void enter(std::string scope) { scope_ = std::move(scope); }
  const std::string& scope() const { return scope_; }

  /// Getters: members of Source, functions without arguments or data, one a signal and in their
  /// order; bool, integers, enumerations and Registers of them. The source must outlive all reads.
  template <auto... Getters, class Source>
  void add(const Source& source, Moment moment, std::vector<Signal> signals) {
    probes_.push_back(
        {scope_, std::move(signals), moment, false, &source, &read_all<Source, Getters...>});
  }
  template <auto... Getters, class Source>
  void add_detail(const Source& source, Moment moment, std::vector<Signal> signals) {
    add<Getters...>(source, moment, std::move(signals));
    probes_.back().detail = true;
  }
  /// Of a source that writes all values at once: source.read(values). Values that it leaves alone
  /// stay what they were.
  template <class Source>
  void add_array(const Source& source, Moment moment, std::vector<Signal> signals) {
    probes_.push_back({scope_, std::move(signals), moment, true, &source, &read_array<Source>});
  }

  const std::vector<Probe>& probes() const { return probes_; }

 private:
  template <class T>
  static std::uint64_t bits_of(const T& value) {
    if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
      return static_cast<std::uint64_t>(value);
    } else {
      return bits_of(value.get());
    }
  }
  template <class Source, auto... Getters>
  static void read_all(const void* source, std::uint64_t* values) {
    const auto& object = *static_cast<const Source*>(source);
    ((*values++ = bits_of(std::invoke(Getters, object))), ...);
  }
  template <class Source>
  static void read_array(const void* source, std::uint64_t* values) {
    static_cast<const Source*>(source)->read(values);
  }

  std::string scope_;
  std::vector<Probe> probes_;
};

}  // namespace drnn
