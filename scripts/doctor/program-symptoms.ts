/** Something a program of yours meets, which is no fault of the machine. */
export interface ProgramSymptom {
  /** What KafkaJS or Node prints; "…" stands for whatever differs. */
  readonly see: string
  readonly is: string
  readonly type: string
}

// Each is provoked with KafkaJS in test/native/doctor-programs.test.ts.
export const programSymptoms = {
  UNKNOWN_TOPIC: {
    see: 'This server does not host this topic-partition',
    is: "There is no topic of that name: here a misspelt one is an error, not a new topic. In lessons the name is topic('orders'), not 'orders'. Right after createTopics() on a busy machine, KafkaJS may have asked a broker that had not heard of the topic yet: run the program again.",
    type: 'See which there are: npm run kafka topics -- --list',
  },
  REBALANCING: {
    see: 'The group is rebalancing, so a rejoin is needed',
    is: 'A member came or went, and the partitions are dealt anew; KafkaJS joins again by itself. If it goes on, a second program uses the same group, or a handler takes longer than sessionTimeout.',
    type: 'See who is in it: npm run kafka consumer-groups -- --describe --members --group NAME',
  },
  NOT_A_MEMBER: {
    see: 'The coordinator is not aware of this member',
    is: 'The group gave this consumer up: for longer than sessionTimeout it sent no heartbeat, because a handler kept it busy or it stood still. Others have its partitions, and read again what it had not committed.',
    type: 'Do less for each record, call heartbeat() in between, or raise sessionTimeout.',
  },
  SHORT_SESSION: {
    see: 'The session timeout is not within the range allowed by the broker',
    is: 'The brokers here accept a sessionTimeout from 1000 ms on (group.min.session.timeout.ms).',
    type: 'Raise sessionTimeout, and keep heartbeatInterval at a third of it.',
  },
  SILENT_CONSUMER: {
    see: 'nothing: a consumer runs and prints no records',
    is: 'A group that has committed goes on from there, whatever fromBeginning says. A new group starts after the newest record unless fromBeginning is true. Or the topic is empty.',
    type: 'See committed and end offsets (LAG 0: nothing is left to read): npm run kafka consumer-groups -- --describe --group NAME',
  },
  NO_CODEC: {
    see: 'Snappy compression not implemented',
    is: 'The records are, or are to be, compressed in a way that KafkaJS alone does not know; it knows gzip. The same goes for LZ4 and ZSTD.',
    type: 'Use CompressionTypes.GZIP, or install the package kafkajs-snappy and register its codec.',
  },
  FUTURE_RECORD: {
    see: 'The timestamp of the message is out of acceptable range',
    is: 'The timestamp lies more than an hour ahead of the clock of the broker. Timestamps are milliseconds since 1970.',
    type: 'Leave timestamp out, or check the clocks: npm run doctor',
  },
  TOO_FEW_COPIES: {
    see: 'Messages are rejected since there are fewer in-sync replicas than required',
    is: 'With acks: -1 a record must reach min.insync.replicas copies, and fewer brokers that have one are there.',
    type: 'Bring the brokers back: npm run cluster up',
  },
  NEW_PARTITIONER: {
    see: 'KafkaJS v2.0.0 switched default partitioner.',
    is: 'No error: KafkaJS says that it spreads keys differently from its version 1.',
    type: 'Hide it: KAFKAJS_NO_PARTITIONER_WARNING=1',
  },
  NEGATIVE_TIMEOUT: {
    see: 'TimeoutNegativeWarning: …',
    is: 'No error: KafkaJS 2.2.4 hands Node 24 a time that has already passed. The commands of the workbook hide it.',
    type: 'Hide it in your own: node --disable-warning=TimeoutNegativeWarning',
  },
} as const satisfies Record<string, ProgramSymptom>
