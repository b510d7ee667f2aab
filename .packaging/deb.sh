#!/bin/sh
# Makes a Debian package of an executable: deb.sh EXECUTABLE FOLDER [VERSION]. `make deb` runs it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
executable=$(readlink -f "$1")
mkdir -p "$2"
out=$(cd "$2" && pwd)
# In Debian's order a tilde comes before the version, a hyphen would be that of a revision.
version=${3:-$("$executable" --version | sed -n '1s/^hightide //p' | tr - '~')}
architecture=$(dpkg --print-architecture)
umask 022
root=$out/root
rm -rf "$root" "$out/stage"

install -D -m 755 "$executable" "$root/usr/bin/hightide"
strip --strip-unneeded --remove-section=.comment "$root/usr/bin/hightide"
"$executable" --write-documents "$root/usr/share"
mkdir -p "$root/usr/share/zsh/vendor-completions"
mv "$root/usr/share/zsh/site-functions/_hightide" "$root/usr/share/zsh/vendor-completions/"
rmdir "$root/usr/share/zsh/site-functions"
find "$root/usr/share/man" -type f -exec gzip -9n {} +
mkdir -p "$root/etc"
"$executable" --no-config --print-config | sed -E 's/^([a-z])/;\1/' > "$root/etc/hightide.ini"
install -D -m 644 "$here/hightide.default" "$root/etc/default/hightide"
install -D -m 644 "$here/hightide.service" "$root/usr/lib/systemd/system/hightide.service"
doc=$root/usr/share/doc/hightide
install -D -m 644 "$here/copyright" "$doc/copyright"
{
  printf 'hightide (%s) unstable; urgency=medium\n\n  * See HISTORY in hightide(1).\n\n' "$version"
  printf ' -- The authors of hightide <hightide@example.org>  %s\n' \
    "$(date -R -u -d "@${SOURCE_DATE_EPOCH:-0}")"
} | gzip -9n > "$doc/changelog.gz"

# The shared libraries, by what the executable is linked with.
mkdir -p "$out/stage/debian"
printf 'Source: hightide\n\nPackage: hightide\nArchitecture: any\nDepends: ${shlibs:Depends}\n' \
  > "$out/stage/debian/control"
depends=$(cd "$out/stage" && dpkg-shlibdeps -O -e"$root/usr/bin/hightide" 2>/dev/null \
  | sed -n 's/^shlibs:Depends=//p')
rm -rf "$out/stage"

mkdir -p "$root/DEBIAN"
for script in postinst prerm postrm; do
  install -m 755 "$here/debian/$script" "$root/DEBIAN/$script"
done
printf '/etc/default/hightide\n/etc/hightide.ini\n' > "$root/DEBIAN/conffiles"
cat > "$root/DEBIAN/control" <<END
Package: hightide
Version: $version
Architecture: $architecture
Maintainer: The authors of hightide <hightide@example.org>
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f1)
Depends: $depends
Recommends: curl, openssh-client
Suggests: librdkafka1, pipewire-bin | pulseaudio-utils | alsa-utils
Section: admin
Priority: optional
Description: watch HTTP access logs, and say when traffic is too high
 A dashboard in the terminal that follows HTTP access logs while they are
 written. It says when traffic rises past a threshold and when it falls
 back, who sent it and what changed.
 .
 It reads the formats of the usual servers and proxies, judges any number
 of rules, and writes text or JSON where there is no terminal. A service
 for machines without anyone at the screen is included, and not enabled.
END
(cd "$root" && find . -type f ! -path './DEBIAN/*' -printf '%P\0' | sort -z \
  | xargs -0 md5sum > DEBIAN/md5sums)
dpkg-deb --root-owner-group --build "$root" "$out/hightide_${version}_$architecture.deb" >&2
rm -rf "$root"
echo "$out/hightide_${version}_$architecture.deb"
