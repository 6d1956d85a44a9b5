/* The draw of assembly/alias-draw.ts in C, in several forms, over the table of a sampler: what a compiler for this
 * machine makes of it.
 *
 * alias FILE BITS STATE INCREMENT DRAWS REPEATS: FILE holds the table; DRAWS is a multiple of
 * 1,024. Prints JSON: nanoseconds a draw, by form and repeat, and a checksum of the draws of each form. All checksums
 * must be equal.
 */
#define _POSIX_C_SOURCE 200112L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MULTIPLIER 6364136223846793005ull
#define GOLDEN 0x9e3779b97f4a7c15ull
#define BLOCK 1024
#define FORMS 5

typedef struct {
  const uint32_t *cells;
  unsigned bits;
  uint64_t state, increment;
} Table;

static uint32_t words[BLOCK];

static inline uint64_t output(uint64_t state) {
  uint64_t word = ((state >> ((state >> 59) + 5)) ^ state) * 12605985483714917081ull;
  return (word >> 43) ^ word;
}

static uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

/* draw t, if its word is an escape */
static __attribute__((noinline)) uint32_t decide(const Table *table, uint64_t t) {
  const uint32_t *residuals = table->cells + (1ull << table->bits);
  uint32_t mask = (1u << table->bits) - 1;
  uint64_t state = mix(table->state + (t + 1) * GOLDEN);
  for (;; state = state * MULTIPLIER + table->increment) {
    uint64_t word = output(state);
    if ((uint32_t)(word >> 32) < residuals[word & mask]) return word & mask;
  }
}

static inline uint32_t choose(const uint32_t *cells, uint32_t mask, uint32_t word) {
  uint32_t packed = cells[word & mask];
  uint32_t own = -(uint32_t)((word | mask) < packed);
  return ((word & own) | (packed & ~own)) & mask;
}

/* in local variables, because the compiler must assume that the draws overwrite the table's fields */
#define LOCALS \
  const uint32_t *restrict cells = table->cells; \
  uint32_t mask = (1u << table->bits) - 1; \
  uint32_t last = ~cells[2ull << table->bits];

static void serial(const Table *table, uint32_t *restrict out, size_t draws) {
  LOCALS
  uint64_t state = table->state, step = table->increment;
  for (size_t i = 0; i < draws; i += 2) {
    uint64_t pair = output(state);
    for (int half = 0; half < 2; half++) {
      uint32_t word = pair >> (32 * half);
      uint32_t packed = cells[word & mask];
      if (word > last) out[i + half] = decide(table, i + half);
      else if ((word | mask) < packed) out[i + half] = word & mask;
      else out[i + half] = packed & mask;
    }
    state = state * MULTIPLIER + step;
  }
}

/* draws the escapes of a block again */
static __attribute__((noinline)) void escapes(const Table *table, uint32_t *restrict out, size_t first,
                                              uint64_t state) {
  uint32_t last = ~table->cells[2ull << table->bits];
  for (size_t i = first; i < first + BLOCK; i += 2) {
    uint64_t pair = output(state);
    if ((uint32_t)pair > last) out[i] = decide(table, i);
    if ((uint32_t)(pair >> 32) > last) out[i + 1] = decide(table, i + 1);
    state = state * MULTIPLIER + table->increment;
  }
}

static void branch_free(const Table *table, uint32_t *restrict out, size_t draws) {
  LOCALS
  uint64_t state = table->state, step = table->increment;
  for (size_t i = 0; i < draws; i += BLOCK) {
    uint64_t start = state;
    uint32_t most = 0;
    for (size_t j = i; j < i + BLOCK; j += 2) {
      uint64_t pair = output(state);
      uint32_t low = pair, high = pair >> 32;
      out[j] = choose(cells, mask, low);
      out[j + 1] = choose(cells, mask, high);
      most = low > most ? low : most;
      most = high > most ? high : most;
      state = state * MULTIPLIER + step;
    }
    if (most > last) escapes(table, out, i, start);
  }
}

/* four states of one sequence, each moving four steps at a time */
#define LANES \
  LOCALS \
  uint64_t multiplier = MULTIPLIER, increment = table->increment; \
  uint64_t a = table->state, b = a * multiplier + increment; \
  uint64_t c = b * multiplier + increment, d = c * multiplier + increment; \
  for (int twice = 0; twice < 2; twice++) { \
    increment *= multiplier + 1; \
    multiplier *= multiplier; \
  }
#define STEP \
  a = a * multiplier + increment; \
  b = b * multiplier + increment; \
  c = c * multiplier + increment; \
  d = d * multiplier + increment;
#define WRITE(to) \
  { \
    uint64_t pairs[4] = {output(a), output(b), output(c), output(d)}; \
    memcpy(to, pairs, sizeof pairs); \
  }

static void four_lanes(const Table *table, uint32_t *restrict out, size_t draws) {
  LANES
  for (size_t i = 0; i < draws; i += BLOCK) {
    uint64_t start = a;
    uint32_t most = 0;
    for (size_t j = i; j < i + BLOCK; j += 8) {
      uint32_t now[8];
      WRITE(now)
      for (int k = 0; k < 8; k++) {
        out[j + k] = choose(cells, mask, now[k]);
        most = now[k] > most ? now[k] : most;
      }
      STEP
    }
    if (most > last) escapes(table, out, i, start);
  }
}

/* eight states, each moving eight steps at a time: an AVX-512 register has eight lanes */
#define EIGHT 8
#define MANY_LANES \
  LOCALS \
  uint64_t multiplier = MULTIPLIER, increment = table->increment, states[EIGHT] = {table->state}; \
  for (int k = 1; k < EIGHT; k++) states[k] = states[k - 1] * multiplier + increment; \
  for (int steps = 1; steps < EIGHT; steps *= 2) { \
    increment *= multiplier + 1; \
    multiplier *= multiplier; \
  }
#define WRITE_WORDS(to) \
  { \
    uint64_t pairs[EIGHT]; \
    for (int k = 0; k < EIGHT; k++) { \
      pairs[k] = output(states[k]); \
      states[k] = states[k] * multiplier + increment; \
    } \
    memcpy(to, pairs, sizeof pairs); \
  }
#define LOOK_UP \
  for (size_t j = 0; j < BLOCK; j++) { \
    out[i + j] = choose(cells, mask, words[j]); \
    most = words[j] > most ? words[j] : most; \
  } \
  if (most > last) escapes(table, out, i, start);

static void two_pass(const Table *table, uint32_t *restrict out, size_t draws) {
  MANY_LANES
  for (size_t i = 0; i < draws; i += BLOCK) {
    uint64_t start = states[0];
    uint32_t most = 0;
    for (size_t j = 0; j < BLOCK; j += 2 * EIGHT) WRITE_WORDS(words + j)
    LOOK_UP
  }
}

static void prefetch(const Table *table, uint32_t *restrict out, size_t draws) {
  MANY_LANES
  for (size_t i = 0; i < draws; i += BLOCK) {
    uint64_t start = states[0];
    uint32_t most = 0;
    for (size_t j = 0; j < BLOCK; j += 2 * EIGHT) {
      WRITE_WORDS(words + j)
      for (size_t k = j; k < j + 2 * EIGHT; k++) __builtin_prefetch(&cells[words[k] & mask]);
    }
    LOOK_UP
  }
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

int main(int count, char **args) {
  if (count != 7) return 1;
  unsigned bits = (unsigned)atoi(args[2]);
  size_t draws = strtoull(args[5], NULL, 10);
  int repeats = atoi(args[6]);
  size_t size = (size_t)1 << bits;
  void *cells;
  if (posix_memalign(&cells, 4096, 8 * size + 4)) return 2;
  FILE *file = fopen(args[1], "rb");
  if (!file || fread(cells, 4, 2 * size + 1, file) != 2 * size + 1) return 3;
  fclose(file);
  Table table = {cells, bits, strtoull(args[3], NULL, 10), strtoull(args[4], NULL, 10)};
  uint32_t *out = malloc(4 * draws);
  void (*forms[FORMS])(const Table *, uint32_t *restrict, size_t) = {serial, branch_free, four_lanes, two_pass,
                                                                     prefetch};
  const char *names[FORMS] = {"serial", "branch-free", "four lanes", "two-pass", "prefetch"};
  double *times = malloc(sizeof(double) * FORMS * repeats);
  uint64_t sums[FORMS] = {0};
  for (int repeat = 0; repeat < repeats; repeat++) {
    for (int form = 0; form < FORMS; form++) {
      double start = now();
      forms[form](&table, out, draws);
      times[form * repeats + repeat] = (now() - start) / draws;
      uint64_t sum = 0;
      for (size_t i = 0; i < draws; i++) sum = sum * 31 + out[i];
      sums[form] = sum;
    }
  }
  printf("{");
  for (int form = 0; form < FORMS; form++) {
    printf("%s\"%s\": {\"sum\": \"%llu\", \"times\": [", form ? ", " : "", names[form], (unsigned long long)sums[form]);
    for (int repeat = 0; repeat < repeats; repeat++) {
      printf("%s%.4f", repeat ? ", " : "", times[form * repeats + repeat]);
    }
    printf("]}");
  }
  printf("}\n");
  return 0;
}
