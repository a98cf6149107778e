# The installed tree: the command, and for programs of others the headers under include/factgraph, one static library per
# module and a package file, so that find_package(factgraph) gives factgraph::factgraph.
include(CMakePackageConfigHelpers)

set(factgraph_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/factgraph)

# All modules in one name.
add_library(factgraph_all INTERFACE)
add_library(factgraph::factgraph ALIAS factgraph_all)
set_target_properties(factgraph_all PROPERTIES EXPORT_NAME factgraph)
target_link_libraries(factgraph_all INTERFACE factgraph::extract factgraph::db factgraph::export)

install(TARGETS factgraph RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS factgraph_all factgraph_core factgraph_schema factgraph_language factgraph_extract factgraph_db
                factgraph_export
        EXPORT factgraph
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/factgraph)
install(EXPORT factgraph NAMESPACE factgraph:: FILE factgraph-targets.cmake DESTINATION ${factgraph_package_dir})

configure_package_config_file(cmake/factgraph-config.cmake.in factgraph-config.cmake
                              INSTALL_DESTINATION ${factgraph_package_dir})
write_basic_package_version_file(factgraph-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/factgraph-config.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/factgraph-config-version.cmake
        DESTINATION ${factgraph_package_dir})
install(FILES schema/ontology.toml metadata.yaml DESTINATION ${CMAKE_INSTALL_DATADIR}/factgraph)
