/** Something that happened to an order. */
export interface TicketEvent {
  readonly order: string
  readonly status: (typeof statuses)[number]
  /** The time of day. */
  readonly at: string
}

const statuses = ['placed', 'paid', 'brewing', 'ready', 'collected'] as const
const secondsAfterPlaced = [0, 3, 130, 220, 285]
const secondsBetweenOrders = 40
const opening = 8 * 3600

/** The life of this morning's twenty orders, as it happened: many orders are in work at a time. */
export const events: readonly TicketEvent[] = Array.from({ length: 20 }, (_, index) => index)
  .flatMap((index) =>
    statuses.map((status, step) => ({
      order: `order-${index + 1}`,
      status,
      at: timeOfDay(index * secondsBetweenOrders + (secondsAfterPlaced[step] ?? 0)),
    })),
  )
  .sort((one, other) => one.at.localeCompare(other.at))

function timeOfDay(seconds: number): string {
  return new Date((opening + seconds) * 1000).toISOString().slice(11, 19)
}
