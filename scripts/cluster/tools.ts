import { WorkbookError } from '../errors.ts'

/**
 * Kafka's command-line tools that talk to a running cluster, by the name of their script without
 * `kafka-` and `.sh`, and the class behind each (the scripts in Kafka's bin/ folder).
 */
const tools: Readonly<Record<string, string>> = {
  acls: 'org.apache.kafka.tools.AclCommand',
  'broker-api-versions': 'org.apache.kafka.tools.BrokerApiVersionsCommand',
  'client-metrics': 'org.apache.kafka.tools.ClientMetricsCommand',
  cluster: 'org.apache.kafka.tools.ClusterTool',
  configs: 'kafka.admin.ConfigCommand',
  'console-consumer': 'org.apache.kafka.tools.consumer.ConsoleConsumer',
  'console-producer': 'org.apache.kafka.tools.ConsoleProducer',
  'console-share-consumer': 'org.apache.kafka.tools.consumer.ConsoleShareConsumer',
  'consumer-groups': 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
  'consumer-perf-test': 'org.apache.kafka.tools.ConsumerPerformance',
  'delete-records': 'org.apache.kafka.tools.DeleteRecordsCommand',
  features: 'org.apache.kafka.tools.FeatureCommand',
  'get-offsets': 'org.apache.kafka.tools.GetOffsetShell',
  groups: 'org.apache.kafka.tools.GroupsCommand',
  'leader-election': 'org.apache.kafka.tools.LeaderElectionCommand',
  'log-dirs': 'org.apache.kafka.tools.LogDirsCommand',
  'metadata-quorum': 'org.apache.kafka.tools.MetadataQuorumCommand',
  'producer-perf-test': 'org.apache.kafka.tools.ProducerPerformance',
  'reassign-partitions': 'org.apache.kafka.tools.reassign.ReassignPartitionsCommand',
  'share-groups': 'org.apache.kafka.tools.consumer.group.ShareGroupCommand',
  topics: 'org.apache.kafka.tools.TopicCommand',
  transactions: 'org.apache.kafka.tools.TransactionsCommand',
}

export const toolNames = Object.keys(tools)

/** The class of a tool; an unknown name is the caller's mistake. */
export function toolClass(name: string): string {
  const found = Object.hasOwn(tools, name) ? tools[name] : undefined
  if (found) return found
  throw new WorkbookError('BAD_USAGE', `Kafka has no tool "${name}" here.`, {
    remedy: `It has: ${toolNames.join(', ')}.`,
  })
}

/** The tool's arguments with the cluster's address put in, where the tool expects it. */
export function toolArguments(
  name: string,
  args: readonly string[],
  bootstrap: string,
): readonly string[] {
  if (args.includes('--bootstrap-server') || args.includes('--help')) return args
  // This one takes its sub-command first.
  const sub = name === 'cluster' ? args.slice(0, 1) : []
  return [...sub, '--bootstrap-server', bootstrap, ...args.slice(sub.length)]
}
