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
/// The kernel maps each page again from the file's cache when it is next used. This saves 1 to 2 MiB of
/// code that only starting needs.
void release_code(void);

#endif
