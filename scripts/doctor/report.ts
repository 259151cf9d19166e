import { censor, isSecret, type Owner } from './censor.ts'
import type { Diagnosis } from './diagnosis.ts'

const OURS = /^(WORKBOOK_|KAFKA_|COMPOSE_|DOCKER_HOST|JAVA_HOME|NODE_OPTIONS|NO_COLOR)/

/** A diagnosis as text to paste into an issue, without secrets. */
export function formatReport({ fine, findings }: Diagnosis, owner: Owner): string {
  const found = findings.flatMap(({ code, blocks, what, fix }) => [
    `- ${blocks ? 'no' : 'note'}: ${what} [${code}]`,
    `  try: ${fix.replaceAll('\n', ' ')}`,
  ])
  const lines = [
    'Kafka workbook, npm run doctor report',
    '',
    'Settings',
    ...listOr('- none', settingsIn(owner.env)),
    '',
    'As it should be',
    ...listOr(
      '- nothing',
      fine.map((line) => `- ${line}`),
    ),
    '',
    'Found',
    ...listOr('- nothing', found),
  ]
  return censor(lines.join('\n'), owner)
}

function settingsIn(env: NodeJS.ProcessEnv): string[] {
  return Object.keys(env)
    .filter((name) => OURS.test(name))
    .sort()
    .map((name) => `- ${name}=${isSecret(name) ? `<${name}>` : env[name]}`)
}

function listOr(none: string, lines: readonly string[]): readonly string[] {
  return lines.length > 0 ? lines : [none]
}
