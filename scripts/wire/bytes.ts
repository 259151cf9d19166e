// The types of Kafka's wire format that our questions need.
// Source: Kafka documentation, "Kafka protocol guide", "Protocol primitive types".

/** Collects the bytes of a request. */
export class Writer {
  readonly #parts: Buffer[] = []

  int8(value: number): this {
    const part = Buffer.alloc(1)
    part.writeInt8(value)
    return this.#add(part)
  }

  int16(value: number): this {
    const part = Buffer.alloc(2)
    part.writeInt16BE(value)
    return this.#add(part)
  }

  int32(value: number): this {
    const part = Buffer.alloc(4)
    part.writeInt32BE(value)
    return this.#add(part)
  }

  int64(value: number): this {
    const part = Buffer.alloc(8)
    part.writeBigInt64BE(BigInt(value))
    return this.#add(part)
  }

  float64(value: number): this {
    const part = Buffer.alloc(8)
    part.writeDoubleBE(value)
    return this.#add(part)
  }

  string(text: string): this {
    const bytes = Buffer.from(text)
    return this.int16(bytes.length).#add(bytes)
  }

  /** Bytes with their length before them. */
  sizedBytes(bytes: Buffer): this {
    return this.int32(bytes.length).#add(bytes)
  }

  list<T>(items: readonly T[], write: (item: T) => void): this {
    this.int32(items.length)
    for (const item of items) write(item)
    return this
  }

  compactString(text: string): this {
    const bytes = Buffer.from(text)
    return this.compactLength(bytes.length).#add(bytes)
  }

  compactBytes(bytes: Buffer): this {
    return this.compactLength(bytes.length).#add(bytes)
  }

  compactList<T>(items: readonly T[], write: (item: T) => void): this {
    this.compactLength(items.length)
    for (const item of items) write(item)
    return this
  }

  /** The length of a compact string or array, as a varint one above it. */
  compactLength(length: number): this {
    const bytes: number[] = []
    for (let left = length + 1; ; left >>>= 7) {
      if (left < 0x80) return this.#add(Buffer.from([...bytes, left]))
      bytes.push((left & 0x7f) | 0x80)
    }
  }

  noTags(): this {
    return this.int8(0)
  }

  done(): Buffer {
    return Buffer.concat(this.#parts)
  }

  #add(part: Buffer): this {
    this.#parts.push(part)
    return this
  }
}

/** Reads a response from front to back. */
export class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** How many bytes are left. */
  get left(): number {
    return this.#bytes.length - this.#at
  }

  int8(): number {
    return this.#bytes.readInt8(this.#advance(1))
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#advance(2))
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#advance(4))
  }

  /** Offsets, times and ids stay far below 2^53 here. */
  int64(): number {
    return Number(this.#bytes.readBigInt64BE(this.#advance(8)))
  }

  string(): string {
    const length = this.int16()
    return length < 0 ? '' : this.bytes(length).toString()
  }

  /** Bytes with their length before them; null has none. */
  sizedBytes(): Buffer {
    return this.bytes(Math.max(0, this.int32()))
  }

  compactString(): string {
    const length = this.compactLength()
    return length < 0 ? '' : this.bytes(length).toString()
  }

  /** The length of a compact string or array; -1 stands for null. */
  compactLength(): number {
    return this.#unsigned() - 1
  }

  /** A signed number of a record, zigzag-encoded, up to 64 bits. */
  varint(): number {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.int8()
      value |= BigInt(byte & 0x7f) << shift
      if ((byte & 0x80) === 0) return Number((value >> 1n) ^ -(value & 1n))
    }
  }

  list<T>(item: () => T): T[] {
    return Array.from({ length: Math.max(0, this.int32()) }, item)
  }

  compactList<T>(item: () => T): T[] {
    return Array.from({ length: Math.max(0, this.compactLength()) }, item)
  }

  /** The tagged fields of a flexible version, by their tags (KIP-482). */
  tags(): Map<number, Buffer> {
    const field = (): [number, Buffer] => [this.#unsigned(), this.bytes(this.#unsigned())]
    return new Map(Array.from({ length: this.#unsigned() }, field))
  }

  bytes(length: number): Buffer {
    const start = this.#advance(length)
    return this.#bytes.subarray(start, start + length)
  }

  #unsigned(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.int8()
      value |= (byte & 0x7f) << shift
      if ((byte & 0x80) === 0) return value
    }
  }

  #advance(length: number): number {
    const start = this.#at
    this.#at += length
    return start
  }
}
