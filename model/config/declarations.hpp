#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/config/parameters.hpp"

namespace drnn {

/// Where a default comes from.
enum class Tag {
  published,    ///< stated by the named source
  derived,      ///< arithmetic on published numbers
  rtl,          ///< read in the authors' EdgeDRNN RTL
  unconfirmed,  ///< remembered or chosen
};
std::string_view to_string(Tag tag);

struct Origin {
  Tag tag = Tag::unconfirmed;
  std::string source;
};

/// The name of a kind, as accelerator.kind takes it.
std::string_view to_string(AcceleratorKind kind);

/// One parameter, declared once: from here come files, options, help, checks, dumps and tables.
struct Declaration {
  std::string name;     ///< section.key
  std::string unit;     ///< empty for pure numbers and choices
  std::string allowed;  ///< "1 to 1024", "true or false", "a, b or c"
  std::string help;
  Tag tag = Tag::unconfirmed;
  std::string source;  ///< of the default; of EdgeDRNN's only where no other is stated below

  /// Parses `text` into the parameters; false where it is not allowed.
  std::function<bool(Parameters&, const std::string& text)> set;
  /// The value as text that set() reads back exactly.
  std::function<std::string(const Parameters&)> get;

  std::optional<AcceleratorKind> only{};  ///< the one kind that has it; nothing: both have it
  std::optional<Origin> edgedrnn{};       ///< where EdgeDRNN's default comes from

  bool belongs_to(AcceleratorKind kind) const { return !only || *only == kind; }
  Origin origin(AcceleratorKind kind) const {
    return kind == AcceleratorKind::edgedrnn && edgedrnn ? *edgedrnn : Origin{tag, source};
  }
  std::string section() const { return name.substr(0, name.find('.')); }
  std::string key() const { return name.substr(name.find('.') + 1); }
  bool has_key(const std::string& other) const {
    return name.compare(name.find('.') + 1, std::string::npos, other) == 0;
  }
};

/// All parameters, in the order of documentation.
const std::vector<Declaration>& declarations();

/// The declaration of `section.key`; nullptr if there is none.
const Declaration* find_declaration(std::string_view name);

}  // namespace drnn
