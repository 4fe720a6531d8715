# Runs ELF in stavp and compares its console with EXPECTED and its exit code with EXIT_CODE.
execute_process(COMMAND ${STAVP} run --fidelity ${FIDELITY} --firmware ${ELF} --timeout-cycles 2000000000
                OUTPUT_VARIABLE console ERROR_VARIABLE errors RESULT_VARIABLE code)
file(READ ${EXPECTED} expected)
if(NOT code STREQUAL EXIT_CODE)
  message(FATAL_ERROR "exit code ${code}, expected ${EXIT_CODE}\n${errors}")
endif()
if(NOT console STREQUAL expected)
  message(FATAL_ERROR "console:\n${console}\nexpected:\n${expected}")
endif()
