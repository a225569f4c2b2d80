#include "sim/default_workload.hpp"

#include "model/config/errors.hpp"

namespace drnn {

namespace fs = std::filesystem;

fs::path default_workload_folder() {
  std::error_code ignored;
  for (fs::path start :
       {fs::read_symlink("/proc/self/exe", ignored).parent_path(), fs::current_path(ignored)}) {
    for (; !start.empty(); start = start.parent_path()) {
      const fs::path folder = start / "traces" / "digits";
      if (fs::exists(folder / "digits.onnx", ignored)) return folder;
      if (start == start.root_path()) break;
    }
  }
  throw InputError(
      "the default workload traces/digits was not found above the program; name one with --network "
      "and --input, or use --synthetic");
}

}  // namespace drnn
