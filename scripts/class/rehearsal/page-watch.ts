import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { ShownLearner, ShownRoom } from '../room-feed.ts'

const PATIENCE_MS = 30_000

/** Watches the teacher's page as a browser does: by its stream of events, over HTTP. */
export class PageWatch implements AsyncDisposable {
  readonly #end = new AbortController()
  readonly #waiting = new Set<() => void>()
  readonly #reading: Promise<void>
  #room: ShownRoom = { learners: [], common: [] }

  constructor(pageAddress: string) {
    this.#reading = this.#read(new URL('api/room', pageAddress)).catch(() => {})
  }

  /** What the page shows of a learner now. */
  learner(name: string): ShownLearner | undefined {
    return this.#room.learners.find((one) => one.name === name)
  }

  /** Waits until something is shown; false when it was not in time. */
  async shows(isShown: (learner: ShownLearner) => boolean, name: string): Promise<boolean> {
    const late = AbortSignal.timeout(PATIENCE_MS)
    for (;;) {
      const learner = this.learner(name)
      if (learner && isShown(learner)) return true
      if (late.aborted || this.#end.signal.aborted) return false
      await this.#change(late)
    }
  }

  #change(late: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        this.#waiting.delete(go)
        late.removeEventListener('abort', go)
        resolve()
      }
      this.#waiting.add(go)
      late.addEventListener('abort', go, { once: true })
    })
  }

  async #read(url: URL): Promise<void> {
    const [answer] = (await once(get(url, { signal: this.#end.signal }), 'response')) as [
      IncomingMessage,
    ]
    let text = ''
    for await (const chunk of answer.setEncoding('utf8')) {
      text += chunk
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) {
        const data = /^data: ?(.*)$/m.exec(event)?.[1]
        if (data) this.#room = JSON.parse(data)
      }
      for (const go of [...this.#waiting]) go()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort()
    for (const go of [...this.#waiting]) go()
    await this.#reading
  }
}
