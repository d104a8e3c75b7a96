#!/bin/sh
# Fills the folder ROOT with Debian 12 and the named packages. BASE is a tar of a Debian to start from, or '' for none.
# Usage: install.sh ROOT BASE [PACKAGE...]. Runs as root in a mount namespace that nobody else uses.
set -eu
root=$1
base=$2
shift 2

if [ -n "$base" ]; then
  tar --extract --numeric-owner --file "$base" --directory "$root"
else
  debootstrap --variant=minbase bookworm "$root"
  # What the slim images of Debian leave out, too. It holds for all packages that are installed later.
  mkdir -p "$root/etc/dpkg/dpkg.cfg.d" "$root/etc/apt/apt.conf.d"
  printf 'path-exclude /usr/share/%s/*\n' doc man info locale lintian >"$root/etc/dpkg/dpkg.cfg.d/slim"
  echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/fast"
  echo 'APT::Install-Recommends "false";' >"$root/etc/apt/apt.conf.d/no-recommends"
fi

if [ $# -gt 0 ]; then
  # The set-up of Java looks into /proc, and downloads need the names that this machine resolves.
  mount -t proc proc "$root/proc"
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  export DEBIAN_FRONTEND=noninteractive
  chroot "$root" apt-get --quiet update
  chroot "$root" apt-get --quiet --yes install "$@"
  umount "$root/proc"
fi

# What differs from one day to the next, or is of no use in an image.
for path in usr/share/doc usr/share/man usr/share/info usr/share/locale var/lib/apt/lists var/cache/apt var/cache/debconf \
  var/cache/ldconfig var/log tmp; do
  find "$root/$path" -mindepth 1 -delete 2>/dev/null || true
done
rm -f "$root/etc/resolv.conf" "$root/etc/hostname" "$root/etc/machine-id"
# Some packages and apt don't work without these folders.
mkdir -p "$root/usr/share/man/man1" "$root/var/lib/apt/lists/partial" "$root/var/cache/apt/archives/partial"
