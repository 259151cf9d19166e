import { request } from './api.ts'
import { element, part } from './dom.ts'
import { ExerciseInPage } from './exercise.ts'
import { startRun } from './run.ts'
import { type Verdict, verdictTicket } from './verdict.ts'

interface Hints {
  readonly hints: readonly string[]
  readonly moreHints: number
}

/** The exercise in the page: edit, check, hint, solution. Gives what to tell of changes on disk. */
export function startWorkbench(lesson: string): ExerciseInPage | undefined {
  const panel = document.getElementById('workbench')
  if (!panel) return undefined
  const exercise = new ExerciseInPage(lesson, {
    state: part(panel, '.saved'),
    conflict: part(panel, '.conflict'),
  })
  const outcome = part(panel, '.outcome')
  const help = part(panel, '.help')
  panel.hidden = false
  whenPressed(panel, 'save', outcome, async () => void (await exercise.save()))
  whenPressed(panel, 'check', outcome, () => check(panel, lesson, exercise, outcome))
  whenPressed(panel, 'hint', help, () => showHints(lesson, help))
  whenPressed(panel, 'solution', help, () => showSolution(lesson, help))
  exercise.open(part(panel, '.editor')).catch((error: Error) => tell(outcome, error.message))
  return exercise
}

function whenPressed(
  panel: HTMLElement,
  what: string,
  place: HTMLElement,
  act: () => Promise<void>,
): void {
  const button = part<HTMLButtonElement>(panel, `[data-do=${what}]`)
  button.onclick = async () => {
    button.disabled = true
    await act().catch((error: Error) => tell(place, error.message))
    button.disabled = false
  }
}

function tell(place: HTMLElement, text: string): void {
  place.replaceChildren(element('p', text, 'told'))
}

async function check(
  panel: HTMLElement,
  lesson: string,
  exercise: ExerciseInPage,
  outcome: HTMLElement,
): Promise<void> {
  outcome.replaceChildren()
  if (!(await exercise.save())) return
  let graded = false
  await startRun(panel, 'check', lesson, {
    verdict(verdict) {
      graded = true
      const ticket = verdictTicket(verdict as Verdict)
      outcome.replaceChildren(ticket)
      if ((verdict as Verdict).verdict === 'passed') markPassed()
    },
    ended(code) {
      if (!graded) tell(outcome, code === 130 ? 'Stopped.' : 'No verdict: see what it said above.')
    },
  })
}

// As the next page will show it.
function markPassed(): void {
  document.querySelector('header nav a[aria-current]')?.classList.add('done')
}

async function showHints(lesson: string, place: HTMLElement): Promise<void> {
  const { body } = await request<Hints>('POST', `lessons/${lesson}/hint`, {})
  const list = element('ol', '', 'told')
  for (const hint of body.hints) list.append(element('li', hint))
  const left = body.moreHints
  const more = left > 0 ? `${left} more.` : 'That was the last one.'
  place.replaceChildren(list, element('p', more))
}

async function showSolution(lesson: string, place: HTMLElement): Promise<void> {
  const path = `lessons/${lesson}/solution`
  const { body } = await request<{ left?: number; difference?: string[][] }>('GET', path)
  if (body.left) {
    const checks = body.left === 1 ? 'one more failed check' : `${body.left} more failed checks`
    return tell(place, `The solution opens when you pass, or after ${checks}.`)
  }
  place.replaceChildren(
    element('p', 'Minus is yours, plus is the solution. Other programs pass as well.'),
    differenceBlock(body.difference ?? []),
  )
}

function differenceBlock(pieces: readonly (readonly string[])[]): HTMLElement {
  const block = element('pre', '', 'difference')
  block.tabIndex = 0
  block.setAttribute('role', 'group')
  block.setAttribute('aria-label', 'Your program and the solution')
  const lines = pieces.flatMap((lines, index) => (index === 0 ? lines : ['  ...', ...lines]))
  for (const line of lines) {
    const name = line.startsWith('+') ? 'ins' : line.startsWith('-') ? 'del' : 'span'
    block.append(element(name, `${line}\n`))
  }
  if (lines.length === 0) block.textContent = 'Yours is the same, line by line.'
  return block
}
