import type { ClusterDefinition } from '../definition/definition.ts'
import { toolArguments, toolClass } from '../tools.ts'
import { javaEnvironment } from './java.ts'
import { jvmArguments } from './jvm.ts'
import type { Toolchain } from './toolchain.ts'

/**
 * Runs one of Kafka's tools, on this terminal unless `quietly`; gives its exit code. It asks the
 * brokers at `addresses`, by default those of the definition.
 */
export async function runTool(
  toolchain: Toolchain,
  definition: ClusterDefinition,
  name: string,
  args: readonly string[],
  {
    quietly = false,
    addresses = definition.brokers.map(({ address }) => address),
  }: { quietly?: boolean; addresses?: readonly string[] } = {},
): Promise<number> {
  const { execa } = await import('execa')
  const [first] = definition.brokers
  const { exitCode = 1 } = await execa(
    toolchain.java,
    [
      ...jvmArguments(toolchain, first?.environment ?? {}),
      toolClass(name),
      ...toolArguments(name, args, addresses.join(',')),
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
