import { timingSafeEqual } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { isName, type JoinRequest } from '../membership/index.ts'
import type { Guard } from './guard.ts'
import type { Seats } from './seats.ts'

const MOST_BYTES = 4096

/** What the join server works with. */
export interface JoinDesk {
  readonly secret: string
  readonly seats: Seats
  readonly guard: Guard
  /** Lets a learner in at the brokers. */
  readonly admit: (name: string, password: string) => Promise<void>
  /** Told when somebody has come. */
  readonly onJoin: (name: string) => void
  /** Where a request comes from. */
  readonly addressOf: (context: Context) => string
}

/**
 * The one thing that the room can ask of the teacher's machine besides Kafka: a seat. A wrong code
 * is refused, and slows down who tries; a name that is taken is refused, except to its own clone.
 */
export function createJoinApp(desk: JoinDesk): Hono {
  const app = new Hono()
  app.use(bodyLimit({ maxSize: MOST_BYTES }))
  app.post('/join', async (context) => {
    const address = desk.addressOf(context)
    const waitMs = desk.guard.waitFor(address)
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1000)
      return context.text(`Too many wrong codes. Try again in ${seconds} s.`, 429)
    }
    const wish = parseWish(await context.req.json().catch(() => undefined))
    if (!wish) return context.text('Not understood.', 400)
    if (!same(wish.secret, desk.secret)) {
      desk.guard.wrong(address)
      return context.text('The code of this class is another one.', 403)
    }
    desk.guard.right(address)
    return seat(context, desk, wish)
  })
  app.notFound((context) => context.text('There is nothing here.', 404))
  app.onError((error, context) => context.text(error.message, 503))
  return app
}

async function seat(
  context: Context,
  { seats, admit, onJoin }: JoinDesk,
  { name, password }: JoinRequest,
): Promise<Response> {
  if (!isName(name)) return context.text(`"${name}" cannot be a name here.`, 422)
  switch (seats.take(name, password, new Date())) {
    case 'somebody-elses':
      return context.text(`Somebody else in the class is called "${name}".`, 409)
    case 'full':
      return context.text('The class is full.', 403)
    case 'taken-now':
    case 'yours-already':
      await admit(name, password)
      onJoin(name)
      return context.json({ name })
  }
}

function parseWish(value: unknown): JoinRequest | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { secret, name, password } = value as Record<string, unknown>
  if (typeof secret !== 'string' || typeof name !== 'string') return undefined
  if (typeof password !== 'string' || !/^[0-9a-f]{32}$/.test(password)) return undefined
  return { secret, name, password }
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
