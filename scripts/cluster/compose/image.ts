import { WorkbookError } from '../../errors.ts'
import type { Report } from '../../terminal/index.ts'

/** Pulls the image unless Docker has it. */
export async function provideImage(
  image: string,
  env: NodeJS.ProcessEnv,
  report: Report,
): Promise<void> {
  const { execa } = await import('execa')
  const present = await execa('docker', ['image', 'inspect', image], { reject: false, env })
  if (!present.failed) return
  const pulled = report.step(`Pulling ${image}, once`)
  const result = await execa('docker', ['pull', '-q', image], { reject: false, all: true, env })
  if (result.failed) {
    const lastLine = (result.all ?? '').trim().split('\n').at(-1)
    throw new WorkbookError('IMAGE_MISSING', `Docker could not pull ${image}: ${lastLine}`, {
      cause: result,
    })
  }
  pulled()
}
