# Read by CMake at llama.cpp's own project() call (CMAKE_PROJECT_llama.cpp_INCLUDE).
# llama-cpp-python forces llama.cpp's "common" library on, though it only loads libllama:
# leaving it out halves the build. The setting has to be changed after it was forced and before it is read.
set(LLAMA_BUILD_COMMON OFF CACHE BOOL "not used by the Python binding" FORCE)
