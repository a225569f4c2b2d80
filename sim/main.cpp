#include <csignal>
#include <cstdlib>
#include <string>
#include <systemc>
#include <vector>

#include "sim/command_line.hpp"

int sc_main(int argc, char* argv[]) {
  // "Simulation stopped" is no news to a user: the program says itself how it ended.
  sc_core::sc_report_handler::set_actions(sc_core::SC_INFO, sc_core::SC_DO_NOTHING);
  return drnn::run_command_line(std::vector<std::string>(argv + 1, argv + argc));
}

// libsystemc has a main() that prints a banner; this one does not.
int main(int argc, char* argv[]) {
  std::signal(SIGXFSZ, SIG_IGN);  // a full quota is a failed write, reported as such
  setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 1);
  return sc_core::sc_elab_and_sim(argc, argv);
}
