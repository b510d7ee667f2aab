#include "rdkafka_table.h"

#include <stdlib.h>
#include <string.h>

void rdk_set_metadata(rdk_partition *place, const void *bytes, size_t count) {
  // The library frees it.
  char *copy = malloc(count + 1);
  if (copy == NULL) return;
  if (count > 0) memcpy(copy, bytes, count);
  copy[count] = 0;
  free(place->metadata);
  place->metadata = copy;
  place->metadata_size = count;
}

#ifdef HIGHTIDE_STATIC

// An executable that holds all libraries cannot load another.
const rdk_table *rdk_load(const char **reason) {
  *reason = NULL;
  return NULL;
}

#else

#include <dlfcn.h>

const rdk_table *rdk_load(const char **reason) {
  static rdk_table table;
  static int is_loaded;
  *reason = NULL;
  if (is_loaded) return &table;
  void *library = dlopen("librdkafka.so.1", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    *reason = dlerror();
    return NULL;
  }
#define RDK_FIND(result, name, arguments)                        \
  {                                                              \
    void *found = dlsym(library, "rd_kafka_" #name);             \
    if (found == NULL) {                                         \
      *reason = dlerror();                                       \
      dlclose(library);                                          \
      return NULL;                                               \
    }                                                            \
    table.name = (__typeof__(table.name))found;                  \
  }
  RDK_FUNCTIONS(RDK_FIND)
#undef RDK_FIND
  is_loaded = 1;
  return &table;
}

#endif
