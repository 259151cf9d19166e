#!/usr/bin/env bash
# Makes class-topic-policy.jar from ClassTopicPolicy.java. It takes a JDK; the brokers of a class only
# need the jar, which is committed, so that a JRE is enough to host. Two runs give the same bytes.
set -euo pipefail
cd "$(dirname "$0")"
jars=$1 # the folder of Kafka's jars, such as .workbook/kafka-4.3.1/jars
out=${2:-class-topic-policy.jar}
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
javac --release 17 -g:none -cp "$jars/*" -d "$classes" ClassTopicPolicy.java
jar --create --file "$out" --no-manifest --date=2026-01-01T00:00:00Z -C "$classes" workbook
