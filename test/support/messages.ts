// Writes messages as Kafka's own definitions of them say, which lie in the jar of its clients.
// Source: Kafka's clients, common/message/README.md.
import { join } from 'node:path'
import { Writer } from '../../scripts/wire/bytes.ts'
import { readJar } from './jar.ts'

interface Field {
  readonly name: string
  readonly type: string
  readonly versions: string
  readonly nullableVersions?: string
  readonly taggedVersions?: string
  readonly tag?: number
  readonly fields?: readonly Field[]
}

/** How Kafka defines an answer. */
export interface Definition {
  readonly apiKey: number
  readonly name: string
  readonly validVersions: string
  readonly flexibleVersions: string
  readonly fields: readonly Field[]
}

export interface Place {
  readonly host: string
  readonly port: number
}

/** All answers that a release of Kafka has, by the name of their definition. */
export function readDefinitions(jarsFolder: string, release: string): Map<string, Definition> {
  const jar = join(jarsFolder, `kafka-clients-${release}.jar`)
  const files = [...readJar(jar, /^common\/message\/\w+Response\.json$/).values()]
  const definitions = files.map((text): Definition => {
    return JSON.parse(text.replace(/^\s*\/\/.*$/gm, ''))
  })
  return new Map(definitions.map((definition) => [definition.name, definition]))
}

/** The versions of a range such as `3+` or `4-18`. */
export function versionsIn(range: string, newest = Number.POSITIVE_INFINITY): [number, number] {
  if (range === 'none') return [1, 0]
  const [first = '', last = first] = range.replace(/\+$/, `-${newest}`).split('-')
  return [Number(first), Number(last)]
}

/**
 * An answer with a value in every field that its version has. `places` gives each node, as it is
 * met, its host and port; in a `sparse` answer nothing stands that may be left out.
 */
export function writeAnswer(
  definition: Definition,
  version: number,
  { sparse, place }: { sparse: boolean; place: (id: number) => Place },
): Buffer {
  const flexible = includes(definition.flexibleVersions, version)
  const message = new MessageWriter({ version, flexible, sparse, place })
  message.header()
  message.struct(definition.fields)
  return message.framed()
}

function includes(range: string, version: number): boolean {
  const [first, last] = versionsIn(range)
  return version >= first && version <= last
}

interface Manner {
  readonly version: number
  readonly flexible: boolean
  readonly sparse: boolean
  readonly place: (id: number) => Place
}

const CORRELATION_ID = 77
const LISTED = 2

class MessageWriter {
  readonly #parts: Buffer[] = []
  readonly #manner: Manner
  // Every number is another, so that one in the wrong place is noticed.
  #value = 1
  #node = 0

  constructor(manner: Manner) {
    this.#manner = manner
  }

  header(): void {
    this.#parts.push(new Writer().int32(CORRELATION_ID).done())
    if (this.#manner.flexible) this.#parts.push(varint(0))
  }

  framed(): Buffer {
    return new Writer().sizedBytes(this.#done()).done()
  }

  struct(fields: readonly Field[]): void {
    const { version, flexible, sparse } = this.#manner
    const present = fields.filter(({ versions }) => includes(versions, version))
    const isTagged = ({ taggedVersions = 'none' }: Field) => includes(taggedVersions, version)
    if (present.some(({ name }) => name === 'Port')) this.#node++
    for (const field of present) if (!isTagged(field)) this.#field(field)
    if (flexible) this.#tags(sparse ? [] : present.filter(isTagged))
  }

  #tags(fields: readonly Field[]): void {
    this.#parts.push(varint(fields.length))
    for (const field of fields) {
      const writer = new MessageWriter(this.#manner)
      writer.#field(field)
      const content = writer.#done()
      this.#parts.push(varint(field.tag ?? 0), varint(content.length), content)
    }
  }

  #field(field: Field): void {
    const { type, fields, nullableVersions = 'none' } = field
    const isNull = this.#manner.sparse && includes(nullableVersions, this.#manner.version)
    if (type.startsWith('[]')) this.#list(field, isNull)
    else if (fields) this.struct(fields)
    else this.#parts.push(this.#primitive(field, isNull))
  }

  #list({ name, type, fields, versions }: Field, isNull: boolean): void {
    this.#parts.push(this.#length(isNull ? -1 : LISTED))
    for (let left = isNull ? 0 : LISTED; left > 0; left--) {
      if (fields) this.struct(fields)
      else this.#parts.push(this.#primitive({ name, type: type.slice(2), versions }, false))
    }
  }

  #primitive({ name, type }: Field, isNull: boolean): Buffer {
    const value = this.#value++
    const { host, port } = this.#manner.place(this.#node)
    switch (type) {
      case 'bool':
      case 'int8':
        return new Writer().int8(value % 2).done()
      case 'int16':
        return new Writer().int16(value).done()
      case 'int32': {
        const isId = name === 'NodeId' || name === 'BrokerId'
        return new Writer().int32(isId ? this.#node : name === 'Port' ? port : value).done()
      }
      case 'int64':
        return new Writer().int64(value).done()
      case 'uuid':
        return new Writer().int64(value).int64(value).done()
      case 'string':
        return this.#string(isNull ? null : Buffer.from(name === 'Host' ? host : `${value}`))
      case 'records': {
        const bytes = isNull ? null : Buffer.alloc(value * 100, value)
        return Buffer.concat([this.#length(bytes?.length ?? -1), bytes ?? Buffer.alloc(0)])
      }
      default:
        throw new Error(`a type that no such answer has had so far: ${type}`)
    }
  }

  #string(bytes: Buffer | null): Buffer {
    const length = bytes?.length ?? -1
    const before = this.#manner.flexible ? varint(length + 1) : new Writer().int16(length).done()
    return Buffer.concat([before, bytes ?? Buffer.alloc(0)])
  }

  #length(length: number): Buffer {
    return this.#manner.flexible ? varint(length + 1) : new Writer().int32(length).done()
  }

  #done(): Buffer {
    return Buffer.concat(this.#parts)
  }
}

function varint(value: number): Buffer {
  return new Writer().compactLength(value - 1).done()
}
