import { AnsiUp } from 'ansi_up'
import { request } from './api.ts'
import { part } from './dom.ts'

/** Told what a run came to. */
export interface RunListener {
  verdict?(verdict: unknown): void
  ended(code: number): void
}

/** Starts a run whose output goes to the panel's place for it; one at a time for each panel. */
export async function startRun(
  panel: HTMLElement,
  kind: 'demo' | 'check',
  lesson: string,
  listener: RunListener,
): Promise<void> {
  const printed = part(panel, '.printed')
  const stop = part<HTMLButtonElement>(panel, '[data-do=stop]')
  const { body } = await request<{ id: string }>('POST', 'runs', { lesson, kind })
  printed.replaceChildren()
  printed.hidden = false
  stop.hidden = false
  stop.onclick = () => {
    stop.disabled = true
    void request('POST', `runs/${body.id}/stop`, {})
  }
  await follow(body.id, printed, listener)
  stop.hidden = true
  stop.disabled = false
}

function follow(id: string, printed: HTMLElement, listener: RunListener): Promise<void> {
  const stream = new EventSource(`/api/runs/${id}`)
  const colours = new AnsiUp()
  colours.use_classes = true
  const data = (event: Event): Record<string, unknown> =>
    JSON.parse((event as MessageEvent<string>).data)
  stream.addEventListener('printed', (event) => {
    const atEnd = printed.scrollHeight - printed.scrollTop - printed.clientHeight < 40
    const piece = document.createElement('span')
    // Escaped by ansi_up: what is left are its own spans.
    piece.innerHTML = colours.ansi_to_html(String(data(event).text))
    printed.append(piece)
    if (atEnd) printed.scrollTop = printed.scrollHeight
  })
  stream.addEventListener('verdict', (event) => listener.verdict?.(data(event).verdict))
  return new Promise((resolve) => {
    const end = (code: number): void => {
      stream.close()
      listener.ended(code)
      resolve()
    }
    stream.addEventListener('ended', (event) => end(Number(data(event).code)))
    // It connects anew by itself; a refusal means that the workbook has ended.
    stream.addEventListener('error', () => {
      if (stream.readyState === EventSource.CLOSED) end(130)
    })
  })
}
