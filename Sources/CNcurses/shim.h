#pragma once

// The wide-character functions, which the header declares only for those who ask.
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <term.h>
#include <wchar.h>

// What Swift does not import: globals, which are not safe to it, and macros with arguments.

static inline WINDOW *hightide_stdscr(void) { return stdscr; }
static inline WINDOW *hightide_curscr(void) { return curscr; }
static inline int hightide_colors(void) { return COLORS; }
static inline int hightide_color_pairs(void) { return COLOR_PAIRS; }

static inline attr_t hightide_bold(void) { return WA_BOLD; }
static inline attr_t hightide_dim(void) { return WA_DIM; }
static inline attr_t hightide_reverse(void) { return WA_REVERSE; }
static inline attr_t hightide_underline(void) { return WA_UNDERLINE; }

static inline mmask_t hightide_press(void) { return BUTTON1_PRESSED; }
static inline mmask_t hightide_release(void) { return BUTTON1_RELEASED; }
static inline mmask_t hightide_wheel_up(void) { return BUTTON4_PRESSED; }
static inline mmask_t hightide_wheel_down(void) { return BUTTON5_PRESSED; }

// XSI and GNU, hence not declared under the feature macros that Swift compiles with.
int wcwidth(wchar_t);
int memfd_create(const char *name, unsigned int flags);
