/* Does the same work with the GNU Scientific Library: reads lines "task n k", and answers each with nanoseconds an
 * item of some runs, as JSON. "about 0 0" asks for the version and the generator, which is the library's default.
 *
 * cc -O3 -march=native -o gsl gsl.c $(gsl-config --cflags --libs)
 */
#define _POSIX_C_SOURCE 200112L
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_version.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* runs last this long together */
#define SECONDS 0.1
#define MOST_RUNS 100

static gsl_rng *rng;
static double *weights;
static size_t weight_count;
/* the table of the last size, since a row is asked for several times */
static gsl_ran_discrete_t *table;
static size_t table_size;
static uint32_t *out;
static size_t capacity;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

static void forget(void) {
  if (table) gsl_ran_discrete_free(table);
  table = NULL;
  free(weights);
  weights = NULL;
  weight_count = table_size = 0;
}

/* uniform in [0, 1): not the same weights as in JavaScript, but of the same kind */
static void make_weights(size_t n) {
  if (weight_count == n) return;
  forget();
  weights = malloc(n * sizeof *weights);
  if (!weights) return;
  for (size_t i = 0; i < n; i++) weights[i] = gsl_rng_uniform(rng);
  weight_count = n;
}

static void draw(size_t n, size_t k) {
  (void)n;
  for (size_t i = 0; i < k; i++) out[i] = gsl_ran_discrete(rng, table);
}

static void permute(size_t n, size_t k) {
  (void)k;
  for (size_t i = 0; i < n; i++) out[i] = i;
  gsl_ran_shuffle(rng, out, n, sizeof *out);
}

static void construct(size_t n, size_t k) {
  (void)k;
  gsl_ran_discrete_free(gsl_ran_discrete_preproc(n, weights));
}

int main(void) {
  char line[256], task[32];
  size_t n, k;
  rng = gsl_rng_alloc(gsl_rng_default);
  gsl_set_error_handler_off();
  while (fgets(line, sizeof line, stdin)) {
    void (*run)(size_t, size_t) = NULL;
    if (sscanf(line, "%31s %zu %zu", task, &n, &k) != 3) return 1;
    if (!strcmp(task, "about")) {
      printf("{\"GSL %s\": \"%s, the default\"}\n", gsl_version, gsl_rng_name(rng));
      fflush(stdout);
      continue;
    }
    if (!strcmp(task, "draw") || !strcmp(task, "construct")) {
      make_weights(n);
      if (weights && !strcmp(task, "construct")) run = construct;
      if (weights && !strcmp(task, "draw")) {
        if (table_size != n) {
          if (table) gsl_ran_discrete_free(table);
          table = gsl_ran_discrete_preproc(n, weights);
          table_size = table ? n : 0;
        }
        if (table) run = draw;
      }
    } else {
      forget();
      if (!strcmp(task, "permutation")) run = permute;
    }
    size_t needed = n > k ? n : k;
    if (run == draw) needed = k;
    if (run && run != construct && needed > capacity) {
      free(out);
      out = malloc(needed * sizeof *out);
      capacity = out ? needed : 0;
      if (!out) run = NULL;
    }
    if (!run) {
      puts("{}");
      fflush(stdout);
      continue;
    }
    double total = 0;
    printf("{\"GSL %s\": [", gsl_version);
    for (int i = 0; i < MOST_RUNS && (i == 0 || total < SECONDS); i++) {
      double start = now();
      run(n, k);
      double took = now() - start;
      total += took;
      printf("%s%.4f", i ? ", " : "", 1e9 * took / k);
    }
    puts("]}");
    fflush(stdout);
  }
  return 0;
}
