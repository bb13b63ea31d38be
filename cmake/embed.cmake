# followup_embed(TARGET HEADER NAMESPACE FILES...): writes a header into the build folder that holds each file's text as an
# `inline constexpr std::string_view` named after the file (dots and dashes become underscores, the extension is dropped),
# and a table `files` of {name with extension, text}. Edit a file, rebuild, done; nothing to install.
function(followup_embed target header namespace)
  set(output ${CMAKE_BINARY_DIR}/generated/${header})
  string(REPLACE ";" "|" inputs "${ARGN}")
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DNAMESPACE=${namespace} "-DINPUTS=${inputs}"
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    COMMENT "Embedding ${header}" VERBATIM)
  target_sources(${target} PRIVATE ${output})
  target_include_directories(${target} PUBLIC ${CMAKE_BINARY_DIR}/generated)
endfunction()
