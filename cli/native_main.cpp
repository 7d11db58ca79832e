#include "cli/native_backend.h"
#include "cli/session.h"

int main(int argc, char** argv) { return idx::cli::RunProgram(argc, argv, &idx::cli::LlvmBackend()); }
