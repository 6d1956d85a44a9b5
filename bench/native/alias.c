/* The draw of assembly/alias.ts in C, in several forms, over the very table of a sampler: what a compiler for this machine makes of it.
 *
 * alias FILE BITS STATE INCREMENT DRAWS REPEATS: FILE holds 2^BITS cells. Prints JSON: nanoseconds a draw of each form, every repeat, and a
 * checksum of what each drew, which has to be the same.
 */
#define _POSIX_C_SOURCE 200112L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define MULTIPLIER 6364136223846793005ull
#define WORDS 1024
#define FORMS 5

typedef struct {
  const uint64_t *cells;
  unsigned bits;
  uint64_t state, increment;
} Table;

static uint64_t words[WORDS];

static inline uint64_t output(uint64_t state) {
  uint64_t word = ((state >> ((state >> 59) + 5)) ^ state) * 12605985483714917081ull;
  return (word >> 43) ^ word;
}

static inline uint32_t choose(const uint64_t *cells, unsigned bits, uint64_t word) {
  uint64_t mask = (1ull << bits) - 1;
  uint64_t cell = word >> (64 - bits);
  uint64_t packed = cells[cell];
  uint64_t own = -(uint64_t)(((word << bits) | mask) < packed);
  return (uint32_t)((cell & own) | (packed & mask & ~own));
}

/* in locals: for all the compiler knows, the draws are written over the table's fields */
#define LOCALS \
  const uint64_t *cells = table->cells; \
  unsigned bits = table->bits;

static void serial(const Table *table, uint32_t *out, size_t draws) {
  LOCALS
  uint64_t state = table->state, step = table->increment;
  uint64_t mask = (1ull << bits) - 1;
  for (size_t i = 0; i < draws; i++) {
    uint64_t word = output(state);
    uint64_t cell = word >> (64 - bits);
    uint64_t packed = cells[cell];
    if (((word << bits) | mask) < packed) out[i] = (uint32_t)cell;
    else out[i] = (uint32_t)(packed & mask);
    state = state * MULTIPLIER + step;
  }
}

static void branch_free(const Table *table, uint32_t *out, size_t draws) {
  LOCALS
  uint64_t state = table->state, step = table->increment;
  for (size_t i = 0; i < draws; i++) {
    out[i] = choose(cells, bits, output(state));
    state = state * MULTIPLIER + step;
  }
}

/* four states of the same sequence, four steps apart from themselves */
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

static void four_lanes(const Table *table, uint32_t *out, size_t draws) {
  LANES
  for (size_t i = 0; i < draws; i += 4) {
    out[i] = choose(cells, bits, output(a));
    out[i + 1] = choose(cells, bits, output(b));
    out[i + 2] = choose(cells, bits, output(c));
    out[i + 3] = choose(cells, bits, output(d));
    STEP
  }
}

static void two_pass(const Table *table, uint32_t *out, size_t draws) {
  LANES
  for (size_t i = 0; i < draws; i += WORDS) {
    for (size_t j = 0; j < WORDS; j += 4) {
      words[j] = output(a);
      words[j + 1] = output(b);
      words[j + 2] = output(c);
      words[j + 3] = output(d);
      STEP
    }
    for (size_t j = 0; j < WORDS; j++) out[i + j] = choose(cells, bits, words[j]);
  }
}

static void prefetch(const Table *table, uint32_t *out, size_t draws) {
  LANES
  unsigned shift = 64 - bits;
  for (size_t i = 0; i < draws; i += WORDS) {
    for (size_t j = 0; j < WORDS; j += 4) {
      words[j] = output(a);
      words[j + 1] = output(b);
      words[j + 2] = output(c);
      words[j + 3] = output(d);
      for (size_t k = j; k < j + 4; k++) __builtin_prefetch(&cells[words[k] >> shift]);
      STEP
    }
    for (size_t j = 0; j < WORDS; j++) out[i + j] = choose(cells, bits, words[j]);
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
  if (posix_memalign(&cells, 4096, 8 * size)) return 2;
  FILE *file = fopen(args[1], "rb");
  if (!file || fread(cells, 8, size, file) != size) return 3;
  fclose(file);
  Table table = {cells, bits, strtoull(args[3], NULL, 10), strtoull(args[4], NULL, 10)};
  uint32_t *out = malloc(4 * draws);
  void (*forms[FORMS])(const Table *, uint32_t *, size_t) = {serial, branch_free, four_lanes, two_pass, prefetch};
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
    for (int repeat = 0; repeat < repeats; repeat++) printf("%s%.4f", repeat ? ", " : "", times[form * repeats + repeat]);
    printf("]}");
  }
  printf("}\n");
  return 0;
}
