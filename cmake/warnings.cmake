# One place for the flags that every target of the project is compiled with.
add_library(followup_flags INTERFACE)
target_compile_options(followup_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  -Wno-missing-field-initializers  # designated initializers leave out what has a default
  -fstack-protector-strong -fno-omit-frame-pointer)
target_compile_definitions(followup_flags INTERFACE _GLIBCXX_ASSERTIONS)
if(CMAKE_BUILD_TYPE STREQUAL "Release" OR CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
  target_compile_options(followup_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fcf-protection)
  # GCC 12 sees overlaps in string concatenation that are not there (GCC bug 105651).
  target_compile_options(followup_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
endif()
if(FOLLOWUP_SANITIZE)
  target_compile_options(followup_flags INTERFACE -fsanitize=${FOLLOWUP_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(followup_flags INTERFACE -fsanitize=${FOLLOWUP_SANITIZE})
  # GCC 12 takes what a vector, an optional or libstdc++'s own <regex> holds for uninitialized once sanitizers have added
  # their code. The release build has the warning.
  target_compile_options(followup_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()
if(FOLLOWUP_FUZZ)
  target_compile_options(followup_flags INTERFACE
    -fsanitize=fuzzer-no-link -fsanitize-ignorelist=${CMAKE_SOURCE_DIR}/tests/fuzz/ignore.txt)
endif()
if(FOLLOWUP_CRASH_POINTS)
  target_compile_definitions(followup_flags INTERFACE FOLLOWUP_CRASH_POINTS)
endif()

# followup_library(NAME SOURCES... ) and followup_program(NAME SOURCES...): a target with the project's flags.
function(followup_library name)
  add_library(${name} STATIC ${ARGN})
  target_link_libraries(${name} PUBLIC followup_flags)
endfunction()
function(followup_program name)
  add_executable(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE followup_flags)
endfunction()

# followup_fast_allocation(NAME): the program gets its memory from jemalloc (docs/design.md); sanitizers bring their own.
function(followup_fast_allocation name)
  if(NOT FOLLOWUP_SANITIZE)
    target_link_options(${name} PRIVATE -Wl,--no-as-needed)
    target_link_libraries(${name} PRIVATE PkgConfig::jemalloc)
  endif()
endfunction()
