// What may differ between two right runs of a demo. Counts and offsets are never masked: what
// cannot be told in advance, a demo prints as a property.
const masks: readonly (readonly [RegExp, string])[] = [
  [/[\w-]+\.(\d\d-[a-z-]+)\.[\w-]+\./g, '<learner>.$1.<run>.'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>'],
  // KafkaJS tells what it tries again: on a starved machine a broker does not know a new topic yet.
  [/^\{"level":"ERROR",.*server does not host this topic-partition.*\n/gm, ''],
]

/**
 * Puts placeholders where a demo's output names learners, runs and times, and leaves out what KafkaJS
 * says of a try that it repeats.
 */
export function maskChanging(output: string): string {
  return masks.reduce((text, [pattern, placeholder]) => text.replace(pattern, placeholder), output)
}
