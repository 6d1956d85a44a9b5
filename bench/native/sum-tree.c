// A sum tree of two children a node, as torchrl has one in C++ for prioritized replay. An update adds up the nodes
// above, a draw looks for a uniform number. Prints nanoseconds of each run, as JSON. Arguments: log2 of the number of
// weights, operations a run, runs.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t state = 1;

static uint64_t next(void) {
  state = state * 6364136223846793005ull + 1442695040888963407ull;
  uint64_t word = ((state >> ((state >> 59) + 5)) ^ state) * 12605985483714917081ull;
  return (word >> 43) ^ word;
}

static double uniform(void) { return (next() >> 11) * 0x1p-53; }

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static void print(const char *name, const double *times, int runs, int last) {
  printf("\"%s\":[", name);
  for (int r = 0; r < runs; r++) printf("%s%.3f", r ? "," : "", times[r]);
  printf(last ? "]" : "],");
}

int main(int argc, char **argv) {
  if (argc < 4) return 1;
  int64_t n = (int64_t)1 << atoi(argv[1]);
  int operations = atoi(argv[2]);
  int runs = atoi(argv[3]);
  double *sums = malloc(2 * n * sizeof(double));
  int64_t *indices = malloc(operations * sizeof(int64_t));
  double *times = malloc(3 * runs * sizeof(double));
  double *draws = times, *updates = times + runs, *builds = times + 2 * runs;
  uint64_t sink = 0;
  for (int64_t i = 0; i < n; i++) sums[n + i] = 0.5 + uniform();
  for (int r = 0; r < runs; r++) {
    double begin = now();
    for (int64_t i = n - 1; i > 0; i--) sums[i] = sums[2 * i] + sums[2 * i + 1];
    builds[r] = (now() - begin) / n;
    begin = now();
    for (int d = 0; d < operations; d++) {
      double rest = uniform() * sums[1];
      int64_t node = 1;
      while (node < n) {
        node *= 2;
        if (rest > sums[node]) rest -= sums[node++];
      }
      sink += node - n;
    }
    draws[r] = (now() - begin) / operations;
    for (int u = 0; u < operations; u++) indices[u] = next() & (n - 1);
    begin = now();
    for (int u = 0; u < operations; u++) {
      int64_t node = n + indices[u];
      sums[node] = 0.5 + (u & 1023) * 0x1p-10;
      for (; node > 1; node /= 2) sums[node / 2] = sums[node] + sums[node ^ 1];
    }
    updates[r] = (now() - begin) / operations;
  }
  printf("{");
  print("draw", draws, runs, 0);
  print("update", updates, runs, 0);
  print("build", builds, runs, 0);
  printf("\"sink\":[%d]}\n", (int)(sink & 1));
  return 0;
}
