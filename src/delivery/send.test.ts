import { describe, expect, it, vi } from 'vitest'
import { send, type Fetcher } from './send.ts'

const NOW_MS = Date.UTC(2026, 10, 22)
const REQUEST = { url: 'https://platform.example/events', headers: { 'content-type': 'application/json' }, body: '{}' }

describe('sending', () => {
  it('gives status, body and Retry-After', async () => {
    const fetcher: Fetcher = () =>
      Promise.resolve(new Response('slow down', { status: 429, headers: { 'retry-after': '2' } }))
    expect(await send(REQUEST, fetcher, 1_000, NOW_MS)).toEqual({ status: 429, body: 'slow down', retryAfterMs: 2_000 })
  })

  it('follows no redirect: it would carry the token and the payload to a host that nobody approved', async () => {
    let seen: RequestInit = {}
    const fetcher: Fetcher = (_url, init) => {
      seen = init
      return Promise.resolve(new Response(null, { status: 302, headers: { location: 'https://evil.example/' } }))
    }
    expect(await send(REQUEST, fetcher, 1_000, NOW_MS)).toEqual({ status: 302, body: '' })
    expect(seen).toMatchObject({ method: 'POST', redirect: 'manual', body: '{}' })
  })

  it('is a network failure, not an exception, where the connection breaks', async () => {
    expect(await send(REQUEST, () => Promise.reject(new TypeError('reset')), 1_000, NOW_MS)).toMatchObject({
      status: 0,
      failure: 'network',
    })
  })

  it('is a network failure where the answer breaks off in the middle', async () => {
    const broken = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"code":0'))
        controller.error(new Error('reset'))
      },
    })
    expect(await send(REQUEST, () => Promise.resolve(new Response(broken)), 1_000, NOW_MS)).toMatchObject({
      status: 0,
      failure: 'network',
    })
  })

  it('is a timeout where no answer comes in time', async () => {
    const hang: Fetcher = (_url, init) =>
      new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(new Error('aborted'))))
    expect(await send(REQUEST, hang, 5, NOW_MS)).toMatchObject({ status: 0, failure: 'timeout' })
  })

  it.each([
    ['an answer', () => Promise.resolve(new Response('ok'))],
    ['a failure', () => Promise.reject(new TypeError('reset'))],
  ] satisfies [string, Fetcher][])('leaves no timer behind after %s', async (_title, fetcher) => {
    vi.useFakeTimers()
    try {
      await send(REQUEST, fetcher, 60_000, NOW_MS)
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  it('reads no more than 64 KiB and a chunk of an answer, however much comes', async () => {
    let chunks = 0
    let cancelled = false
    const endless = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          chunks += 1
          controller.enqueue(new Uint8Array(16 * 1024).fill(0x61))
        },
        cancel: () => void (cancelled = true),
      },
      { highWaterMark: 0 },
    )
    const { body } = await send(REQUEST, () => Promise.resolve(new Response(endless)), 1_000, NOW_MS)
    expect(body.length).toBeLessThanOrEqual(80 * 1024)
    expect([chunks <= 5, cancelled]).toEqual([true, true])
  })

  it.each([
    ['says that it is longer than is read', { 'content-length': '900000' }],
    ['is packed, so that its length says nothing', { 'content-length': '100', 'content-encoding': 'gzip' }],
  ])('reads no more than that of an answer that %s', async (_title, headers) => {
    const chunk = new TextEncoder().encode('a'.repeat(15_000))
    const long = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 60; i++) controller.enqueue(chunk)
        controller.close()
      },
    })
    const { body } = await send(REQUEST, () => Promise.resolve(new Response(long, { headers })), 1_000, NOW_MS)
    expect(body.length).toBeLessThanOrEqual(80 * 1024)
  })

  it('reads an answer in one go where it says that it is short', async () => {
    const short = new Response('{"code":0}', { headers: { 'content-length': '10' } })
    expect((await send(REQUEST, () => Promise.resolve(short), 1_000, NOW_MS)).body).toBe('{"code":0}')
  })

  it('puts letters together that were cut in two on the way', async () => {
    const bytes = new TextEncoder().encode('é€')
    const stream = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
        controller.close()
      },
    })
    expect((await send(REQUEST, () => Promise.resolve(new Response(stream)), 1_000, NOW_MS)).body).toBe('é€')
  })
})
