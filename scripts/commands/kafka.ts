import { chooseCluster, toolNames } from '../cluster/index.ts'
import type { Command } from './command.ts'

export const kafka: Command = {
  name: 'kafka',
  summary: "Use Kafka's own command-line tools",
  usage: ['npm run kafka topics -- --list', 'npm run kafka                 shows their names'],
  // What Kafka's tools are most often asked for, to notice when npm has swallowed it.
  flags: ['list', 'describe', 'create', 'delete', 'alter', 'topic', 'group', 'from-beginning'],
  passesOn: true,
  async run(args, io) {
    const [tool, ...rest] = args.words
    if (!tool) {
      io.print(
        `Kafka's tools here: ${toolNames.join(', ')}\nFor example: npm run kafka topics -- --list`,
      )
      return 0
    }
    return (await chooseCluster(io.env)).tool(tool, rest)
  },
}
