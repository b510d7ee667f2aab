#ifndef BUILD_H
#define BUILD_H

/// What `git describe` said of the sources when `make` built the program; empty without either.
const char *_Nonnull build_described(void);

/// The compiler, as `make` found it; empty without `make`.
const char *_Nonnull build_compiler(void);

#endif
