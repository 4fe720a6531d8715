# Runs ELF on QEMU's `virt` machine; fails unless its exit code is CODE and its console matches the regex CONSOLE.
# INPUT is typed once it has had time to set up its UART: QEMU's sender does not wait.
execute_process(
  COMMAND sh -c "[ -z '${INPUT}' ] || { sleep 0.5; printf '%b' '${INPUT}'; }"
  COMMAND ${QEMU} -M virt -bios none -display none -serial stdio -monitor none -kernel ${ELF}
  TIMEOUT 20 OUTPUT_VARIABLE console RESULT_VARIABLE code)
if(NOT code STREQUAL CODE)
  message(FATAL_ERROR "exit code ${code}, expected ${CODE}\n${console}")
endif()
if(NOT console MATCHES "${CONSOLE}")
  message(FATAL_ERROR "console\n${console}\ndoes not match ${CONSOLE}")
endif()
