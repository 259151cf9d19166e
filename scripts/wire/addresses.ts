import { type Field, nodes, type Question, type Shape, shapes, type Type } from './answers.ts'
import { Reader, Writer } from './bytes.ts'

/** A broker as an answer names it. An id below 0 stands for none. */
export interface Node {
  readonly id: number
  readonly host: string
  readonly port: number
}

/** The nodes that an answer sends its client to; none in answers that name no addresses. */
export function nodesIn(answer: Buffer, question: Question): Node[] {
  const found: Node[] = []
  replaceAddresses(answer, question, (node) => {
    found.push(node)
    return node
  })
  return found
}

/**
 * An answer with other addresses in it. Gives the same answer where there is nothing to replace.
 */
export function replaceAddresses(
  answer: Buffer,
  question: Question,
  replace: (node: Node) => Pick<Node, 'host' | 'port'>,
): Buffer {
  const shape = shapes.get(question.apiKey)
  if (!shape || question.apiVersion < shape.since) return answer
  const flexible = question.apiVersion >= shape.flexibleSince
  const walk = new Walk(answer, { version: question.apiVersion, flexible, replace })
  walk.answer(shape)
  const replaced = walk.done()
  if (replaced !== answer) replaced.writeInt32BE(replaced.length - SIZE_LENGTH)
  return replaced
}

const SIZE_LENGTH = 4
const CORRELATION_LENGTH = 4

interface Manner {
  readonly version: number
  readonly flexible: boolean
  readonly replace: (node: Node) => Pick<Node, 'host' | 'port'>
}

/** One way through a piece of an answer, on which addresses are replaced. */
class Walk {
  readonly #bytes: Buffer
  readonly #reader: Reader
  readonly #manner: Manner
  readonly #edits: { from: number; to: number; bytes: Buffer }[] = []

  constructor(bytes: Buffer, manner: Manner) {
    this.#bytes = bytes
    this.#reader = new Reader(bytes)
    this.#manner = manner
  }

  answer({ fields, taggedNodes }: Shape): void {
    this.#reader.bytes(SIZE_LENGTH + CORRELATION_LENGTH)
    this.#tags()
    this.#fields(fields)
    if (taggedNodes) this.#taggedNodes()
  }

  /** The piece with its replacements; the same one when there were none. */
  done(): Buffer {
    if (this.#edits.length === 0) return this.#bytes
    let at = 0
    const kept = this.#edits.flatMap(({ from, to, bytes }) => {
      const before = this.#bytes.subarray(at, from)
      at = to
      return [before, bytes]
    })
    return Buffer.concat([...kept, this.#bytes.subarray(at)])
  }

  get #at(): number {
    return this.#bytes.length - this.#reader.left
  }

  #fields(fields: readonly Field[]): void {
    const { version } = this.#manner
    for (const [type, since = 0, until = version] of fields) {
      if (version >= since && version <= until) this.#field(type)
    }
  }

  #field(type: Type): void {
    if (typeof type === 'number') this.#reader.bytes(type)
    else if (type === 'string') this.#string()
    else if (type === 'bytes') this.#reader.bytes(Math.max(0, this.#length()))
    else if (type === 'node') this.#node()
    else if ('struct' in type) this.#struct(type.struct)
    else for (let left = this.#length(); left > 0; left--) this.#struct(type.list)
  }

  #struct(fields: readonly Field[]): void {
    this.#fields(fields)
    this.#tags()
  }

  #node(): void {
    const id = this.#reader.int32()
    const from = this.#at
    const node = { id, host: this.#string(), port: this.#reader.int32() }
    const { host, port } = this.#manner.replace(node)
    if (host === node.host && port === node.port) return
    const writer = new Writer()
    const bytes = (this.#manner.flexible ? writer.compactString(host) : writer.string(host))
      .int32(port)
      .done()
    this.#edits.push({ from, to: this.#at, bytes })
  }

  // The size of a tagged field changes with what is in it.
  #taggedNodes(): void {
    for (let left = this.#varint(); left > 0; left--) {
      const tag = this.#varint()
      const from = this.#at
      const content = this.#reader.bytes(this.#varint())
      if (tag !== 0) continue
      const walk = new Walk(content, this.#manner)
      walk.#field(nodes)
      const replaced = walk.done()
      const bytes = Buffer.concat([
        new Writer().compactLength(replaced.length - 1).done(),
        replaced,
      ])
      if (replaced !== content) this.#edits.push({ from, to: this.#at, bytes })
    }
  }

  #string(): string {
    return this.#manner.flexible ? this.#reader.compactString() : this.#reader.string()
  }

  #length(): number {
    return this.#manner.flexible ? this.#reader.compactLength() : this.#reader.int32()
  }

  #varint(): number {
    return this.#reader.compactLength() + 1
  }

  #tags(): void {
    if (this.#manner.flexible) this.#reader.tags()
  }
}
