import { request } from './api.ts'
import { element, part } from './dom.ts'
import { startRun } from './run.ts'

interface Prediction {
  readonly predicted?: string
  readonly happened?: string
}

/** Runs the demo, and compares what the learner expected with what the cluster did. */
export function startDemoPanel(lesson: string): void {
  const panel = document.getElementById('demo')
  if (!panel) return
  const run = part<HTMLButtonElement>(panel, '[data-do=run]')
  const outcome = part(panel, '.outcome')
  panel.hidden = false
  run.onclick = async () => {
    const option = chosen(panel)
    if (!option) return ask(panel, outcome)
    outcome.replaceChildren()
    run.disabled = true
    try {
      const path = `lessons/${lesson}/prediction`
      const { body } = await request<Prediction>('POST', path, { option })
      await startRun(panel, 'demo', lesson, {
        ended: (code) => outcome.replaceChildren(...compare(code, body)),
      })
    } catch (error) {
      outcome.replaceChildren(element('p', (error as Error).message, 'told'))
    }
    run.disabled = false
    run.textContent = 'Run it again'
  }
  void restore(panel, lesson)
}

function chosen(panel: HTMLElement): string | undefined {
  return panel.querySelector<HTMLInputElement>('input[name=prediction]:checked')?.value
}

function ask(panel: HTMLElement, outcome: HTMLElement): void {
  outcome.replaceChildren(
    element('p', 'First say what you expect: then the run can surprise you.', 'told'),
  )
  part<HTMLInputElement>(panel, 'input[name=prediction]').focus()
}

async function restore(panel: HTMLElement, lesson: string): Promise<void> {
  const { body } = await request<Prediction>('GET', `lessons/${lesson}`)
  for (const input of panel.querySelectorAll<HTMLInputElement>('input[name=prediction]')) {
    if (input.value === body.predicted) input.checked = true
  }
}

function compare(code: number, { predicted, happened }: Prediction): HTMLElement[] {
  if (code === 130) return [element('p', 'Stopped.', 'told')]
  if (code !== 0) {
    return [element('p', `It ended with exit code ${code}; what it said stands above.`, 'told')]
  }
  if (!predicted || !happened) return []
  const told = element('div', '', 'told')
  const as = predicted === happened ? 'As you said.' : `You said: ${predicted}.`
  told.append(element('p', as), element('p', `What the cluster did: ${happened}.`))
  return [told]
}
