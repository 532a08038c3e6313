# Read by CMake at llama.cpp's own project() call (CMAKE_PROJECT_llama.cpp_INCLUDE).
# llama-cpp-python forces llama.cpp's "common" library on, though it only loads libllama:
# leaving it out halves the build. The setting has to be changed after it was forced and before it is read.
set(LLAMA_BUILD_COMMON OFF CACHE BOOL "not used by the Python binding" FORCE)

# See amx_tile_config.h. Only GCC miscompiles it; the header does nothing where the processor has no AMX.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:-include ${CMAKE_CURRENT_LIST_DIR}/amx_tile_config.h>")
endif()
