/** Runs a script of this site once more is needed than the page came with. */
export function loadScript(source: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = source
    script.addEventListener('load', () => resolve())
    script.addEventListener('error', () => reject(new Error(`${source} could not be loaded`)))
    document.head.append(script)
  })
}
