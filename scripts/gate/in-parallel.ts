/** Runs jobs in order, so many at a time. */
export async function inParallel(
  jobs: readonly { run: () => Promise<void> }[],
  atATime: number,
): Promise<void> {
  const left = [...jobs]
  const worker = async (): Promise<void> => {
    for (let job = left.shift(); job; job = left.shift()) await job.run()
  }
  await Promise.all(Array.from({ length: atATime }, worker))
}
