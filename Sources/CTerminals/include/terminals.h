#ifndef TERMINALS_H
#define TERMINALS_H

#include <stddef.h>

/// The compiled description of a common terminal in base64, as `TERMINFO` takes it behind `b64:`; NULL
/// for any other name.
const char *_Nullable terminal_description(const char *_Nonnull name);

#endif
