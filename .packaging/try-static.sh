#!/bin/sh
# Runs a static executable where there is nothing else, and in Debian's releases:
# try-static.sh EXECUTABLE FOLDER-OF-ROOTS. Needs root for chroot(8); debootstrap for the releases.
set -eu
executable=$(readlink -f "$1")
mkdir -p "$2"
roots=$(cd "$2" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
PATH=$PATH:/usr/sbin:/sbin

try() { # NAME ROOT: every command of it, and a screen
  name=$1 root=$2
  cp "$executable" "$root/hightide"
  in_root() { env -i TERM="${TERM_INSIDE:-xterm-256color}" LC_ALL=C.UTF-8 "$(command -v chroot)" "$root" /hightide "$@"; }
  in_root --version | head -1 > /dev/null
  in_root generate --lines 3000 --seed 1 --start 2020-07-08T08:00:00Z /try.log
  hits=$(in_root --replay --json /try.log | tail -1 | grep -o '"lines":[0-9]*')
  [ "$hits" = '"lines":3000' ] || { echo "$name: $hits" >&2; exit 1; }
  in_root top --by network --last 10s --where 'path~"^/a"' /try.log > /dev/null
  "$here/first-frame.sh" "$root" > /dev/null
  rm -f "$root/hightide" "$root/try.log"
  echo "$name: ok"
}

empty=$(mktemp -d "$roots/empty.XXXXXX")
try "an empty root" "$empty"
rmdir "$empty"
for release in bullseye bookworm trixie; do
  root=$roots/$release
  if [ ! -e "$root/.complete" ]; then
    rm -rf "$root"
    if ! debootstrap --variant=minbase "$release" "$root" "${MIRROR:-http://deb.debian.org/debian}" \
      > "$root.log" 2>&1
    then
      echo "$release: not tried, debootstrap failed; see $root.log"
      continue
    fi
    touch "$root/.complete"
  fi
  try "$release" "$root"
done
