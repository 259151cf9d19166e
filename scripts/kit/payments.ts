// Lesson 4: payments come in groups, and somebody counts which of them were called safe.
import { askGrader, tellGrader } from './channel.ts'

/** A payment at one of the tills. */
export interface Payment {
  readonly id: string
  readonly shop: string
  readonly cents: number
}

/**
 * Groups of payments, each when it is asked for. The grader says when there are no more; run by
 * hand, there are three groups.
 */
export async function* payments(): AsyncGenerator<Payment[]> {
  for (let count = 0; ; count++) {
    const group = await nextGroup(count)
    if (!group) return
    yield group
  }
}

/** Says that a payment is safe: the brokers have confirmed it. */
export function acknowledged(id: string): void {
  tellGrader('acknowledged', id)
  if (!process.send) console.log(`acknowledged: ${id}`)
}

/** The group of payments after so many others. */
export function paymentGroup(count: number): Payment[] {
  return [1, 2, 3].map((one) => {
    const number = count * 3 + one
    const shop = ['harbour', 'station', 'museum'][number % 3] ?? ''
    return { id: `payment-${number}`, shop, cents: 250 + ((number * 70) % 400) }
  })
}

async function nextGroup(count: number): Promise<Payment[] | undefined> {
  const given = await askGrader('payments', count)
  if (given !== undefined) return (given as Payment[] | null) ?? undefined
  return count < 3 ? paymentGroup(count) : undefined
}
