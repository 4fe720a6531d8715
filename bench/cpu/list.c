#include "bench.h"
#include "kernels.h"

#define NODES 512

struct node {
    struct node* next;
    int16_t value;
    int16_t index;
};

static struct node nodes[NODES];
static struct node* head;

static void build(uint64_t* seed) {
    head = 0;
    for (int i = 0; i < NODES; ++i) {
        /* Not in the order of memory. */
        struct node* node = &nodes[i * 37 % NODES];
        node->value = (int16_t)next_random(seed);
        node->index = (int16_t)i;
        node->next = head;
        head = node;
    }
}

static void reverse(void) {
    struct node* done = 0;
    while (head != 0) {
        struct node* next = head->next;
        head->next = done;
        done = head;
        head = next;
    }
    head = done;
}

static const struct node* find(int16_t index) {
    const struct node* node = head;
    while (node != 0 && node->index != index)
        node = node->next;
    return node;
}

static int by_value(const struct node* a, const struct node* b) {
    return a->value - b->value;
}

static struct node* merge(struct node* a, struct node* b, int (*compare)(const struct node*, const struct node*)) {
    struct node* first = 0;
    struct node** end = &first;
    while (a != 0 && b != 0) {
        struct node** smaller = compare(a, b) <= 0 ? &a : &b;
        *end = *smaller;
        end = &(*smaller)->next;
        *smaller = *end;
    }
    *end = a != 0 ? a : b;
    return first;
}

static struct node* sort(struct node* list, int length, int (*compare)(const struct node*, const struct node*)) {
    if (length == 1) {
        list->next = 0;
        return list;
    }
    struct node* half = list;
    for (int i = 0; i < length / 2; ++i)
        half = half->next;
    struct node* right = sort(half, length - length / 2, compare);
    return merge(sort(list, length / 2, compare), right, compare);
}

uint16_t list_work(uint64_t seed) {
    build(&seed);
    uint16_t crc = 0;
    for (int i = 0; i < 16; ++i) {
        reverse();
        const struct node* found = find((int16_t)(next_random(&seed) % (NODES + NODES / 8)));
        crc = crc16_u16(crc, found == 0 ? 0xffff : (uint16_t)found->value);
    }
    head = sort(head, NODES, by_value);
    for (const struct node* node = head; node != 0; node = node->next)
        crc = crc16_u16(crc, (uint16_t)node->value);
    return crc;
}

int list_is_sorted(void) {
    int count = 1;
    for (const struct node* node = head; node->next != 0; node = node->next, ++count)
        if (node->value > node->next->value) return 0;
    return count == NODES;
}
