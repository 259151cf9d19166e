// What all brokers of a cluster have agreed to do (KIP-584).
// Source: Kafka's clients, common/message/*.json.
import { Reader, Writer } from './bytes.ts'
import { API_VERSIONS, type Request } from './connection.ts'
import { refuse } from './errors.ts'

const TIMEOUT_MS = 20_000
const UPGRADE = 1 // FeatureUpdate.UpgradeType
const SAFE_DOWNGRADE = 2
const FINALIZED = 2 // the tag of the agreed levels in the answer

/** The level of each feature that is switched on (ApiVersions, version 3). */
export const featureLevels: Request<ReadonlyMap<string, number>> = {
  apiKey: API_VERSIONS,
  apiVersion: 3,
  flexible: true,
  body: new Writer().compactString('workbook').compactString('1').noTags().done(),
  read(answer) {
    const reader = new Reader(answer)
    refuse('say which features it has', reader.int16())
    reader.compactList(() => {
      reader.bytes(6) // API key, oldest and newest version
      reader.tags()
    })
    reader.int32() // throttle time
    return new Map(readLevels(reader.tags().get(FINALIZED)))
  },
}

function readLevels(levels: Buffer | undefined): [string, number][] {
  if (!levels) return []
  const reader = new Reader(levels)
  return reader.compactList(() => {
    const level: [string, number] = [reader.compactString(), reader.int16()]
    reader.int16() // the lowest level
    reader.tags()
    return level
  })
}

/**
 * Switches a feature to level 1 or off for all brokers, if nothing is lost by that (UpdateFeatures,
 * version 2).
 */
export function switchFeature(feature: string, on: boolean): Request<void> {
  const writer = new Writer().int32(TIMEOUT_MS).compactLength(1)
  return {
    apiKey: 57,
    apiVersion: 2,
    flexible: true,
    body: writer
      .compactString(feature)
      .int16(on ? 1 : 0)
      .int8(on ? UPGRADE : SAFE_DOWNGRADE)
      .noTags()
      .int8(0) // not only to see whether it could be done
      .noTags()
      .done(),
    read(answer) {
      const reader = new Reader(answer)
      reader.int32() // throttle time
      const error = reader.int16()
      refuse(`switch ${feature} ${on ? 'on' : 'off'}: ${reader.compactString()}`, error)
    },
  }
}
