#include "arguments.h"

#include <stdlib.h>

static int count;
static char **arguments;

// The C library hands each constructor what it hands `main`. Swift's `CommandLine` looks for the
// arguments in front of the environment, which is elsewhere once a library that was preloaded has
// called `setenv`, and else in /proc, which may not be there.
__attribute__((constructor)) static void keep_arguments(int argc, char **argv) {
  count = argc;
  arguments = argv;
}

#ifdef HIGHTIDE_STATIC
static const char *const backtrace = "SWIFT_BACKTRACE";
static int sets_backtrace;

// Before it does anything, Swift looks for its program for backtraces beside its library, which an
// executable that holds the library does not know without /proc; and ends. So it is told of a place
// before the constructors of Swift, which have no number, run.
__attribute__((constructor(101))) static void set_backtrace(void) {
  sets_backtrace = getenv(backtrace) == NULL;
  if (sets_backtrace) setenv(backtrace, "enable=no,swift-backtrace=/", 1);
}

// For the programs that are started it is as it was.
void forget_backtrace(void) {
  if (sets_backtrace) unsetenv(backtrace);
}
#else
void forget_backtrace(void) {}
#endif

size_t argument_count(void) { return (size_t)count; }

const char *argument_at(size_t index) { return arguments[index]; }
