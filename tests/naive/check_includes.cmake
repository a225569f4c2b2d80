# cmake -DCOMPILER=... -DROOT=... -P check_includes.cmake
# Fails if the naive reference includes a header of the blocks or the statistics, directly or not.
foreach(source naive_reference.cpp naive_blocks.cpp host.cpp trace.cpp)
  execute_process(COMMAND ${COMPILER} -std=c++17 -MM -I${ROOT} ${ROOT}/tests/naive/${source}
    OUTPUT_VARIABLE headers COMMAND_ERROR_IS_FATAL ANY)
  if(NOT headers MATCHES "tests/naive/${source}")
    message(FATAL_ERROR "no headers listed for ${source}")
  endif()
  if(headers MATCHES "model/(blocks|stats)/[^ ]*")
    message(FATAL_ERROR "${source} includes ${CMAKE_MATCH_0}")
  endif()
endforeach()
