import { type Hosting, joinLineOf } from './hosting.ts'
import { provideProgress } from './isolation.ts'
import { serveJoining } from './join-server.ts'
import type { ShownLesson } from './page-app.ts'
import { ProgressReader } from './progress-reader.ts'
import { RoomFeed } from './room-feed.ts'
import { Seats } from './seats.ts'
import { servePage } from './serve-page.ts'

/** How many may join, unless the teacher says otherwise. */
export const SEATS = 60

/** What the host of a class runs besides the brokers. */
export interface OpenRoom extends AsyncDisposable {
  readonly pageAddress: string
  /** What learners type. */
  readonly joinLine: string
  readonly feed: RoomFeed
  readonly seats: Seats
}

/** Opens the room: seats are given, progress is read, and the teacher's page shows it. */
export async function openRoom(
  hosting: Hosting,
  lessons: readonly ShownLesson[],
  onJoin: (name: string) => void = () => {},
): Promise<OpenRoom> {
  const { hosted, home, cluster } = hosting
  const seats = new Seats(home.folder, SEATS)
  const feed = new RoomFeed()
  const joinLine = joinLineOf(hosting)
  const opened: AsyncDisposable[] = []
  const close = async (): Promise<void> => {
    for (const one of opened.reverse()) await one[Symbol.asyncDispose]()
  }
  try {
    const reader = new ProgressReader(cluster.addresses, hosted, feed.happened.bind(feed))
    opened.push(reader)
    for (const name of seats.names) {
      feed.joined(name)
      // Whoever joined while the brokers were away has none, and learners may delete theirs: a single
      // one that is missing would keep the reader from all.
      await provideProgress(cluster.addresses, name)
    }
    await reader.follow(seats.names)
    const page = await servePage({ feed, lessons, joinLine, token: hosted.pageToken })
    opened.push(page)
    const come = (name: string): void => {
      feed.joined(name)
      void reader.follow([name])
      onJoin(name)
    }
    opened.push(await serveJoining(hosted, cluster.addresses, seats, come))
    return { pageAddress: page.address, joinLine, feed, seats, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}
