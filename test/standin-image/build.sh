#!/bin/bash
# Builds a local stand-in for the apache/kafka image, for machines where no image
# registry can be reached: test/standin-image/build.sh <jars folder> <image tag>
#
# Same jars, folders, user and KafkaDockerWrapper; only the base differs: Debian
# with Java 17. The base is made once and kept in WORKBOOK_IMAGE_CACHE.
set -euo pipefail

suite=bookworm
package=openjdk-17-jre-headless # bash is in every Debian
label=workbook.standin.inputs

say() { echo "standin-image: $*" >&2; }
fail() { say "$@"; exit 1; }
quietly() { "$@" >"$temp/log" 2>&1 || { tail -n 30 "$temp/log" >&2; fail "$1 failed, see above"; }; }

[ $# = 2 ] || fail 'usage: build.sh <jars folder> <image tag>'
compgen -G "$1/kafka-tools-*.jar" >/dev/null || fail "no Kafka (kafka-tools-*.jar and the rest) in $1"
docker version >/dev/null || fail 'no Docker engine answers'
here=$(cd "$(dirname "$0")" && pwd)
jars=$(cd "$1" && pwd)
tag=$2

# The label says what an image was made from: the files here and the jars.
inputs=$({ cd "$here"; sha256sum -- *; cd "$jars"; sha256sum -- *.jar; } | sha256sum | cut -c 1-32)
if [ "$(docker image inspect -f "{{index .Config.Labels \"$label\"}}" "$tag" 2>/dev/null)" = "$inputs" ]; then
  say "$tag is up to date"
  exit
fi

temp=$(mktemp -d)
# An interrupted debootstrap may leave its /proc mounted.
trap 'umount "$temp"/root/{proc,sys} 2>/dev/null || true; rm -rf --one-file-system "$temp"' EXIT

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
  quietly debootstrap --variant=minbase --include="$package" "$suite" "$temp/root" "$mirror"
  rm -rf "$temp"/root/{etc/apt/sources.list,var/cache/apt,var/lib/apt/lists,usr/share/{doc,locale,man},tmp/*}
  mkdir -p "$cache"
  tar -C "$temp/root" -c . >"$base.$$"
  mv "$base.$$" "$base"
fi

say "building $tag"
mkdir "$temp/context"
cp "$here"/* "$temp/context"
cp -r "$jars" "$temp/context/libs"
cp "$base" "$temp/context/base.tar"
quietly docker build --force-rm --label "$label=$inputs" --tag "$tag" "$temp/context"
say "$tag is ready"
