# stavp_registers(TARGET block.regs.yaml): generates generated/regs/<block>_regs.hpp (for models) and
# generated/fw/<block>_regs.h (for firmware) at build time; TARGET (an INTERFACE library) gives the dependency.
# PLACE FILE@BASE[@PLIC_SOURCE]: firmware's header has the block's place as well.
function(stavp_registers target yaml)
  cmake_parse_arguments(R "" "PLACE" "" ${ARGN})
  get_filename_component(file ${yaml} ABSOLUTE)
  get_filename_component(block ${yaml} NAME)
  string(REPLACE ".regs.yaml" "" block ${block})
  set(place ${file})
  if(R_PLACE)
    set(place ${R_PLACE})
  endif()
  set(hpp ${CMAKE_BINARY_DIR}/generated/regs/${block}_regs.hpp)
  set(h ${CMAKE_BINARY_DIR}/generated/fw/${block}_regs.h)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated/regs ${CMAKE_BINARY_DIR}/generated/fw)
  add_custom_command(
    OUTPUT ${hpp} ${h}
    COMMAND regsgen ${file} --cpp ${hpp}
    COMMAND regsgen ${place} --c ${h}
    DEPENDS regsgen ${file} ${CMAKE_SOURCE_DIR}/models/core/command_queue.regs.yaml
    COMMENT "registers of ${block}"
    VERBATIM)
  add_custom_target(${target}_files DEPENDS ${hpp} ${h})
  add_library(${target} INTERFACE)
  add_dependencies(${target} ${target}_files)
  set_property(GLOBAL APPEND PROPERTY STAVP_REGISTER_TARGETS ${target}_files)
  set_property(GLOBAL APPEND PROPERTY STAVP_REGISTER_YAML ${file})
endfunction()
