import { makeClone } from '../support/clone.ts'
import { type Figure, seconds } from './measure.ts'

/** The very first `npm run lesson 1` of a clone without packages, jars or data, by step. */
export async function measureFirstRun(): Promise<Figure[]> {
  await using clone = await makeClone({ bare: true, packages: false })
  let printed = ''
  const whole = await seconds(async () => {
    const { code, stderr } = await clone.npm(['run', 'lesson', '1'])
    if (code !== 0) throw new Error(`the first run failed:\n${stderr}`)
    printed = stderr
  })
  const how = 'once, with warm registries'
  const steps = [
    ...printed.matchAll(/^(\w[^.\n]*?(?:\d\.\d\.\d[^.]*)?) ?\.* [\w ]*in ([\d.]+) s$/gm),
  ]
  return [
    ...steps.map(
      ([, what = '', time]): Figure => ({
        what: `first run: ${what}`,
        value: Number(time),
        unit: 's',
        how,
      }),
    ),
    { what: 'first run: whole', value: whole, unit: 's', limit: 60, how },
  ]
}
