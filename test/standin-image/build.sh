#!/bin/bash
# Builds a local stand-in for the apache/kafka image, for machines where no image
# registry can be reached: test/standin-image/build.sh <jars folder> <image tag>
#
# Same jars, folders, user and KafkaDockerWrapper; only the base differs: Debian
# with Java 17.
set -euo pipefail

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

base=$("$here/debian.sh")
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT

say "building $tag"
mkdir "$temp/context"
cp "$here"/* "$temp/context"
cp -r "$jars" "$temp/context/libs"
cp "$base" "$temp/context/base.tar"
quietly docker build --force-rm --label "$label=$inputs" --tag "$tag" "$temp/context"
say "$tag is ready"
