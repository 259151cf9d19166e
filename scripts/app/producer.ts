// The till: sells a drink a second, and hangs a ticket on a rail for each.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { kafka, orders, provideOrders, stopping } from './cafe.ts'

const drinks = ['espresso', 'flat white', 'filter', 'cappuccino']
const producer = kafka.producer()

await provideOrders()
await producer.connect()
console.log('The till is open')
for (let sold = 0; !stopping.aborted; sold++) {
  const order = { id: `order-${randomUUID().slice(0, 8)}`, drink: drinks[sold % drinks.length] }
  // The key keeps everything that ever happens to an order on one partition. acks: -1 waits for
  // all copies in sync; the topic demands two.
  const messages = [{ key: order.id, value: JSON.stringify(order) }]
  const [stored] = await producer.send({ topic: orders, acks: -1, messages })
  const place = `partition ${stored?.partition}, offset ${stored?.baseOffset}`
  console.log(`${order.id} sold: ${order.drink} (${place})`)
  await pause(1000, undefined, { signal: stopping }).catch(() => {}) // asked to end: at once
}
await producer.disconnect()
console.log('The till is closed')
