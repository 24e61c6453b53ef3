/** Step 1: bytes in, limited before and while they are read. */

export const BODY_MAX_BYTES = 1024 * 1024

/** The length that the request announces, in bytes; undefined where it announces none, or what is no number. */
export function announcedBytes(request: Request): number | undefined {
  const announced = request.headers.get('content-length')
  return announced !== null && /^\d+$/.test(announced) ? Number(announced) : undefined
}

/** The body as text; undefined when it is larger than the limit. The length that is announced is checked first. */
export function readBody(
  request: Request,
  maxBytes = BODY_MAX_BYTES,
  announced = announcedBytes(request),
): Promise<string | undefined> {
  if (announced !== undefined) return announced > maxBytes ? Promise.resolve(undefined) : request.text()
  return request.body === null ? Promise.resolve('') : readStream(request.body, maxBytes)
}

/** A caller whose line is slower than this holds up the others. */
export const READING_MS = 10_000
export const TOO_SLOW: unique symbol = Symbol('too slow')
export const TOO_SLOW_DETAIL = `a large body must arrive within ${READING_MS / 1_000} seconds; send fewer events at once`

/** TOO_SLOW where the body has not arrived by then: what is left of it stays unread. */
export function inReadingTime<Body>(
  reading: Promise<Body>,
  wait: (ms: number) => Promise<unknown>,
): Promise<Body | typeof TOO_SLOW> {
  return Promise.race([reading, wait(READING_MS).then((): typeof TOO_SLOW => TOO_SLOW)])
}

/** As readBody, and the very bytes: a signature is over them. */
export async function readBytes(
  request: Request,
  maxBytes = BODY_MAX_BYTES,
  announced = announcedBytes(request),
): Promise<Uint8Array | undefined> {
  if (announced !== undefined) return announced > maxBytes ? undefined : new Uint8Array(await request.arrayBuffer())
  return request.body === null ? new Uint8Array() : bytesOf(request.body, maxBytes)
}

/** Undefined where there is more than `maxBytes` in it: the rest stays unread. */
export async function bytesOf(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return joined(chunks, bytes)
    bytes += value.byteLength
    if (bytes > maxBytes) {
      await reader.cancel()
      return undefined
    }
    chunks.push(value)
  }
}

function joined(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}

async function readStream(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<string | undefined> {
  const decoder = new TextDecoder()
  let bytes = 0
  let text = ''
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > maxBytes) {
      await reader.cancel()
      return undefined
    }
    text += decoder.decode(value, { stream: true })
  }
}

/** The media type without its parameters, lower-cased: `text/plain;charset=UTF-8` → `text/plain`. */
export function mediaType(request: Request): string {
  return (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}
