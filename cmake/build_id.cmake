# idx_build_id(NAME): a library NAME that defines kBuildId (cli/build_id.h), a digest over the libraries of the compiler
# and of the functions that rules call. To be called when all folders are known.
function(idx_build_id name)
  get_property(libraries GLOBAL PROPERTY IDX_STATIC_LIBRARIES)
  list(FILTER libraries INCLUDE REGEX "^(base|stdlib|compiler)_")
  list(TRANSFORM libraries REPLACE "(.+)" "$<TARGET_FILE:\\1>" OUTPUT_VARIABLE files)
  list(JOIN files "|" files)
  set(out ${CMAKE_BINARY_DIR}/build_id.cpp)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} "-DFILES=${files}" -DOUT=${out} -P ${CMAKE_SOURCE_DIR}/cmake/write_build_id.cmake
    DEPENDS ${libraries} ${CMAKE_SOURCE_DIR}/cmake/write_build_id.cmake
    VERBATIM)
  add_library(${name} STATIC ${out})
  target_link_libraries(${name} PRIVATE idx_settings)
endfunction()
