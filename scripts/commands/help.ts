import { formatTable } from '../terminal/index.ts'
import type { Command } from './command.ts'

/** `help` is given the verbs it shows, itself among them. */
export function createHelp(verbs: Readonly<Record<string, () => Promise<Command>>>): Command {
  return {
    name: 'help',
    summary: 'Show this list',
    usage: ['npm run help'],
    flags: [],
    async run(_args, io) {
      for (const load of Object.values(verbs)) {
        const { summary, usage } = await load()
        io.print(`${summary}\n${usage.map((line) => `  ${line}`).join('\n')}\n`)
      }
      io.print(describeSettings())
      return 0
    },
  }
}

function describeSettings(): string {
  const rows = [
    ['WORKBOOK_PORTS=2909', 'ports 29090 to 29099 instead of 19090 to 19099'],
    ['WORKBOOK_CLUSTER=native', 'run the brokers so: compose, native or remote'],
    ['WORKBOOK_STATE=/big/disk', 'keep jars, data and logs there'],
    ['KAFKA_BROKERS=host:9092', 'use a cluster that runs elsewhere; it may ask for'],
    ['  KAFKA_USERNAME=ana', 'your name there, with KAFKA_PASSWORD'],
    ['  KAFKA_SASL_MECHANISM=plain', 'plain, scram-sha-256 or scram-sha-512'],
    ['  KAFKA_TLS=yes', 'TLS'],
    ['  KAFKA_CA=ca.pem', 'TLS, with a certificate that this file vouches for'],
    ['KAFKA_HOME=/opt/kafka', 'use this unpacked Kafka, not Maven'],
    ['WORKBOOK_CLASS_PORTS=2919', 'the ports of a class you hold: 29190 to 29199'],
    ['WORKBOOK_DEBUG=1', 'show the stack trace of an error'],
  ]
  return `Settings, typed before the command\n${formatTable(rows.map((row) => ['', ...row]))}`
}
