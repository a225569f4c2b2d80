#include "sim/report/report_page.hpp"

#include <functional>
#include <map>

#include "sim/report/report_data.hpp"
#include "sim/report/report_sources.hpp"
#include "sim/report/script_text.hpp"

namespace drnn {

namespace {

std::string source(std::string_view name) {
  for (const ReportSource& s : report_sources())
    if (s.name == name) return std::string(s.text);
  return {};
}

bool is_script(std::string_view name) {
  return name.size() > 3 && name.substr(name.size() - 3) == ".js";
}

void write_scripts(std::ostream& out) {
  for (const ReportSource& s : report_sources())
    if (is_script(s.name)) out << script_code(std::string(s.text)) << "\n";
}

}  // namespace

void write_report_page(std::ostream& out, SweepResult& sweep, const std::string& library) {
  const std::map<std::string, std::function<void()>> parts{
      {"style", [&] { out << source("style.css"); }},
      {"library", [&] { out << script_code(library); }},
      {"data", [&] { write_report_data(out, sweep); }},
      {"scripts", [&] { write_scripts(out); }}};
  const std::string page = source("page.html");
  std::size_t at = 0;
  for (std::size_t mark; (mark = page.find("{{", at)) != std::string::npos;) {
    const std::size_t end = page.find("}}", mark);
    out << page.substr(at, mark - at);
    parts.at(page.substr(mark + 2, end - mark - 2))();
    at = end + 2;
  }
  out << page.substr(at);
}

}  // namespace drnn
