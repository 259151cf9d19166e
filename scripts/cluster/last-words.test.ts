import { expect, test } from 'vitest'
import { explainLastWords } from './last-words.ts'

// Recorded: the first two from this workbook's brokers, the others from the reports named.
test.each([
  [
    'foreign data',
    `[2026-11-25 12:39:35,371] ERROR Exiting Kafka due to fatal exception (kafka.Kafka$)
java.lang.RuntimeException: Invalid cluster.id in: /var/lib/kafka/data/meta.properties. Expected q1Sh-9_ISia_zwGINzRvyQ, but read 5L6g3nShT-eMCtK--X86sw
	at org.apache.kafka.metadata.properties.MetaPropertiesEnsemble.verify(MetaPropertiesEnsemble.java:503)`,
    'FOREIGN_DATA',
    '/var/lib/kafka/data/meta.properties of kafka-1 is of another cluster (5L6g3nShT-eMCtK--X86sw, ours is q1Sh-9_ISia_zwGINzRvyQ).',
  ],
  [
    'a word where a number is wanted',
    `org.apache.kafka.common.config.ConfigException: Invalid value three for configuration default.replication.factor: Not a number of type INT
	at org.apache.kafka.common.config.ConfigDef.parseType(ConfigDef.java:787)`,
    'BAD_SETTING',
    'kafka-1 cannot use a setting: Invalid value three for configuration default.replication.factor: Not a number of type INT.',
  ],
  [
    'an address for all interfaces, advertised (strimzi/strimzi-kafka-operator 10458)',
    'java.lang.IllegalArgumentException: requirement failed: advertised.listeners cannot use the nonroutable meta-address 0.0.0.0. Use a routable IP address.',
    'BAD_SETTING',
    'kafka-1 cannot use a setting: advertised.listeners cannot use the nonroutable meta-address 0.0.0.0. Use a routable IP address.',
  ],
  [
    'a folder that belongs to root (lerd-env/lerd 1553)',
    'Exception in thread "main" java.nio.file.AccessDeniedException: /var/lib/kafka/data/bootstrap.checkpoint.tmp',
    'READ_ONLY',
    'kafka-1 could not write /var/lib/kafka/data/bootstrap.checkpoint.tmp.',
  ],
  [
    'Java on an M4 processor (docker/for-mac 7583)',
    '#  SIGILL (0x4) at pc=0x0000ffff6fd3fc5c, pid=1, tid=10',
    'MAC_NEEDS_UPDATE',
    'Java crashed in kafka-1 (SIGILL).',
  ],
])('%s', (_, log, code, message) => {
  expect(explainLastWords('kafka-1', log)).toMatchObject({ code, message })
})

test('what was said long before the end does not explain it', () => {
  const later = Array.from({ length: 30 }, () => 'WARN all is well').join('\n')
  expect(explainLastWords('kafka-1', `No space left on device\n${later}`)).toBeUndefined()
})
