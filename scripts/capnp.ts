/** Cap'n Proto's encoding (https://capnproto.org/encoding.html, read 2026-11-23): as much of it as workerd's configuration needs, in one segment. */

export interface Struct {
  /** The first word of its data, the low half: all that any struct of the configuration sets. */
  readonly data: number
  readonly pointers: readonly Value[]
}

/** A text, bytes, a struct, a list of texts or of structs; undefined, or an empty list: the default of the schema. */
export type Value = string | Uint8Array | Struct | readonly string[] | readonly Struct[] | undefined

const WORD = 8
const DATA_WORDS = 1

export function struct(data: number, ...pointers: readonly Value[]): Struct {
  return { data, pointers }
}

/** A text whose bytes are there already: it ends with a zero, which a string gets by itself. */
export function textOf(bytes: Uint8Array): Uint8Array {
  const text = new Uint8Array(bytes.byteLength + 1)
  text.set(bytes)
  return text
}

/** A message as it lies in a file: the table of its one segment, then the segment. */
export function encodeMessage(root: Struct): Buffer {
  const words = 1 + wordsOf(root)
  const message = new Message(Buffer.alloc((1 + words) * WORD))
  message.putTable(words)
  message.put(root)
  return message.bytes
}

/** What a value takes beside the pointer to it. */
function wordsOf(value: Value): number {
  if (isAbsent(value)) return 0
  if (typeof value === 'string') return wordsOfBytes(Buffer.byteLength(value) + 1)
  if (value instanceof Uint8Array) return wordsOfBytes(value.byteLength)
  if (!isList(value)) return structWords(value) + sum(value.pointers.map(wordsOf))
  if (!isStructs(value)) return value.length + sum(value.map(wordsOf))
  // A word before the first says how large they are.
  return 1 + sum(value.map((one) => DATA_WORDS + mostPointers(value) + sum(one.pointers.map(wordsOf))))
}

const wordsOfBytes = (bytes: number): number => Math.ceil(bytes / WORD)
const structWords = ({ pointers }: Struct): number => DATA_WORDS + pointers.length
const mostPointers = (structs: readonly Struct[]): number =>
  Math.max(0, ...structs.map(({ pointers }) => pointers.length))
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

function isAbsent(value: Value): value is undefined {
  return value === undefined || (Array.isArray(value) && value.length === 0)
}

function isList(value: Struct | readonly string[] | readonly Struct[]): value is readonly string[] | readonly Struct[] {
  return Array.isArray(value)
}

function isStructs(list: readonly string[] | readonly Struct[]): list is readonly Struct[] {
  return typeof list[0] === 'object'
}

/** Kinds of pointers, and of what a list holds. */
const STRUCT = 0
const LIST = 1
const OF_BYTES = 2
const OF_POINTERS = 6
const OF_STRUCTS = 7

class Message {
  readonly bytes: Buffer
  /** Words that are taken, with that of the table. */
  #used = 1

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  putTable(words: number): void {
    this.bytes.writeUInt32LE(0, 0)
    this.bytes.writeUInt32LE(words, 4)
  }

  put(root: Struct): void {
    this.#putValue(this.#take(1), root)
  }

  /** `at`: the word of the pointer. */
  #putValue(at: number, value: Value): void {
    if (isAbsent(value)) return
    if (typeof value === 'string') return this.#putBytes(at, textOf(Buffer.from(value)))
    if (value instanceof Uint8Array) return this.#putBytes(at, value)
    if (!isList(value)) return this.#putStruct(at, value)
    if (!isStructs(value)) return this.#putTexts(at, value)
    this.#putStructs(at, value)
  }

  #putBytes(at: number, value: Uint8Array): void {
    const to = this.#take(wordsOfBytes(value.byteLength))
    this.#pointTo(at, to, LIST, OF_BYTES + value.byteLength * 8)
    this.bytes.set(value, to * WORD)
  }

  #putStruct(at: number, value: Struct): void {
    const to = this.#take(structWords(value))
    this.#pointTo(at, to, STRUCT, sizeOf(value.pointers.length))
    this.#fill(to, value)
  }

  #putTexts(at: number, list: readonly string[]): void {
    const to = this.#take(list.length)
    this.#pointTo(at, to, LIST, OF_POINTERS + list.length * 8)
    for (const [index, text] of list.entries()) this.#putValue(to + index, text)
  }

  #putStructs(at: number, list: readonly Struct[]): void {
    const pointers = mostPointers(list)
    const words = DATA_WORDS + pointers
    const to = this.#take(1 + list.length * words)
    this.#pointTo(at, to, LIST, OF_STRUCTS + list.length * words * 8)
    // Where a pointer would have its distance, the word before the first has their number.
    this.bytes.writeUInt32LE(list.length * 4 + STRUCT, to * WORD)
    this.bytes.writeUInt32LE(sizeOf(pointers), to * WORD + 4)
    for (const [index, one] of list.entries()) this.#fill(to + 1 + index * words, one)
  }

  #fill(to: number, { data, pointers }: Struct): void {
    this.bytes.writeUInt32LE(data, to * WORD)
    for (const [index, value] of pointers.entries()) this.#putValue(to + DATA_WORDS + index, value)
  }

  /** The distance is counted in words from the end of the pointer. */
  #pointTo(at: number, to: number, kind: number, size: number): void {
    this.bytes.writeUInt32LE((to - at - 1) * 4 + kind, at * WORD)
    this.bytes.writeUInt32LE(size, at * WORD + 4)
  }

  #take(words: number): number {
    const at = this.#used
    this.#used += words
    return at
  }
}

/** Of a struct: words of data, and pointers. */
function sizeOf(pointers: number): number {
  return DATA_WORDS + pointers * 0x1_00_00
}
