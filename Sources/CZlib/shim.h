#pragma once

// Without the headers of the system, whose types would otherwise seem to be zlib's.
#define Z_SOLO
#include <zlib.h>

// A macro in the header. 15 is the largest window, 16 asks for the gzip format and its checksum.
static inline int hightide_inflate_init_gzip(z_stream *stream) {
  return inflateInit2(stream, 15 + 16);
}
