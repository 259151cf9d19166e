import { type ChildProcess, fork } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { AssignerProtocol, Kafka, logLevel } from 'kafkajs'
import { brokers, group, step, topic } from '#workbook'

const kafka = new Kafka({ clientId: 'lesson-5', brokers, logLevel: logLevel.NOTHING })
const [admin, producer, tickets] = [kafka.admin(), kafka.producer(), topic('tickets')]
await Promise.all([admin.connect(), producer.connect()])
const topics = [{ topic: tickets, numPartitions: 3 }]
if (!(await admin.listTopics()).includes(tickets)) await admin.createTopics({ topics })
console.log(`Topic ${tickets}, three partitions`)

step('Four baristas join the group, one after the other')
const team = new Map<string, ChildProcess>()
const readings: { name: string; partition: number; offset: string }[] = []
for (const name of ['ada', 'ben', 'cleo', 'dev']) {
  const barista = fork(new URL('barista.ts', import.meta.url), [name])
  barista.on('message', (reading: (typeof readings)[number]) => readings.push(reading))
  barista.once('exit', (code) => code && process.exit(code)) // it has said why
  team.set(name, barista)
  await showTeam(team.size)
}

step('One ticket on each partition; one of those who have one in hand is killed')
// #region kill
const messages = [0, 1, 2].map((partition) => ({ partition, value: 'flat white' }))
await producer.send({ topic: tickets, messages })
while (readings.length < 3) await pause(20)
await pause(1000) // a drink takes its time
const [first] = readings.filter(({ partition }) => partition === 0)
team.get(first?.name ?? '')?.kill('SIGKILL')
// #endregion
for (const { name } of readings) if (name !== first?.name) team.get(name)?.send('made')
await showTeam(4)

step('When its session has ended')
await showTeam(3)
while (readings.length < 4) await pause(20)
const again = readings[3]
const same = again?.partition === 0 && again.offset === first?.offset
console.log(`  partition 0: same offset as before ${same}`)
console.log(`  another barista has it in hand     ${again?.name !== first?.name}`)
for (const barista of team.values()) barista.kill('SIGKILL')
await Promise.all([admin.disconnect(), producer.disconnect()])

/** Prints how many partitions the members own, once there are so many and each has one owner. */
async function showTeam(size: number): Promise<void> {
  for (;;) {
    const [described] = (await admin.describeGroups([group('baristas')])).groups
    const { state = '', members = [] } = described ?? {}
    const owned = members.map(({ memberAssignment }) => {
      if (memberAssignment.length === 0) return []
      return AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment[tickets] ?? []
    })
    if (state === 'Stable' && members.length === size && owned.flat().length === 3) {
      const counts = owned.map(({ length }) => length).sort((one, other) => other - one)
      return console.log(`  members ${size}   partitions they own ${counts.join(', ')}`)
    }
    await pause(50)
  }
}
