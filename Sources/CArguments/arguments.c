#include "arguments.h"

static int count;
static char **arguments;

// The C library hands each constructor what it hands `main`. Swift's `CommandLine` looks for the
// arguments in front of the environment, which is elsewhere once a library that was preloaded has
// called `setenv`, and else in /proc, which may not be there.
__attribute__((constructor)) static void keep_arguments(int argc, char **argv) {
  count = argc;
  arguments = argv;
}

size_t argument_count(void) { return (size_t)count; }

const char *argument_at(size_t index) { return arguments[index]; }
