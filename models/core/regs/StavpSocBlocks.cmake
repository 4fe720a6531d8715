# Everything that is made of all register blocks together (regs/soc_blocks.txt):
#   stavp_soc_blocks        library behind regs/soc_blocks.h
#   build/generated/stavp.svd, build/generated/registers.md   (target soc_registers)
#   registers_md            copies the page to docs/models/registers.md
set(regs_dir ${CMAKE_SOURCE_DIR}/models/core/regs)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${regs_dir}/soc_blocks.txt)
file(STRINGS ${regs_dir}/soc_blocks.txt lines REGEX "^[^#]")
set(placed)
set(yaml ${CMAKE_SOURCE_DIR}/models/core/command_queue.regs.yaml)
foreach(line ${lines})
  separate_arguments(words UNIX_COMMAND "${line}")
  list(GET words 0 file)
  list(GET words 1 base)
  list(GET words 2 source)
  list(APPEND yaml ${CMAKE_SOURCE_DIR}/${file})
  # Relative names, so that what is built in does not depend on where it was built.
  if(source STREQUAL "-")
    list(APPEND placed ${file}@${base})
  else()
    list(APPEND placed ${file}@${base}@${source})
  endif()
endforeach()

set_property(GLOBAL PROPERTY STAVP_SOC_PLACED "${placed}") # for stavp_machine()
set(generated ${CMAKE_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${generated})
foreach(output soc:soc_blocks.cpp svd:stavp.svd md:registers.md)
  string(REPLACE ":" ";" pair ${output})
  list(GET pair 0 kind)
  list(GET pair 1 file)
  add_custom_command(
    OUTPUT ${generated}/${file}
    COMMAND regsgen ${placed} --${kind} ${generated}/${file}
    DEPENDS regsgen ${yaml} ${regs_dir}/soc_blocks.txt
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    COMMENT "${file}"
    VERBATIM)
endforeach()

add_library(stavp_soc_blocks STATIC ${generated}/soc_blocks.cpp)
target_link_libraries(stavp_soc_blocks PUBLIC stavp_regs)
add_custom_target(soc_registers ALL DEPENDS ${generated}/stavp.svd ${generated}/registers.md)
add_custom_target(
  registers_md
  COMMAND ${CMAKE_COMMAND} -E copy ${generated}/registers.md ${CMAKE_SOURCE_DIR}/docs/models/registers.md
  DEPENDS ${generated}/registers.md
  VERBATIM)
