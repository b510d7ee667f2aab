#pragma once

// Patterns over bytes. The names of the functions are macros of the width.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

typedef pcre2_code_8 hightide_pattern;
typedef pcre2_match_data_8 hightide_match_data;
typedef pcre2_match_context_8 hightide_match_context;

// Bytes as they are; `$` stands at the end alone.
static inline hightide_pattern *hightide_pattern_compile(
    const uint8_t *text, size_t count, int *error, size_t *offset) {
  return pcre2_compile(
      text, count, PCRE2_NEVER_UTF | PCRE2_NEVER_UCP | PCRE2_DOLLAR_ENDONLY, error, offset, NULL);
}

static inline int hightide_pattern_jit(hightide_pattern *pattern) {
  return pcre2_jit_compile(pattern, PCRE2_JIT_COMPLETE);
}

static inline int hightide_pattern_version(uint8_t *text) {
  return pcre2_config(PCRE2_CONFIG_VERSION, text);
}

static inline void hightide_pattern_free(hightide_pattern *pattern) { pcre2_code_free(pattern); }

static inline int hightide_pattern_message(int error, uint8_t *text, size_t count) {
  return pcre2_get_error_message(error, text, count);
}

static inline hightide_match_data *hightide_match_data_create(void) {
  return pcre2_match_data_create(1, NULL);
}

static inline void hightide_match_data_free(hightide_match_data *data) {
  pcre2_match_data_free(data);
}

static inline hightide_match_context *hightide_match_context_create(
    uint32_t match_limit, uint32_t heap_kilobytes) {
  hightide_match_context *context = pcre2_match_context_create(NULL);
  if (context != NULL) {
    pcre2_set_match_limit(context, match_limit);
    pcre2_set_heap_limit(context, heap_kilobytes);
  }
  return context;
}

static inline void hightide_match_context_free(hightide_match_context *context) {
  pcre2_match_context_free(context);
}

// 0 or more where the pattern matches, PCRE2_ERROR_NOMATCH where it does not, less where it was given
// up.
static inline int hightide_pattern_match(
    const hightide_pattern *pattern, const uint8_t *text, size_t count, uint32_t options,
    hightide_match_data *data, hightide_match_context *context) {
  return pcre2_match(pattern, text, count, 0, options, data, context);
}
