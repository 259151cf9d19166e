const SHOWN_MS = 2000

/** Puts a button above every block that somebody might type. */
export function addCopyButtons(): void {
  for (const figure of document.querySelectorAll<HTMLElement>('figure.code.source')) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'copy'
    button.textContent = 'Copy'
    button.addEventListener('click', () => void copy(figure, button))
    figure.querySelector('figcaption')?.append(button)
  }
}

async function copy(figure: HTMLElement, button: HTMLElement): Promise<void> {
  const text = figure.querySelector('code')?.textContent ?? ''
  // Where the page came neither over TLS nor from this machine, there is no clipboard.
  const worked = await navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  )
  say(button, worked ? 'Copied' : 'Select it, and copy by keyboard')
}

function say(button: HTMLElement, outcome: string): void {
  const spoken = document.getElementById('copied')
  button.textContent = outcome
  if (spoken) spoken.textContent = outcome
  setTimeout(() => {
    button.textContent = 'Copy'
    if (spoken) spoken.textContent = ''
  }, SHOWN_MS)
}
