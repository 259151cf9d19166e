import type { ClusterDefinition } from '../definition/definition.ts'
import { toolArguments, toolClass } from '../tools.ts'
import { javaEnvironment } from './java.ts'
import { jvmArguments } from './jvm.ts'
import type { Toolchain } from './toolchain.ts'

/** Runs one of Kafka's tools, on this terminal unless `quietly`; gives its exit code. */
export async function runTool(
  toolchain: Toolchain,
  definition: ClusterDefinition,
  name: string,
  args: readonly string[],
  { quietly = false } = {},
): Promise<number> {
  const { execa } = await import('execa')
  const bootstrap = definition.brokers.map(({ address }) => address).join(',')
  const [first] = definition.brokers
  const { exitCode = 1 } = await execa(
    toolchain.java,
    [
      ...jvmArguments(toolchain, first?.environment ?? {}),
      toolClass(name),
      ...toolArguments(name, args, bootstrap),
    ],
    {
      cwd: toolchain.jarsFolder,
      env: javaEnvironment(process.env),
      extendEnv: false,
      stdio: quietly ? 'ignore' : 'inherit',
      reject: false,
    },
  )
  return exitCode
}
