# cmake -DFROM=FOLDER -DTO=FOLDER -P copy_library.cmake: copies the chart library if it was fetched.
if(EXISTS ${FROM}/echarts.min.js)
  file(COPY ${FROM}/echarts.min.js DESTINATION ${TO})
endif()
