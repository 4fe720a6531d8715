# Runs ELF on QEMU's MACHINE; fails unless the console is EXPECTED and the exit status EXIT_CODE.
if(NOT QEMU)
  message(STATUS "skipped: qemu-system-riscv64 is not installed")
  return()
endif()
if(NOT COMPILER)
  message(STATUS "skipped: riscv64-unknown-elf-gcc is not installed, so ${ELF} was not built")
  return()
endif()
execute_process(
  COMMAND ${QEMU} -M ${MACHINE} -bios none -nographic -kernel ${ELF}
  INPUT_FILE /dev/null
  OUTPUT_VARIABLE console
  ERROR_VARIABLE errors
  RESULT_VARIABLE status
  TIMEOUT 30)
file(READ ${EXPECTED} expected)
if(NOT console STREQUAL expected)
  message(FATAL_ERROR "console:\n${console}\nexpected:\n${expected}\n${errors}")
endif()
if(NOT status STREQUAL EXIT_CODE)
  message(FATAL_ERROR "exit status ${status}, expected ${EXIT_CODE}\n${errors}")
endif()
