// What is done to the program that this library is preloaded into.
//
// The file that FAULTS names begins with these numbers. Whoever shares the file may change them at
// any time; all of them zero, and nothing is done. Only reads and writes of regular files are
// meant: pipes and terminals stay as they are.

#ifndef FAULTS_H
#define FAULTS_H

#include <stdint.h>

struct faults {
  // How far the wall clock is off, in seconds.
  int64_t clock_offset;
  // How long each read at a place takes, in microseconds.
  int64_t read_delay;
  // Of how many such reads one fails with EIO: 1 for all of them.
  int64_t failing_read;
  // Whether the disk is full: what is being written is cut short, then nothing more can be.
  int64_t is_full;
  // How many reads and writes have failed for these reasons.
  int64_t failed_reads;
  int64_t failed_writes;
  // Whether the user has no watch left (1), or no instance of inotify either (2).
  int64_t exhausted_notices;
  // How many were asked for in vain.
  int64_t refused_notices;
};

#endif
