#!/bin/sh
# Installs, upgrades, removes and purges the package in a fresh Debian 12, and looks at what is there
# after each: try-deb.sh EXECUTABLE FOLDER-OF-PACKAGES FOLDER-OF-ROOTS. Needs root and a mirror.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
executable=$(readlink -f "$1")
packages=$(readlink -f "$2")
mkdir -p "$3"
roots=$(cd "$3" && pwd)
PATH=$PATH:/usr/sbin:/sbin
mirror=${MIRROR:-http://deb.debian.org/debian}

if [ ! -e "$roots/bookworm/.complete" ]; then
  rm -rf "$roots/bookworm"
  debootstrap --variant=minbase bookworm "$roots/bookworm" "$mirror" > "$roots/bookworm.log" 2>&1 || {
    echo "debootstrap failed; see $roots/bookworm.log" >&2
    exit 1
  }
  touch "$roots/bookworm/.complete"
fi
root=$(mktemp -d "$roots/deb.XXXXXX")
stop() { umount "$root/proc" 2>/dev/null || true; rm -rf --one-file-system "$root"; }
trap stop EXIT
cp -a "$roots/bookworm/." "$root/"
mount -t proc proc "$root/proc"
inside() { DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 chroot "$root" "$@"; }
is() { [ "$2" = "$3" ] || { echo "$1: '$2', not '$3'" >&2; exit 1; }; echo "$1: ok"; }
gone() { for path; do [ ! -e "$root$path" ] || { echo "$path is still there" >&2; exit 1; }; done; }
there() { for path; do [ -e "$root$path" ] || { echo "$path is not there" >&2; exit 1; }; done; }

first=$("$here/deb.sh" "$executable" "$packages/try" 1.0.0~try1 2>/dev/null)
second=$("$here/deb.sh" "$executable" "$packages/try" 1.0.0~try2 2>/dev/null)
cp "$first" "$root/first.deb"
cp "$second" "$root/second.deb"
rm -rf "$packages/try"
cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
inside apt-get -qq update
# Documentation is left out of small roots otherwise.
rm -f "$root"/etc/dpkg/dpkg.cfg.d/docker "$root"/etc/dpkg/dpkg.cfg.d/excludes

inside apt-get -qq install -y --no-install-recommends /first.deb > /dev/null 2>&1
is "installed" "$(inside dpkg-query -W -f '${Status} ${Version}' hightide)" "install ok installed 1.0.0~try1"
there /usr/bin/hightide /etc/hightide.ini /usr/share/man/man1/hightide.1.gz \
  /usr/share/man/man5/hightide.ini.5.gz /usr/share/man/man7/hightide-filters.7.gz \
  /usr/share/bash-completion/completions/hightide /usr/share/zsh/vendor-completions/_hightide \
  /usr/share/fish/vendor_completions.d/hightide.fish /usr/lib/systemd/system/hightide.service
inside hightide generate --lines 1000 /try.log
is "runs" "$(inside hightide --replay --json /try.log | tail -1 | grep -o '"lines":[0-9]*')" '"lines":1000'
is "settings" "$(inside hightide check --config /etc/hightide.ini | wc -l)" 1
is "files" "$(inside dpkg --verify hightide)" ""

echo '; mine' >> "$root/etc/hightide.ini"
inside dpkg -i --force-confold /second.deb > /dev/null 2>&1
is "upgraded" "$(inside dpkg-query -W -f '${Version}' hightide)" 1.0.0~try2
is "settings are kept" "$(tail -1 "$root/etc/hightide.ini")" '; mine'

mkdir -p "$root/var/lib/hightide" && touch "$root/var/lib/hightide/state"
inside dpkg -r hightide > /dev/null 2>&1
gone /usr/bin/hightide /usr/share/man/man1/hightide.1.gz /usr/lib/systemd/system/hightide.service
there /etc/hightide.ini /var/lib/hightide/state
echo "removed: ok"
inside dpkg -P hightide > /dev/null 2>&1
gone /etc/hightide.ini /etc/default/hightide /var/lib/hightide /usr/share/doc/hightide
is "purged" "$(find "$root" -xdev -name '*hightide*' ! -path '*/var/cache/*' | wc -l)" 0
