import type { Context } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'

const MOST_OPEN = 20

/** Event streams to pages: so many at once, and all of them end with the server. */
export class Streams {
  readonly #ends = new Set<() => void>()

  /** Opens one; `begin` says what is sent, and gives what to do when nobody listens any more. */
  open(context: Context, begin: (send: Send, end: () => void) => () => void): Response {
    if (this.#ends.size >= MOST_OPEN) {
      return context.text('Too many pages of the workbook are open. Close some.', 503)
    }
    return streamSSE(context, (stream) => this.#serve(stream, begin))
  }

  /** Ends all of them. */
  endAll(): void {
    for (const end of this.#ends) end()
  }

  async #serve(
    stream: SSEStreamingApi,
    begin: (send: Send, end: () => void) => () => void,
  ): Promise<void> {
    let end = (): void => {}
    const over = new Promise<void>((resolve) => {
      end = resolve
    })
    this.#ends.add(end)
    stream.onAbort(end)
    const stop = begin((event, data, id) => {
      const line = { event, data: JSON.stringify(data), ...(id !== undefined && { id: `${id}` }) }
      stream.writeSSE(line).catch(end)
    }, end)
    await over
    stop()
    this.#ends.delete(end)
  }
}

/** Sends one event; with an id, a page that lost the connection asks for those after it. */
export type Send = (event: string, data: unknown, id?: number) => void
