import type { AddressInfo } from 'node:net'
import { listen, Streams } from '../site/index.ts'
import { createPageApp, type ShownLesson } from './page-app.ts'
import type { RoomFeed } from './room-feed.ts'

const FIRST_PORT = 4330

/** The teacher's page, served on this machine only. */
export interface ServedPage extends AsyncDisposable {
  readonly address: string
}

/** Serves the teacher's page at the first free port from 4330 on. */
export async function servePage(options: {
  readonly feed: RoomFeed
  readonly lessons: readonly ShownLesson[]
  readonly joinLine: string
  readonly token: string
}): Promise<ServedPage> {
  const streams = new Streams()
  const server = await listen(createPageApp({ ...options, streams }).fetch, FIRST_PORT)
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}/${options.token}/`,
    async [Symbol.asyncDispose]() {
      streams.endAll()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
