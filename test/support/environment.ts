/** This process's environment without anything that steers the workbook, npm or Kafka. */
export function cleanEnvironment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([key]) => !/^(WORKBOOK_|KAFKA|npm_|VITEST|NODE_ENV|FORCE_COLOR|NO_COLOR)/i.test(key),
  )
  return { ...Object.fromEntries(kept), ...more }
}
