/** What a shard takes and what it hands over, asked as the Worker and other shards ask it. The policy has one shard. */
import { env, reset } from 'cloudflare:test'
import { afterEach, describe, expect, it } from 'vitest'
import { decodeAnswer, encodeTake } from '../../src/outbox/wire.ts'
import { sale } from './events.ts'
import { accept, sql } from './gateway.ts'

const SITE = 'atelier-rivage'

afterEach(() => reset())

function shard(number: number) {
  return env.OUTBOX.get(env.OUTBOX.idFromName(`${SITE}/${number}`))
}

async function take(number: number, shards: number, ageMs = 0) {
  const request = {
    text: JSON.stringify(sale('o-1')),
    source: 'server',
    receivedAtMs: Date.now() - ageMs,
    gpcHeader: null,
  } as const
  return decodeAnswer(await shard(number).take(encodeTake(SITE, request, shards)))
}

describe('a shard', () => {
  it('stores nothing of a body that was parted by another number of shards, and says when to come back', async () => {
    expect(await take(0, 2)).toEqual({ kind: 'unavailable', retryAfterSeconds: 2 })
    expect(await sql('SELECT * FROM dedupe')).toEqual([])
    expect(await take(0, 1)).toMatchObject({ kind: 'taken', allDuplicates: false })
  })

  it('stores nothing of a body whose caller has been told by now that it was not stored', async () => {
    expect(await take(0, 1, 10_001)).toMatchObject({ kind: 'unavailable' })
    expect(await sql('SELECT * FROM dedupe')).toEqual([])
  })

  it('whose clock is ahead of its callers’ ends and starts anew: the runtime lets no object’s clock go back, and stops its timers until then', async () => {
    expect(await take(0, 1)).toMatchObject({ kind: 'taken' })
    await expect(take(0, 1, 150_000)).rejects.toThrow('not stored')
    expect(await take(0, 1)).toMatchObject({ kind: 'taken', allDuplicates: true })
  })

  it('does not end for a body that was left behind and is taken along by another call', async () => {
    const call = (id: string, ageMs: number) => {
      const request = {
        text: JSON.stringify(sale(id)),
        source: 'server',
        receivedAtMs: Date.now() - ageMs,
        gpcHeader: null,
      } as const
      return encodeTake(SITE, request)
    }
    const answers = await shard(0).takeAll([call('o-2', 0), call('o-3', 3_600_000)])
    expect(answers.map((answer) => decodeAnswer(answer).kind)).toEqual(['taken', 'unavailable'])
  })

  it('takes nothing where the policy no longer has it', async () => {
    expect(await take(1, 1)).toEqual({ kind: 'unavailable', retryAfterSeconds: 2 })
  })

  it('is asked how it is and learns by it whose it is, so that it does not say ok before it has what is its own', async () => {
    const facts = "SELECT name FROM meta WHERE name IN ('site', 'parted') ORDER BY name"
    expect(await sql(facts)).toEqual([])
    expect(await shard(0).probe(SITE, Date.now())).toMatchObject({ moving: false })
    expect(await sql(facts)).toEqual([{ name: 'parted' }, { name: 'site' }])
  })

  it('hands over only to a shard that means the same number of them', async () => {
    await accept(sale('o-1'))
    const ask = { site: SITE, shard: 0, turn: null, place: null }
    expect(await shard(0).handOver({ ...ask, shards: 2 })).toEqual({ kind: 'not_yet' })
    const page = await shard(0).handOver({ ...ask, shards: 1 })
    expect(page).toMatchObject({ kind: 'page', rows: { dedupe: [{ until_day: expect.any(Number) }] } })
  })
})
