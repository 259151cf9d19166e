import { WorkbookError } from '../errors.ts'

const LINES = 20

/**
 * Why a broker has ended, from the end of its log; undefined when it does not say. What Kafka
 * prints: ConfigException and the requirements of KafkaConfig, MetaPropertiesEnsemble for foreign
 * data; what Java prints: the rest.
 */
export function explainLastWords(name: string, log: string): WorkbookError | undefined {
  const words = log.split('\n').slice(-LINES).join('\n')
  const foreign = /Invalid cluster\.id in: (\S+)\. Expected (\S+), but read (\S+)/.exec(words)
  if (foreign) {
    const [, file, expected, read] = foreign
    return new WorkbookError(
      'FOREIGN_DATA',
      `${file} of ${name} is of another cluster (${read}, ours is ${expected}).`,
    )
  }
  const setting = settings.map((pattern) => pattern.exec(words)?.[1]).find(Boolean)
  if (setting) return new WorkbookError('BAD_SETTING', `${name} cannot use a setting: ${setting}.`)
  if (/OutOfMemoryError|insufficient memory for the Java/.test(words)) {
    return new WorkbookError('OUT_OF_MEMORY', `${name} ran out of memory.`)
  }
  if (/No space left on device|Disk quota exceeded/.test(words)) {
    return new WorkbookError('DISK_FULL', `The disk was full for ${name}.`)
  }
  const denied = /AccessDeniedException: ([^\s:]+)|(\S+) \(Permission denied\)/.exec(words)
  if (denied) {
    return new WorkbookError('READ_ONLY', `${name} could not write ${denied[1] ?? denied[2]}.`)
  }
  if (/SIGILL/.test(words)) {
    return new WorkbookError('MAC_NEEDS_UPDATE', `Java crashed in ${name} (SIGILL).`)
  }
  return undefined
}

const settings = [
  /ConfigException: (.+?)\.?$/m,
  /requirement failed: (.+?)\.?$/m,
  /^(Invalid (?:initial|maximum) heap size: \S+)$/m,
]
