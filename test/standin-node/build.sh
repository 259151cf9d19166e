#!/bin/bash
# Builds a local stand-in for Node's image, for machines where no image registry can be reached:
# test/standin-node/build.sh <node binary> <image tag>
#
# The same programs on a Debian of our own. npm, its registry and the certificates it trusts are
# those of this machine.
set -euo pipefail

[ $# = 2 ] || { echo 'usage: build.sh <node binary> <image tag>' >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
base=$("$here/../standin-image/debian.sh")
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT

cp "$here/Dockerfile" "$temp"
cp "$base" "$temp/base.tar"
cp "$1" "$temp/node"
cp -rL "$(npm root -g)/npm" "$temp/npm"
echo "registry=$(npm config get registry)" >"$temp/npmrc"
cp /etc/ssl/certs/ca-certificates.crt "$temp/certificates.pem"
docker build --tag "$2" "$temp" >"$temp/log" 2>&1 || { tail -n 30 "$temp/log" >&2; exit 1; }
