#define _GNU_SOURCE
#include "faults.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static struct faults *faults;
static int64_t reads;

__attribute__((constructor)) static void map_faults(void) {
  const char *path = getenv("FAULTS");
  // Meant for this program alone, not for those that it starts.
  unsetenv("LD_PRELOAD");
  // The C library then keeps the environment elsewhere.
  if (getenv("FAULTS_MOVE_ENVIRONMENT")) setenv("FAULTS_MOVED", "yes", 1);
  if (!path) return;
  int descriptor = open(path, O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return;
  void *shared =
      mmap(NULL, sizeof(struct faults), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (shared != MAP_FAILED) faults = shared;
  close(descriptor);
}

static int64_t get(const int64_t *number) { return __atomic_load_n(number, __ATOMIC_RELAXED); }

static int64_t add_one(int64_t *number) {
  return __atomic_add_fetch(number, 1, __ATOMIC_RELAXED);
}

static bool is_regular(int descriptor) {
  struct stat status;
  return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  long result = syscall(SYS_clock_gettime, clock, time);
  if (result == 0 && faults && clock == CLOCK_REALTIME) time->tv_sec += get(&faults->clock_offset);
  return (int)result;
}

// That which librdkafka gives its records their times by.
int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  long result = syscall(SYS_gettimeofday, time, zone);
  if (result == 0 && faults) time->tv_sec += get(&faults->clock_offset);
  return (int)result;
}

ssize_t pread(int descriptor, void *buffer, size_t count, off_t offset) {
  if (faults) {
    int64_t delay = get(&faults->read_delay);
    struct timespec pause = {delay / 1000000, delay % 1000000 * 1000};
    if (delay > 0) nanosleep(&pause, NULL);
    int64_t failing = get(&faults->failing_read);
    if (failing > 0 && add_one(&reads) % failing == 0) {
      add_one(&faults->failed_reads);
      errno = EIO;
      return -1;
    }
  }
  return syscall(SYS_pread64, descriptor, buffer, count, offset);
}

ssize_t pread64(int descriptor, void *buffer, size_t count, off_t offset) {
  return pread(descriptor, buffer, count, offset);
}

ssize_t write(int descriptor, const void *buffer, size_t count) {
  if (faults && get(&faults->is_full) && is_regular(descriptor)) {
    // A disk takes what it has room for before it says that it has none.
    if (count > 1) return syscall(SYS_write, descriptor, buffer, count / 2);
    add_one(&faults->failed_writes);
    errno = ENOSPC;
    return -1;
  }
  return syscall(SYS_write, descriptor, buffer, count);
}

int inotify_init1(int flags) {
  if (faults && get(&faults->exhausted_notices) > 1) {
    add_one(&faults->refused_notices);
    errno = EMFILE;
    return -1;
  }
  return (int)syscall(SYS_inotify_init1, flags);
}

int inotify_add_watch(int descriptor, const char *path, uint32_t mask) {
  if (faults && get(&faults->exhausted_notices) > 0) {
    add_one(&faults->refused_notices);
    errno = ENOSPC;
    return -1;
  }
  return (int)syscall(SYS_inotify_add_watch, descriptor, path, mask);
}
