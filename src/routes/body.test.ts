import { describe, expect, it } from 'vitest'
import { BODY_MAX_BYTES, inReadingTime, mediaType, readBody, READING_MS, TOO_SLOW } from './body.ts'

function streamOf(...chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  const left = [...chunks]
  return new ReadableStream({
    pull(controller) {
      const chunk = left.shift()
      if (chunk === undefined) controller.close()
      else controller.enqueue(chunk)
    },
  })
}

function requestWith(body: BodyInit | null, headers: Record<string, string> = {}): Request {
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers, duplex: 'half' }
  return new Request('https://events.example/e', init)
}

describe('a body', () => {
  it('is read whole up to 1 MiB', async () => {
    const text = 'x'.repeat(BODY_MAX_BYTES)
    expect(await readBody(requestWith(text, { 'content-length': String(BODY_MAX_BYTES) }))).toBe(text)
    expect(await readBody(requestWith(streamOf(new TextEncoder().encode(text))))).toBe(text)
  })

  it('is not read at all where it announces more', async () => {
    let read = false
    const body = new ReadableStream({ pull: () => void (read = true) }, { highWaterMark: 0 })
    expect(await readBody(requestWith(body, { 'content-length': String(BODY_MAX_BYTES + 1) }))).toBeUndefined()
    expect(read).toBe(false)
  })

  it('is given up where it turns out to be more', async () => {
    const chunk = new Uint8Array(256 * 1024).fill(0x61)
    let sent = 0
    let cancelled = false
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1
        controller.enqueue(chunk)
      },
      cancel: () => void (cancelled = true),
    })
    expect(await readBody(requestWith(endless))).toBeUndefined()
    expect([sent < 10, cancelled]).toEqual([true, true])
  })

  it('is held to the limit also where the announced length is no length', async () => {
    const large = streamOf(...Array.from({ length: 6 }, () => new Uint8Array(256 * 1024).fill(0x61)))
    expect(await readBody(requestWith(large, { 'content-length': '10, 10' }))).toBeUndefined()
  })

  it('is counted in bytes, not in letters', async () => {
    const text = '€'.repeat(BODY_MAX_BYTES / 2)
    expect(await readBody(requestWith(streamOf(new TextEncoder().encode(text))))).toBeUndefined()
  })

  it('keeps letters whole that were cut in two on the way', async () => {
    const bytes = new TextEncoder().encode('é€😀')
    expect(await readBody(requestWith(streamOf(...Array.from(bytes, (byte) => Uint8Array.of(byte)))))).toBe('é€😀')
  })

  it('is empty where there is none', async () => {
    expect(await readBody(requestWith(null))).toBe('')
  })
})

describe('a body that must arrive in time', () => {
  const never = () => new Promise<void>(() => {})

  it('is read as any other', async () => {
    expect(await inReadingTime(readBody(requestWith('x', { 'content-length': '1' })), never)).toBe('x')
  })

  it('is waited for ten seconds, and no longer', async () => {
    const asked: number[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    const unfinished = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Uint8Array.of(0x61)),
    })
    const read = inReadingTime(readBody(requestWith(unfinished)), (ms) => {
      asked.push(ms)
      return promise
    })
    resolve()
    expect(await read).toBe(TOO_SLOW)
    expect([asked, READING_MS]).toEqual([[READING_MS], 10_000])
  })

  it('fails as any other when the caller hangs up', async () => {
    const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('gone')) })
    await expect(inReadingTime(readBody(requestWith(broken)), never)).rejects.toThrow('gone')
  })
})

describe('a media type', () => {
  it.each([
    ['text/plain;charset=UTF-8', 'text/plain'],
    [' Application/JSON ; x=y', 'application/json'],
    ['', ''],
  ])('%j is %j', (header, expected) => {
    expect(
      mediaType(new Request('https://events.example/', { headers: header === '' ? {} : { 'content-type': header } })),
    ).toBe(expected)
  })
})
