# Compiler and linker settings of every target of the project.
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# A program loads the libraries that it calls and no others: idx starts without LLVM, which alone takes longer to
# load than a kept rule set.
add_link_options(-Wl,--as-needed)

add_library(idx_settings INTERFACE)
target_include_directories(idx_settings INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(idx_settings INTERFACE -Wall -Wextra -Werror -Wshadow -Wno-missing-field-initializers
  -fno-omit-frame-pointer)
if(IDX_SANITIZE)
  # LLVM's libraries have no RTTI, which -fsanitize=vptr needs.
  add_compile_options(-fsanitize=${IDX_SANITIZE} -fno-sanitize=vptr -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${IDX_SANITIZE})
endif()
if(IDX_FUZZ)
  # The libraries under test tell the fuzzer what they covered.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
# Release keeps debug line tables small and assertions on (base/core/assert.h does not look at NDEBUG).
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

find_package(fmt REQUIRED)
find_package(GTest REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(nlohmann_json REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(pugixml REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(Threads REQUIRED)
find_package(benchmark REQUIRED)
pkg_check_modules(PQXX REQUIRED IMPORTED_TARGET libpqxx)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
