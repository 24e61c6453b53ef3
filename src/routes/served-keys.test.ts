/** Whose keys are asked for, how often, and for how long they are believed. */
import { describe, expect, it } from 'vitest'
import type { SourceVector } from '../../scripts/vectors/source-vector.ts'
import list from '../../test/vectors/sources.json' with { type: 'json' }
import { ServedKeys } from './served-keys.ts'

/** Of a vector. */
const [PEM = ''] = Object.values(
  (list as unknown as readonly SourceVector[]).find(({ id }) => id === 'adobe-order-saved')?.context.served_keys ?? {},
)
const MINUTE_MS = 60_000

function keys(answer: () => Response) {
  const world = { nowMs: 0, asked: [] as string[] }
  const served = new ServedKeys({
    fetch: (url) => {
      world.asked.push(url)
      return Promise.resolve().then(answer)
    },
    now: () => world.nowMs,
  })
  return { world, served }
}

const found = () => new Response(PEM)

describe('a key that its sender serves', () => {
  it('is asked for once in half a day, and never believed for a day', async () => {
    const { served, world } = keys(found)
    const first = await served.get('https://keys.example/a.pem')
    world.nowMs = 11 * 60 * MINUTE_MS
    expect(await served.get('https://keys.example/a.pem')).toBe(first)
    expect(world.asked).toHaveLength(1)
    world.nowMs = 23 * 60 * MINUTE_MS
    await served.get('https://keys.example/a.pem')
    expect(world.asked).toHaveLength(2)
  })

  it.each([
    ['of another host to which we are sent', () => new Response(null, { status: 302 }), 'none'],
    ['that is not there', () => new Response('', { status: 404 }), 'none'],
    ['that is none', () => new Response('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'), 'none'],
    ['as long as a book', () => new Response(PEM + ' '.repeat(9_000)), 'none'],
    ['of a host that is ill', () => new Response(null, { status: 500 }), 'unavailable'],
    ['of a host that is busy', () => new Response(null, { status: 429 }), 'unavailable'],
    ['of a host that is gone', () => Promise.reject(new Error('no route')) as never, 'unavailable'],
  ])('%s is not verified with', async (_what, answer, said) => {
    const { served } = keys(answer)
    expect(await served.get('https://keys.example/a.pem')).toBe(said)
  })

  it('that nobody could give is asked for again at once; one that is not there after a minute', async () => {
    let status = 503
    const { served, world } = keys(() => (status === 200 ? found() : new Response(null, { status })))
    await served.get('https://keys.example/a.pem')
    status = 404
    expect(await served.get('https://keys.example/a.pem')).toBe('none')
    status = 200
    expect(await served.get('https://keys.example/a.pem')).toBe('none')
    world.nowMs = 2 * MINUTE_MS
    expect(await served.get('https://keys.example/a.pem')).toBeTypeOf('object')
  })

  it('is asked for at most twenty times a minute, and made-up names do not push out one that is signed with', async () => {
    const { served, world } = keys(() => (world.asked.length === 1 ? found() : new Response(null, { status: 404 })))
    await served.get('https://keys.example/a.pem')
    for (let at = 0; at < 60; at += 1) {
      if (at % 15 === 0) world.nowMs += MINUTE_MS
      await served.get(`https://keys.example/${at}.pem`)
    }
    const before = world.asked.length
    expect(await served.get('https://keys.example/a.pem')).toBeTypeOf('object')
    expect(world.asked).toHaveLength(before)
    for (let at = 100; at < 130; at += 1) await served.get(`https://keys.example/${at}.pem`)
    expect(world.asked.length - before).toBeLessThanOrEqual(20)
    expect(await served.get('https://keys.example/999.pem')).toBe('unavailable')
  })
})
