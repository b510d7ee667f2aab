#!/bin/sh
# Writes Sources/CTerminals/terminals.c: what ncurses-term knows of common terminals, without function
# keys, for machines that know less. `make terminals` runs it.
set -eu
cd "$(dirname "$0")/.."
names="xterm-256color xterm tmux-256color screen-256color screen rxvt-unicode-256color putty-256color linux
  vt220 vt100 ansi cygwin"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
{
  cat <<'END'
#include "terminals.h"

#include <string.h>

// Made by `make terminals` from the descriptions of ncurses-term, which may be used freely.
static const struct {
  const char *name;
  const char *description;
} terminals[] = {
END
  for name in $names; do
    infocmp -1 "$name" | grep -vE '^	kf[0-9]+=' > "$folder/source"
    tic -o "$folder" "$folder/source" 2>/dev/null
    printf '    {"%s",\n' "$name"
    TERMINFO=$folder infocmp -Q2 "$name" | grep -v '^#' | tr -d '\n' | sed 's/^b64://' | fold -w 92 \
      | sed 's/.*/     "&"/'
    printf '},\n'
  done
  cat <<'END'
};

const char *terminal_description(const char *name) {
  for (size_t index = 0; index < sizeof terminals / sizeof *terminals; index++)
    if (strcmp(terminals[index].name, name) == 0) return terminals[index].description;
  return NULL;
}
END
} > Sources/CTerminals/terminals.c
