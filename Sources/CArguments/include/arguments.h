#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include <stddef.h>

/// How many arguments the program was started with, its name among them.
size_t argument_count(void);

/// One of them, which ends with a NUL and lasts as long as the program; its bytes may be any other.
///
/// `index` is below `argument_count()`.
const char *_Nonnull argument_at(size_t index);

/// Removes from the environment what an executable without shared libraries had to put there.
void forget_backtrace(void);

/// Gives back the memory that holds the program's code; `madvise(2)`.
///
/// What runs from here on is mapped again out of the cache of the file, as at the start. It takes some
/// hundred microseconds, and saves 2 to 3 MiB that only starting needed.
void release_code(void);

#endif
