#define _GNU_SOURCE
#include "arguments.h"

// What an executable has to do that holds all libraries, where there is not even /proc.
#ifdef HIGHTIDE_STATIC

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

// Whether it is /proc/NUMBER/stat.
static int is_status_of_thread(const char *path) {
  if (strncmp(path, "/proc/", 6) != 0) return 0;
  const char *rest = path + 6;
  if (!isdigit((unsigned char)*rest)) return 0;
  while (isdigit((unsigned char)*rest)) rest++;
  return strcmp(rest, "/stat") == 0;
}

int __real_open(const char *path, int flags, ...);

// libdispatch asks /proc now and then whether its threads run or wait, and crashes where that cannot
// be opened. Without /proc it is told that they run: so it starts no more than there are cores. The
// linker puts this in the place of open(2); see STATIC_FLAGS in the Makefile.
int __wrap_open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0;
  va_end(rest);
  int descriptor = __real_open(path, flags, mode);
  if (descriptor >= 0 || errno != ENOENT || !is_status_of_thread(path)) return descriptor;
  if (access("/proc/self", F_OK) == 0) {
    errno = ENOENT;
    return -1;
  }
  static const char status[] = "1 (x) R 0";
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  ssize_t written = write(ends[1], status, sizeof status - 1);
  (void)written;
  close(ends[1]);
  return ends[0];
}

#else

void forget_backtrace(void) {}

#endif
