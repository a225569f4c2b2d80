#include "examples/firmware/drnn_model.h"

#include <exception>
#include <memory>
#include <string>
#include <systemc>

#include "model/config/configuration.hpp"
#include "tlm/zynq_system.hpp"

struct drnn_model {
  std::unique_ptr<drnn::ZynqSystem> system;
  std::string error;
};

namespace {

drnn::Parameters parameters(const char* preset, const char* ini) {
  drnn::Configuration configuration;
  if (preset != nullptr) configuration.apply_preset(preset);
  if (ini != nullptr) configuration.apply_ini(ini, "ini");
  configuration.resolve();
  return configuration.parameters();
}

/// Calls `body` and keeps what it throws: no exception may reach C.
template <class Body>
bool guarded(drnn_model& model, Body body) {
  try {
    body();
    return true;
  } catch (const std::exception& error) {
    model.error = error.what();
    return false;
  }
}

}  // namespace

/// SystemC's library refers to it; its own main(), which would call it, gives way to firmware's.
int sc_main(int, char*[]) {
  return 0;
}

drnn_model* drnn_model_create(const char* preset, const char* ini) {
  auto model = std::make_unique<drnn_model>();
  guarded(*model, [&] {
    model->system =
        std::make_unique<drnn::ZynqSystem>("drnn", parameters(preset, ini), drnn::Engine::fast);
  });
  return model.release();
}

void drnn_model_destroy(drnn_model* model) {
  delete model;
}

int drnn_model_run(drnn_model* model, drnn_firmware firmware, void* argument) {
  if (!model->error.empty()) return DRNN_MODEL_FAILED;
  int result = DRNN_MODEL_FAILED;
  guarded(*model, [&] {
    model->system->run_program([&] { result = firmware(&model->system->host().bus(), argument); });
  });
  return model->error.empty() ? result : DRNN_MODEL_FAILED;
}

const char* drnn_model_error(const drnn_model* model) {
  return model->error.c_str();
}

uint64_t drnn_model_cycle(const drnn_model* model) {
  return model->system ? model->system->host().now() : 0;
}

void drnn_model_spend(drnn_model* model, uint64_t cycles) {
  if (model->system) model->system->host().spend(cycles);
}
