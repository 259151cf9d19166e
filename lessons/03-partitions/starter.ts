// The clients are connected. Make the topic, publish the events, then npm run check 3.
import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { events } from './events.ts'

const kafka = new Kafka({ clientId: 'bar', brokers, logLevel: logLevel.NOTHING })
const admin = kafka.admin()
const producer = kafka.producer()
await Promise.all([admin.connect(), producer.connect()])

// TODO: make topic('ticket-events') with three partitions, and publish each event to it, so that
// every order's events can be read in order while the load still spreads.
const [event] = events
console.log(`${events.length} events wait for ${topic('ticket-events')}, first`, event)

await Promise.all([admin.disconnect(), producer.disconnect()])
