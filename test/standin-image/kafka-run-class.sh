#!/bin/bash
# Starts a class of Kafka with the options Kafka's own script takes from the environment.
# shellcheck disable=SC2086 # unquoted on purpose: a variable holds several options
CLASSPATH=$(printf '%s:' /opt/kafka/libs/*.jar)
export CLASSPATH=${CLASSPATH%:}
exec java ${KAFKA_HEAP_OPTS:--Xmx256M} ${KAFKA_JVM_PERFORMANCE_OPTS:-} -Dkafka.logs.dir=/opt/kafka/logs \
  ${KAFKA_LOG4J_OPTS:--Dlog4j2.configurationFile=/opt/kafka/config/tools-log4j2.yaml} ${KAFKA_OPTS:-} "$@"
