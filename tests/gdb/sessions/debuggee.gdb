info registers pc priv
break turn
continue
backtrace
info registers pc a0
delete
tbreak triangle if n == 3
continue
print n
print/x pattern
set var pattern = 0xfedcba9876543210
print/x pattern
x/4xw &words
set var words[1] = 0x1f2e3d4c
finish
watch turns
continue
print turns
delete
rwatch pattern
hbreak put_text
continue
stepi
info registers minstret
monitor time
continue
continue
