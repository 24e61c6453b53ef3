/** Reads any Cap'n Proto message without its schema (https://capnproto.org/encoding.html), so that two can be compared. */

type Read = undefined | string | { readonly data: string; readonly pointers: readonly Read[] } | readonly Read[]

/** What two messages that say the same have in common: no places, and nothing that is as the schema has it by default. */
export function messageOf(message: Uint8Array): Read {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength)
  const count = bytes.readUInt32LE(0) + 1
  let at = Math.ceil((count + 1) / 2) * 8
  const segments = Array.from({ length: count }, (_, index) => {
    const start = at
    at += bytes.readUInt32LE(4 + index * 4) * 8
    return bytes.subarray(start, at)
  })
  return readPointer(segments, 0, 0)
}

function readPointer(segments: readonly Buffer[], segment: number, at: number): Read {
  const bytes = segments[segment] ?? Buffer.alloc(8)
  const [low, high] = [bytes.readInt32LE(at), bytes.readUInt32LE(at + 4)]
  if (low === 0 && high === 0) return undefined
  const kind = low & 3
  // Far: the pointer itself lies in another segment.
  if (kind === 2 && (low & 4) === 0) return readPointer(segments, high, (low >>> 3) * 8)
  if (kind === 2) throw new Error('a value and its pointer lie in different segments: not read here')
  const to = at + 8 + (low >> 2) * 8
  return kind === 0 ? readStruct(segments, segment, to, high) : readList(segments, segment, to, high)
}

function readStruct(segments: readonly Buffer[], segment: number, at: number, size: number): Read {
  const [words, count] = [size & 0xffff, size >>> 16]
  const data = segments[segment]?.toString('hex', at, at + words * 8).replace(/(?:00)+$/, '') ?? ''
  const pointers = Array.from({ length: count }, (_, index) => readPointer(segments, segment, at + (words + index) * 8))
  return { data, pointers: pointers.slice(0, pointers.findLastIndex((one) => one !== undefined) + 1) }
}

function readList(segments: readonly Buffer[], segment: number, at: number, size: number): Read {
  const [kind, count] = [size & 7, size >>> 3]
  if (count === 0) return undefined
  if (kind === 2) return segments[segment]?.toString('latin1', at, at + count)
  if (kind === 6) return Array.from({ length: count }, (_, index) => readPointer(segments, segment, at + index * 8))
  if (kind !== 7) throw new Error(`a list of kind ${kind} is not read here`)
  const [structs, each] = [
    (segments[segment]?.readUInt32LE(at) ?? 0) >>> 2,
    segments[segment]?.readUInt32LE(at + 4) ?? 0,
  ]
  const words = (each & 0xffff) + (each >>> 16)
  return Array.from({ length: structs }, (_, index) => readStruct(segments, segment, at + 8 + index * words * 8, each))
}
