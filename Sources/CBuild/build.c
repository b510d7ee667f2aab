#include "build.h"

// The package description defines these for this file alone, so that a commit recompiles no more.
#ifndef HIGHTIDE_DESCRIBED
#define HIGHTIDE_DESCRIBED ""
#endif
#ifndef HIGHTIDE_COMPILER
#define HIGHTIDE_COMPILER ""
#endif

const char *build_described(void) { return HIGHTIDE_DESCRIBED; }

const char *build_compiler(void) { return HIGHTIDE_COMPILER; }
