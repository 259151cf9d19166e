import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { WorkbookError } from '../errors.ts'
import { progressFileOf } from '../progress/index.ts'
import { projectRoot } from '../state/index.ts'
import type { Report } from '../terminal/index.ts'
import { BookOnDisk } from './book.ts'
import { openClusterDoor } from './cluster-view/door.ts'
import { createApp } from './server/app.ts'
import { Runs } from './server/runs.ts'
import { Streams } from './server/streams.ts'

const HOST = '127.0.0.1'
const FIRST_PORT = 4300
const PORTS_TRIED = 20

/** The workbook in the browser, served on this machine only. */
export interface Served extends AsyncDisposable {
  /** Where it is, such as `http://127.0.0.1:4300/`. */
  readonly address: string
}

/** Serves the workbook at the first free port; disposed of, it ends what its pages started. */
export async function serveWorkbook(io: {
  env: NodeJS.ProcessEnv
  report: Report
}): Promise<Served> {
  const { env } = io
  const firstPort = firstPortIn(env)
  const runs = new Runs(env)
  const streams = new Streams()
  const cluster = await openClusterDoor(env)
  const app = createApp({
    book: new BookOnDisk(projectRoot, { live: true }),
    progress: progressFileOf(io),
    runs,
    streams,
    cluster,
    token: randomBytes(24).toString('hex'),
  })
  const server = await listen(app.fetch, firstPort)
  const { port } = server.address() as AddressInfo
  return {
    address: `http://${HOST}:${port}/`,
    async [Symbol.asyncDispose]() {
      await runs.stopAll()
      streams.endAll()
      cluster.close()
      // A browser keeps connections open for requests to come.
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

// 0 is any that is free.
function firstPortIn({ WORKBOOK_DOCS_PORT: typed }: NodeJS.ProcessEnv): number {
  const port = Number(typed || FIRST_PORT)
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new WorkbookError('BAD_USAGE', `WORKBOOK_DOCS_PORT is "${typed}".`, {
    remedy: 'Give a port, such as WORKBOOK_DOCS_PORT=4400.',
  })
}

/** Listens on this machine only, at the first free port from `first` on. */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  first: number,
): Promise<Server> {
  for (let port = first; ; port++) {
    const server = await listenAt(fetch, port).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' || port === first + PORTS_TRIED) throw error
    })
    if (server) return server
  }
}

function listenAt(
  fetch: (request: Request) => Response | Promise<Response>,
  port: number,
): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: HOST }, () => resolve(server as Server))
    server.once('error', reject)
  })
}
