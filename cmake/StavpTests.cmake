# One process per test case, because SystemC does not restart within one.
include(GoogleTest)

# stavp_test(NAME SOURCES ... LIBRARIES ... [LABELS ...]): a GoogleTest program without SystemC.
function(stavp_test name)
  cmake_parse_arguments(T "" "" "SOURCES;LIBRARIES;LABELS" ${ARGN})
  add_executable(${name} ${T_SOURCES})
  target_link_libraries(${name} PRIVATE ${T_LIBRARIES} GTest::gmock GTest::gtest_main)
  gtest_discover_tests(${name} TEST_PREFIX "${name}." PROPERTIES LABELS "${T_LABELS}" DISCOVERY_TIMEOUT 60)
endfunction()

# stavp_sim_test(...): the same with SystemC; each case runs in its own process (tests/support/sim_main.cpp), and any
# simulator warning fails it.
function(stavp_sim_test name)
  cmake_parse_arguments(T "" "" "SOURCES;LIBRARIES;LABELS" ${ARGN})
  add_executable(${name} ${T_SOURCES})
  target_link_libraries(${name} PRIVATE stavp_sim_main ${T_LIBRARIES} GTest::gmock GTest::gtest)
  gtest_discover_tests(${name} TEST_PREFIX "${name}." PROPERTIES LABELS "${T_LABELS}" DISCOVERY_TIMEOUT 60)
endfunction()
