# factgraph_module(NAME HEADERS ... SOURCES ... DEPS module... LIBS target... PRIVATE_LIBS target...)
#
# One folder of the house as the static library factgraph_NAME (alias factgraph::NAME). DEPS are the modules it stands
# on; an include against the floors compiles but does not link. Public headers are compiled alone by the target
# all_verify_interface_header_sets.
function(factgraph_module NAME)
  cmake_parse_arguments(ARG "" "" "HEADERS;SOURCES;DEPS;LIBS;PRIVATE_LIBS" ${ARGN})
  set(target factgraph_${NAME})
  add_library(${target} STATIC ${ARG_SOURCES})
  add_library(factgraph::${NAME} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${NAME} VERIFY_INTERFACE_HEADER_SETS ON
                                             POSITION_INDEPENDENT_CODE ON)
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${ARG_HEADERS})
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
                                              $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/factgraph>)
  target_compile_features(${target} PUBLIC cxx_std_20)
  list(TRANSFORM ARG_DEPS PREPEND factgraph::)
  target_link_libraries(${target} PUBLIC ${ARG_DEPS} ${ARG_LIBS} PRIVATE ${ARG_PRIVATE_LIBS})
  factgraph_warnings(${target})
endfunction()

# Warnings for our own code; errors where FACTGRAPH_WERROR says so.
function(factgraph_warnings TARGET)
  target_compile_options(${TARGET} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wshadow -Wnon-virtual-dtor
    -Wold-style-cast -Woverloaded-virtual $<$<BOOL:${FACTGRAPH_WERROR}>:-Werror>>)
endfunction()
