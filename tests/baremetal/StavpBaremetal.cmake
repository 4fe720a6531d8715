# stavp_baremetal(NAME SOURCES ...): builds build/baremetal/NAME.elf, a freestanding RV64IMAC program at 0x8000_0000.
# C sources get lib/start.S and lib/virt.c; a lone assembly file brings its own _start.
set(STAVP_BAREMETAL_DIR ${CMAKE_BINARY_DIR}/baremetal)
set(STAVP_BAREMETAL_FLAGS -march=rv64imac -misa-spec=2.2 -mabi=lp64 -mcmodel=medany -nostdlib -ffreestanding
                          -O2 -g -Wall -Wextra -Werror)

function(stavp_baremetal name)
  cmake_parse_arguments(B "" "" "SOURCES" ${ARGN})
  set(lib ${CMAKE_SOURCE_DIR}/tests/baremetal/lib)
  set(sources)
  foreach(source ${B_SOURCES})
    get_filename_component(path ${source} ABSOLUTE)
    list(APPEND sources ${path})
    if(path MATCHES "\\.c$")
      set(runtime ${lib}/start.S ${lib}/virt.c)
    endif()
  endforeach()
  set(elf ${STAVP_BAREMETAL_DIR}/${name}.elf)
  file(MAKE_DIRECTORY ${STAVP_BAREMETAL_DIR})
  add_custom_command(
    OUTPUT ${elf}
    COMMAND ${RISCV_GCC} ${STAVP_BAREMETAL_FLAGS} -I${lib} -T${lib}/link.ld -Wl,--no-warn-rwx-segments ${runtime}
            ${sources} -o ${elf}
    DEPENDS ${sources} ${runtime} ${lib}/link.ld ${lib}/virt.h
    COMMENT "bare-metal program ${name}"
    VERBATIM)
  set_property(GLOBAL APPEND PROPERTY STAVP_BAREMETAL_ELFS ${elf})
endfunction()
