import { createServer } from 'node:https'
import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { explained } from '../errors.ts'
import { Guard } from './guard.ts'
import type { HostedClass } from './home.ts'
import { admit } from './isolation.ts'
import { createJoinApp } from './join-app.ts'
import type { Seats } from './seats.ts'

const PATIENCE_MS = 10_000
const MOST_CONNECTIONS = 200

/** Serves seats on the room's network, next to Kafka's own door; dispose of it to stop. */
export async function serveJoining(
  hosted: HostedClass,
  brokers: readonly string[],
  seats: Seats,
  onJoin: (name: string) => void,
): Promise<AsyncDisposable> {
  const app = createJoinApp({
    secret: hosted.secret,
    seats,
    guard: new Guard(),
    admit: (name, password) => admit(brokers, name, password),
    onJoin,
    addressOf: (context) => getConnInfo(context).remote.address ?? '',
  })
  const server = await new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const listening = serve(
      {
        fetch: app.fetch,
        createServer,
        serverOptions: { key: hosted.key, cert: hosted.certificate, requestTimeout: PATIENCE_MS },
        hostname: hosted.address,
        port: Number(`${hosted.ports}0`),
      },
      () => resolve(listening as ReturnType<typeof createServer>),
    )
    listening.once('error', (error) => reject(explained(error)))
  })
  server.maxConnections = MOST_CONNECTIONS
  return {
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
