info registers pc a1 priv
break layer_issue
continue
backtrace
monitor time
monitor reg sta.ROWS
monitor reg sta.FEATURES
delete
watch *(unsigned char*)0x50000000
continue
monitor time
monitor stalls
monitor buffer weight 0 32
delete
break trap_handle
continue
info registers mcause mepc
delete
continue
