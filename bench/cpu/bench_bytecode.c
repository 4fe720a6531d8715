/* A small stack machine that counts the steps of Collatz sequences: an indirect jump for each of its instructions. */
#include "bench.h"

enum { PUSH, LOAD, STORE, ADD, MULTIPLY, HALVE, ODD, EQUAL, JUMP, JUMP_IF_ZERO, STOP };
enum { N, STEPS, START, TOTAL, VARIABLES };

#define STARTS 60000
/* The steps of all starts from 1 to STARTS. */
#define EXPECTED 6135095ul

static const int32_t program[] = {
    /* 0 */ PUSH,
    1,
    STORE,
    START,
    /* 4 */ LOAD,
    START,
    STORE,
    N,
    /* 8: until n = 1 */ LOAD,
    N,
    PUSH,
    1,
    EQUAL,
    JUMP_IF_ZERO,
    17,
    JUMP,
    46,
    /* 17 */ LOAD,
    TOTAL,
    PUSH,
    1,
    ADD,
    STORE,
    TOTAL,
    /* 24 */ LOAD,
    N,
    ODD,
    JUMP_IF_ZERO,
    39,
    /* 29 */ LOAD,
    N,
    PUSH,
    3,
    MULTIPLY,
    PUSH,
    1,
    ADD,
    JUMP,
    42,
    /* 39 */ LOAD,
    N,
    HALVE,
    /* 42 */ STORE,
    N,
    JUMP,
    8,
    /* 46 */ LOAD,
    START,
    PUSH,
    1,
    ADD,
    STORE,
    START,
    /* 53 */ LOAD,
    START,
    PUSH,
    STARTS + 1,
    EQUAL,
    JUMP_IF_ZERO,
    4,
    /* 60 */ STOP};

static uint64_t run(const int32_t* code) {
    static const void* const labels[] = {&&push, &&load,  &&store, &&add,          &&multiply, &&halve,
                                         &&odd,  &&equal, &&jump,  &&jump_if_zero, &&stop};
    int64_t stack[16];
    int64_t variables[VARIABLES] = {0};
    int64_t* top = stack;
    const int32_t* at = code;
#define NEXT goto* labels[*at++]
    NEXT;
push:
    *++top = *at++;
    NEXT;
load:
    *++top = variables[*at++];
    NEXT;
store:
    variables[*at++] = *top--;
    NEXT;
add:
    --top;
    *top += top[1];
    NEXT;
multiply:
    --top;
    *top *= top[1];
    NEXT;
halve:
    *top >>= 1;
    NEXT;
odd:
    *top &= 1;
    NEXT;
equal:
    --top;
    *top = *top == top[1];
    NEXT;
jump:
    at = code + *at;
    NEXT;
jump_if_zero:
    at = *top-- == 0 ? code + *at : at + 1;
    NEXT;
stop:
    return (uint64_t)variables[TOTAL];
}

int main(void) {
    const uint64_t steps = run(program);
    return report("bytecode", steps, steps == EXPECTED);
}
