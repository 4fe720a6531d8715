break layer_issue
continue
backtrace
monitor time
monitor reg sta.ROWS
monitor reg sta.FEATURES
delete
hbreak scheduler_error
break gemm_issue
continue
monitor stalls
monitor buffer weight 0 32
kill
