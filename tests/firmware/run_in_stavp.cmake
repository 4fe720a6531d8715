# Runs ELF on stavp with OPTIONS; fails unless its exit code is CODE and what it prints matches the regexes CONSOLE
# (stdout) and, where given, ERRORS (stderr).
execute_process(COMMAND ${STAVP} run --firmware ${ELF} ${OPTIONS} TIMEOUT 60 OUTPUT_VARIABLE console
                ERROR_VARIABLE errors RESULT_VARIABLE code)
if(NOT code STREQUAL CODE)
  message(FATAL_ERROR "exit code ${code}, expected ${CODE}\n${console}${errors}")
endif()
if(NOT console MATCHES "${CONSOLE}")
  message(FATAL_ERROR "console\n${console}\ndoes not match ${CONSOLE}")
endif()
if(NOT errors MATCHES "${ERRORS}")
  message(FATAL_ERROR "stderr\n${errors}\ndoes not match ${ERRORS}")
endif()
