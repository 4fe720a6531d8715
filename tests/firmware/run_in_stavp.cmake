# Runs ELF on stavp; fails unless its exit code is CODE and its console matches the regex CONSOLE.
execute_process(COMMAND ${STAVP} run --firmware ${ELF} TIMEOUT 60 OUTPUT_VARIABLE console ERROR_VARIABLE errors
                RESULT_VARIABLE code)
if(NOT code STREQUAL CODE)
  message(FATAL_ERROR "exit code ${code}, expected ${CODE}\n${console}${errors}")
endif()
if(NOT console MATCHES "${CONSOLE}")
  message(FATAL_ERROR "console\n${console}\ndoes not match ${CONSOLE}")
endif()
