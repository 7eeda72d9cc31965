# The project's whole build vocabulary: five functions.

add_library(opora_flags INTERFACE)
target_compile_options(opora_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wno-missing-field-initializers
  $<$<BOOL:${OPORA_WARNINGS_ARE_ERRORS}>:-Werror>)
# What GTest::gmock_main defines: the precompiled header must have been built with the same.
target_compile_definitions(opora_flags INTERFACE GTEST_HAS_PTHREAD=1)
target_include_directories(opora_flags INTERFACE ${PROJECT_SOURCE_DIR})
if(OPORA_SANITIZE)
  # Generated code is left alone: instrumenting it doubles the build and tests protoc, not us.
  target_compile_options(opora_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

# opora_protos(): every message below protos/ and third_party/ as one library, and the descriptor
# set that is shipped to integrators. No gRPC stubs: common/rpc serves methods by descriptor.
function(opora_protos)
  set(out "${CMAKE_BINARY_DIR}/generated")
  file(MAKE_DIRECTORY "${out}")
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/protos protos/*.proto)
  file(GLOB_RECURSE vendored CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/third_party third_party/*.proto)
  set(include -I ${PROJECT_SOURCE_DIR}/protos -I ${PROJECT_SOURCE_DIR}/third_party)
  set(sources "")
  set(inputs "")
  foreach(file IN LISTS files vendored)
    if(EXISTS ${PROJECT_SOURCE_DIR}/protos/${file})
      set(input ${PROJECT_SOURCE_DIR}/protos/${file})
    else()
      set(input ${PROJECT_SOURCE_DIR}/third_party/${file})
    endif()
    string(REGEX REPLACE "\\.proto$" ".pb.cc" source "${out}/${file}")
    string(REGEX REPLACE "\\.proto$" ".pb.h" header "${out}/${file}")
    add_custom_command(OUTPUT ${source} ${header}
      COMMAND protobuf::protoc --cpp_out=${out} ${include} ${file}
      DEPENDS ${input} VERBATIM)
    list(APPEND sources ${source} ${header})
    list(APPEND inputs ${input})
  endforeach()
  set(descriptors "${CMAKE_BINARY_DIR}/opora.binpb")
  add_custom_command(OUTPUT ${descriptors}
    COMMAND protobuf::protoc --descriptor_set_out=${descriptors} --include_imports --include_source_info
            ${include} ${files}
    DEPENDS ${inputs} VERBATIM)
  add_custom_target(opora_descriptors ALL DEPENDS ${descriptors})
  # An object library: a static one would drop descriptors that nothing refers to by name.
  add_library(opora_protos_objects OBJECT ${sources})
  target_include_directories(opora_protos_objects SYSTEM PUBLIC "${out}")
  target_link_libraries(opora_protos_objects PUBLIC protobuf::libprotobuf)
  target_compile_options(opora_protos_objects PRIVATE -w)
  add_library(opora_protos INTERFACE)
  target_link_libraries(opora_protos INTERFACE opora_protos_objects $<TARGET_OBJECTS:opora_protos_objects>)
  add_dependencies(opora_protos opora_protos_objects)
endfunction()

# opora_embed_sql(TARGET NAMESPACE DIRECTORY): the *.sql files of a directory, in order of their
# names, as the array `kMigrations` of {name, text} in <directory>/migrations.h of the build tree.
function(opora_embed_sql target directory)
  file(GLOB files CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${directory}/*.sql")
  list(SORT files)
  set(entries "")
  foreach(file IN LISTS files)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    get_filename_component(name "${file}" NAME_WE)
    file(READ "${file}" text)
    # Compilers limit a string literal to 64 KB; a migration is cut into pieces that join again.
    string(REPLACE "\n\n" "\n)sql\"\n    R\"sql(\n" text "${text}")
    string(APPEND entries "    {\"${name}\",\n     R\"sql(${text})sql\"},\n")
  endforeach()
  string(REPLACE "/" "_" namespace "${directory}")
  string(CONFIGURE "#pragma once\n\n#include \"common/db/migration.h\"\n\nnamespace opora::sql::${namespace} {\n\ninline constexpr db::Migration kMigrations[] = {\n@entries@};\n\n}  // namespace opora::sql::${namespace}\n" content @ONLY)
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/${directory}/migrations.h" CONTENT "${content}" @ONLY)
  target_include_directories(${target} PUBLIC "${CMAKE_BINARY_DIR}/generated")
endfunction()

# opora_library(NAME DIRECTORY dir [SQL dir] DEPS ...): all sources below a directory but tests
# and mains, with the project's one precompiled header.
function(opora_library name)
  cmake_parse_arguments(ARG "" "DIRECTORY;SQL" "DEPS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${ARG_DIRECTORY}/*.cc)
  list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cc$")
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC ${ARG_DEPS} PRIVATE opora_flags)
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  if(ARG_SQL)
    opora_embed_sql(${name} ${ARG_SQL})
  endif()
  if(name STREQUAL "common")
    target_precompile_headers(${name} PRIVATE ${PROJECT_SOURCE_DIR}/common/precompiled.h)
  else()
    target_precompile_headers(${name} REUSE_FROM common)
  endif()
endfunction()

# opora_service(NAME): services/<name>/ as a library <name>_lib and the binary opora-<name>.
function(opora_service name)
  opora_library(${name}_lib DIRECTORY services/${name} SQL services/${name}/schema DEPS common ${ARGN})
  string(REPLACE "_" "-" binary "opora-${name}")
  add_executable(${binary} services/${name}/main.cc)
  target_link_libraries(${binary} PRIVATE ${name}_lib opora_flags)
  target_precompile_headers(${binary} REUSE_FROM common)
endfunction()

# opora_test(NAME DIRECTORY dir DEPS ...): every *_test.cc below a directory in one binary; below tests/
# the other sources too, which are what the tests stand on.
function(opora_test name)
  cmake_parse_arguments(ARG "" "DIRECTORY" "DEPS" ${ARGN})
  set(pattern *_test.cc)
  if(ARG_DIRECTORY MATCHES "^tests/")
    set(pattern *.cc)
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${ARG_DIRECTORY}/${pattern})
  if(NOT sources)
    return()
  endif()
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} opora_flags GTest::gmock_main)
  target_precompile_headers(${name} REUSE_FROM common)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES TIMEOUT 900)
endfunction()
