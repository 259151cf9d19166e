// A barista: takes tickets off the rails that the team gives to her. Start as many as you like.
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { KafkaJSProtocolError } from 'kafkajs'
import { kafka, orders, provideOrders, stopping } from './cafe.ts'

const consumer = kafka.consumer({
  groupId: 'cafe-baristas',
  // Of one who is killed the others hear after ten seconds; one who leaves says so.
  sessionTimeout: 10_000,
  // The broker answers as soon as there is a record, and after half a second without one.
  maxWaitTimeInMs: 500,
})

let owned: string | undefined
consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
  const partitions = payload.memberAssignment[orders] ?? []
  const now = partitions.length > 0 ? `my partitions: ${partitions.join(', ')}` : 'no partition'
  if (now !== owned) console.log(`In the team, ${now}`)
  owned = now
})
// KafkaJS begins anew after most errors. The rest is left to whoever started this program.
consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
  console.error(`${error.message} (${restart ? 'trying again' : 'giving up'})`)
  if (!restart) process.exit(1)
})

await provideOrders()
await consumer.connect()
while (!(await subscribe())) await pause(100)
await consumer.run({
  // When this is done, KafkaJS moves the team's place on this partition (autoCommit). Whoever dies
  // before that leaves the ticket to somebody else, who may make the drink a second time.
  eachMessage: async ({ partition, message }) => {
    const order = JSON.parse(String(message.value))
    console.log(
      `${order.id} made: ${order.drink} (partition ${partition}, offset ${message.offset})`,
    )
  },
})
if (!stopping.aborted) await once(stopping, 'abort')
await consumer.disconnect() // leaves the team, so that the others take over at once
console.log('Gone home')

/** Subscribes; false if the broker that was asked has not heard of the new topic yet. */
async function subscribe(): Promise<boolean> {
  try {
    await consumer.subscribe({ topic: orders, fromBeginning: true })
    return true
  } catch (error) {
    if ((error as KafkaJSProtocolError).type === 'UNKNOWN_TOPIC_OR_PARTITION') return false
    throw error
  }
}
