# stavp_machine(PROGRAM DEVICES "block.regs.yaml BASE [PLIC_SOURCE]"... SOURCES ...): build/bin/PROGRAM, which is stavp
# with devices of one's own (docs/tutorials/own-device.md), and for each generated/regs/<block>_regs.hpp for the model
# and generated/fw/<block>_regs.h, with <BLOCK>_BASE and IRQ_<BLOCK>, for firmware.
function(stavp_machine program)
  cmake_parse_arguments(M "" "" "DEVICES;SOURCES" ${ARGN})
  set(out ${CMAKE_BINARY_DIR}/generated/machines/${program})
  file(MAKE_DIRECTORY ${out})
  set(placed)
  set(register_libraries)
  set(yaml_files)
  foreach(device ${M_DEVICES})
    separate_arguments(words UNIX_COMMAND "${device}")
    list(GET words 0 file)
    get_filename_component(yaml ${file} ABSOLUTE)
    get_filename_component(block ${file} NAME)
    string(REPLACE ".regs.yaml" "" block ${block})
    list(REMOVE_AT words 0)
    list(PREPEND words ${yaml})
    list(JOIN words "@" place)
    stavp_registers(regs_${program}_${block} ${file} PLACE ${place})
    list(APPEND register_libraries regs_${program}_${block})
    list(APPEND placed ${place})
    list(APPEND yaml_files ${yaml})
    set_property(GLOBAL APPEND PROPERTY STAVP_FIRMWARE_REGISTERS regs_${program}_${block}_files)
  endforeach()

  get_property(soc_placed GLOBAL PROPERTY STAVP_SOC_PLACED)
  add_custom_command(
    OUTPUT ${out}/soc.cpp ${out}/devices.cpp
    COMMAND regsgen ${soc_placed} ${placed} --soc ${out}/soc.cpp
    COMMAND regsgen ${placed} --devices ${out}/devices.cpp
    DEPENDS regsgen ${yaml_files} ${CMAKE_BINARY_DIR}/generated/soc_blocks.cpp
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    COMMENT "blocks of ${program}"
    VERBATIM)
  # The lists stand before the libraries with those of stavp alone, which are then not taken.
  add_executable(${program} ${CMAKE_SOURCE_DIR}/platform/cli/main.cpp ${M_SOURCES} ${out}/soc.cpp ${out}/devices.cpp)
  target_link_libraries(${program} PRIVATE stavp_cli ${register_libraries})
  target_compile_definitions(${program} PRIVATE STAVP_VERSION="${PROJECT_VERSION}")
endfunction()
