// Where brokers stand in Kafka's answers, by the definitions of the release that is pinned.
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { readDefinition } from '../../scripts/cluster/definition/definition.ts'
import { projectRoot } from '../../scripts/state/index.ts'
import { nodesIn, replaceAddresses } from '../../scripts/wire/addresses.ts'
import { namesNodes, shapes } from '../../scripts/wire/answers.ts'
import { type Definition, readDefinitions, versionsIn, writeAnswer } from '../support/messages.ts'
import { sharedJars } from '../support/toolchain.ts'

const { release } = readDefinition(join(projectRoot, 'docker-compose.yml'), {})
let definitions: Map<string, Definition>

beforeAll(() => {
  definitions = readDefinitions(sharedJars, release)
})

const answers = [
  'ProduceResponse',
  'FetchResponse',
  'MetadataResponse',
  'FindCoordinatorResponse',
  'DescribeClusterResponse',
  'ShareFetchResponse',
  'ShareAcknowledgeResponse',
]

/** Answers that name programs of users, and those that only brokers and controllers get. */
const others = [
  'BeginQuorumEpochResponse',
  'DescribeQuorumResponse',
  'EndQuorumEpochResponse',
  'FetchSnapshotResponse',
  'StreamsGroupDescribeResponse',
  'StreamsGroupHeartbeatResponse',
  'UpdateRaftVoterResponse',
  'VoteResponse',
]

test('no other answer names a host and a port', () => {
  const naming = [...definitions.values()].filter((one) => /"Port"/.test(JSON.stringify(one)))
  expect(naming.map(({ name }) => name).sort()).toEqual([...answers, ...others].sort())
})

describe.each(answers)('%s', (name) => {
  const theDefinition = (): Definition => {
    const found = definitions.get(name)
    if (!found) throw new Error(`${release} has no ${name}`)
    return found
  }
  const there = (id: number) => ({ host: `kafka-${id}.example.org`, port: 9090 + id })
  const here = (id: number) => ({ host: '127.0.0.1', port: 50_000 + id })
  const longer = (id: number) => ({ host: 'h'.repeat(200), port: 60_000 + id })

  test('its versions are those that are known here', () => {
    const { apiKey, validVersions } = theDefinition()
    expect(shapes.get(apiKey)?.newest).toBe(versionsIn(validVersions)[1])
  })

  test.each([
    { what: 'shorter addresses', sparse: false, place: here },
    { what: 'longer ones', sparse: false, place: longer },
    { what: 'shorter ones in an answer with little else', sparse: true, place: here },
  ])('in all its versions, $what', ({ sparse, place }) => {
    const definition = theDefinition()
    const [first, last] = versionsIn(definition.validVersions)
    for (let apiVersion = first; apiVersion <= last; apiVersion++) {
      const question = { apiKey: definition.apiKey, apiVersion, correlationId: 77 }
      const before = writeAnswer(definition, apiVersion, { sparse, place: there })
      const after = writeAnswer(definition, apiVersion, { sparse, place })
      const replaced = replaceAddresses(before, question, ({ id }) => place(id))
      expect(replaced.toString('hex'), `version ${apiVersion}`).toBe(after.toString('hex'))
      const found = nodesIn(before, question)
      expect(found).toEqual(found.map(({ id }) => ({ id, ...there(id) })))
      // KIP-951: the newer ones of Produce and Fetch, where a leader has moved.
      const tagged = [0, 1].includes(definition.apiKey)
      expect(found.length > 0).toBe(namesNodes(question) && !(sparse && tagged))
    }
  })
})
