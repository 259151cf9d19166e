#!/bin/bash
# Makes the Debian with Java that the stand-in images begin with, once, keeps it in
# WORKBOOK_IMAGE_CACHE, and prints the path of the archive.
set -euo pipefail

suite=bookworm
package=openjdk-17-jre-headless # bash is in every Debian

say() { echo "standin-image: $*" >&2; }
fail() { say "$@"; exit 1; }

cache=${WORKBOOK_IMAGE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kafka-workbook}
base=$cache/$suite-$package.tar
if [ ! -f "$base" ]; then
  [ "$(id -u)" = 0 ] || fail 'making the Debian base takes root: run this once with sudo -E'
  command -v debootstrap >/dev/null || fail 'debootstrap is missing: apt-get install debootstrap'
  # The address is that of this machine's own apt, so none is written here.
  # shellcheck disable=SC2016 # apt replaces $(REPO_URI), not the shell
  read -r mirror < <(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $suite") ||
    fail "apt on this machine has no source for Debian $suite"
  say "making the Debian base, once: $base"
  temp=$(mktemp -d)
  # An interrupted debootstrap may leave its /proc mounted.
  trap 'umount "$temp"/root/{proc,sys} 2>/dev/null || true; rm -rf --one-file-system "$temp"' EXIT
  debootstrap --variant=minbase --include="$package" "$suite" "$temp/root" "$mirror" >"$temp/log" 2>&1 ||
    { tail -n 30 "$temp/log" >&2; fail 'debootstrap failed, see above'; }
  rm -rf "$temp"/root/{etc/apt/sources.list,var/cache/apt,var/lib/apt/lists,usr/share/{doc,locale,man},tmp/*}
  mkdir -p "$cache"
  tar -C "$temp/root" -c . >"$base.$$"
  mv "$base.$$" "$base"
fi
echo "$base"
