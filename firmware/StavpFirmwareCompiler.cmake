# build/firmware/cc: compiles and links a program for the simulated host that is not part of this tree, with the boot
# code, drivers and scheduler of this build: build/firmware/cc a.c b.c -o a.elf. As stavp_firmware() it links twice, the
# second time with the table of symbols.
set(words ${STAVP_RISCV_GCC} ${STAVP_FIRMWARE_FLAGS} -nostartfiles -static -Wl,--gc-sections -Wl,--fatal-warnings
          -Wl,--no-warn-rwx-segments -L ${CMAKE_CURRENT_LIST_DIR}/boot -T ${CMAKE_CURRENT_LIST_DIR}/boot/firmware.ld
          ${STAVP_FIRMWARE_BOOT})
list(TRANSFORM words REPLACE "(.+)" "'\\1'")
list(JOIN words " " words)
file(WRITE ${STAVP_FIRMWARE_OUT}/cc
     "#!/bin/sh\n"
     "build() { ${words} \"$@\" '${STAVP_FIRMWARE_LIBRARY}' -lc '${STAVP_FIRMWARE_LIBRARY}'; }\n"
     "program=a.out\n"
     "last=\n"
     "for word; do\n"
     "    case $word in -c | -S | -E | -M | -MM) program= ;; esac\n"
     "    [ \"$last\" = -o ] && [ -n \"$program\" ] && program=$word\n"
     "    last=$word\n"
     "done\n"
     "build \"$@\" || exit\n"
     "[ -n \"$program\" ] && [ -e \"$program\" ] || exit 0 # -c, --help\n"
     "table=$(mktemp --suffix=.S) || exit\n"
     "trap 'rm -f \"$table\"' EXIT\n"
     "'${STAVP_PYTHON}' '${CMAKE_CURRENT_LIST_DIR}/tools/symbol_table.py' \"$program\" \"$table\" || exit\n"
     "build \"$@\" \"$table\"\n")
file(CHMOD ${STAVP_FIRMWARE_OUT}/cc PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
                                                WORLD_EXECUTE)
