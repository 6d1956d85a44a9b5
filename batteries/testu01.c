/* Runs a battery of TestU01 on 32-bit numbers from standard input, and prints all its p-values.
   P. L'Ecuyer and R. Simard, "TestU01: A C Library for Empirical Testing of Random Number Generators", ACM Trans.
   Math. Softw. 33 (2007), doi:10.1145/1268776.1268777. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <testu01/bbattery.h>
#include <testu01/swrite.h>
#include <testu01/unif01.h>

enum { BLOCK = 1 << 14, TESTS = 256 };

static uint32_t block[BLOCK];
static size_t next, held;
static uint64_t words;

static unsigned int number(void) {
  if (next == held) {
    words += held;
    held = fread(block, sizeof *block, BLOCK, stdin);
    next = 0;
    if (held == 0) {
      fprintf(stderr, "the stream ended after %llu numbers\n", (unsigned long long)words);
      exit(3);
    }
  }
  return block[next++];
}

/* testu01 BATTERY [TEST TIMES]...: with numbers of tests, repeats only these. */
int main(int count, char **arguments) {
  if (count < 2) return 2;
  const char *battery = arguments[1];
  int times[TESTS] = {0};
  for (int i = 2; i + 1 < count; i += 2) times[atoi(arguments[i]) % TESTS] = atoi(arguments[i + 1]);
  setvbuf(stdin, NULL, _IONBF, 0);
  swrite_Basic = FALSE;
  unif01_Gen *generator = unif01_CreateExternGenBits("standard input", number);
  int all = count == 2;
  if (!strcmp(battery, "smallcrush")) {
    if (all) bbattery_SmallCrush(generator);
    else bbattery_RepeatSmallCrush(generator, times);
  } else if (!strcmp(battery, "crush")) {
    if (all) bbattery_Crush(generator);
    else bbattery_RepeatCrush(generator, times);
  } else if (!strcmp(battery, "bigcrush")) {
    if (all) bbattery_BigCrush(generator);
    else bbattery_RepeatBigCrush(generator, times);
  } else return 2;
  for (int i = 0; i < bbattery_NTests; i++) printf("p-value\t%s\t%.17g\n", bbattery_TestNames[i], bbattery_pVal[i]);
  printf("numbers\t%llu\n", (unsigned long long)(words + next));
  unif01_DeleteExternGenBits(generator);
  return 0;
}
