# Runs PROGRAM under different environments; all must print the same digest.
set(first "")
foreach(environment "OMP_NUM_THREADS=1;OPENBLAS_NUM_THREADS=1" "OMP_NUM_THREADS=3;OPENBLAS_NUM_THREADS=4"
                    "OMP_NUM_THREADS=2;OMP_DYNAMIC=true" "MALLOC_PERTURB_=165")
  execute_process(COMMAND ${CMAKE_COMMAND} -E env ${environment} ${PROGRAM}
                  OUTPUT_VARIABLE digest RESULT_VARIABLE code)
  if(NOT code EQUAL 0 OR NOT digest MATCHES "^[0-9a-f]+\n$")
    message(FATAL_ERROR "${environment}: exit ${code}, printed '${digest}'")
  endif()
  if(first STREQUAL "")
    set(first "${digest}")
  elseif(NOT digest STREQUAL first)
    message(FATAL_ERROR "${environment}: ${digest} instead of ${first}")
  endif()
endforeach()
