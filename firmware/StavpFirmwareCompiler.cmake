# build/firmware/cc: compiles and links a program for the simulated host that is not part of this tree, with the boot
# code, drivers and scheduler of this build: build/firmware/cc a.c b.c -o a.elf
set(words ${STAVP_RISCV_GCC} ${STAVP_FIRMWARE_FLAGS} -nostartfiles -static -Wl,--gc-sections -Wl,--fatal-warnings
          -Wl,--no-warn-rwx-segments -L ${CMAKE_CURRENT_LIST_DIR}/boot -T ${CMAKE_CURRENT_LIST_DIR}/boot/firmware.ld
          ${STAVP_FIRMWARE_BOOT})
list(TRANSFORM words REPLACE "(.+)" "'\\1'")
list(JOIN words " " words)
file(WRITE ${STAVP_FIRMWARE_OUT}/cc
     "#!/bin/sh\nexec ${words} \"$@\" '${STAVP_FIRMWARE_LIBRARY}' -lc '${STAVP_FIRMWARE_LIBRARY}'\n")
file(CHMOD ${STAVP_FIRMWARE_OUT}/cc PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
                                                WORLD_EXECUTE)
