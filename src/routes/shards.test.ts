import { describe, expect, it } from 'vitest'
import policy from '#policy'
import { destinations } from '../destinations/registry.ts'
import { personKeyMaker } from '../hashing/person-key.ts'
import { textOf } from '../outbox/body-text.ts'
import type { TakeAnswer, TakeRequest } from '../outbox/types.ts'
import { judgeBody, resultsOf, verdictsOf, type EventResult } from '../pipeline/accept.ts'
import { planSites, type SitePlan } from '../pipeline/plan.ts'
import { takeByShard as takeByShardOf, type Shards } from './shards.ts'

const NOW_MS = Date.UTC(2026, 10, 22)
const CONTEXT = {
  receivedAtMs: NOW_MS,
  gpcHeader: null,
  personKey: personKeyMaker('a secret of the site, long enough'),
}
const takeByShard = (
  request: TakeRequest,
  plan: SitePlan,
  take: Shards['take'],
  retryAfter: Shards['retryAfter'] = () => Promise.resolve(0),
) => takeByShardOf(request, plan, CONTEXT.personKey, { take, retryAfter })
const state = { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' }

function planWithShards(shards: number): SitePlan {
  const sites = policy.sites.map((site) => ({ ...site, shards }))
  const [plan] = planSites({ ...policy, sites }, destinations).values()
  if (plan === undefined) throw new Error('there is a site')
  return plan
}

function view(id: string, changes: object = {}) {
  return {
    event: 'view_item',
    event_id: id,
    page: { url: 'https://www.atelier-rivage.example/a' },
    client: { ip: '93.184.216.34', user_agent: 'UA', country: 'FR' },
    consent: { state },
    ...changes,
  }
}

function requestOf(body: unknown): TakeRequest {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { text, source: 'server', receivedAtMs: NOW_MS, gpcHeader: null }
}

/** Shards that judge as the real ones do; `known` are ids that they had before. */
function shardsOf(plan: SitePlan, known: ReadonlySet<string> = new Set()) {
  const keys = new Map<string, Set<number>>()
  const ask = (shard: number, { text }: TakeRequest): Promise<TakeAnswer> => {
    const judged = judgeBody(textOf(text), plan, CONTEXT, (event) => event)
    if (!judged.ok) return Promise.resolve({ kind: 'malformed', code: judged.code, errors: judged.errors })
    for (const { dedupeKey } of verdictsOf(judged)) keys.set(dedupeKey, (keys.get(dedupeKey) ?? new Set()).add(shard))
    const duplicates = verdictsOf(judged).map(({ eventId }) => (known.has(eventId) ? ['tiktok', 'meta'] : []))
    const results = resultsOf(judged, duplicates)
    return Promise.resolve({
      kind: 'taken',
      results: JSON.stringify(results),
      allDuplicates: results.every(({ status }) => status === 'duplicate'),
    })
  }
  return { ask, keys }
}

function resultsIn(answer: TakeAnswer): readonly EventResult[] {
  return answer.kind === 'taken' ? JSON.parse(answer.results) : []
}

it('hear with their part what was said beside the whole list', async () => {
  const plan = planWithShards(4)
  const said = async (body: object) => {
    const answer = await takeByShard(requestOf(body), plan, shardsOf(plan).ask)
    return new Set(resultsIn(answer).map(({ destinations: of }) => JSON.stringify(of)))
  }
  const events = IDS.map((id) => view(id))
  expect(await said({ environment: 'preprod', events })).toEqual(new Set(['{"meta":"staging","tiktok":"staging"}']))
  expect(await said({ environment: 'production', events })).toEqual(new Set(['{"meta":"full","tiktok":"full"}']))
})

const IDS = Array.from({ length: 40 }, (_, index) => `v-${index}`)

describe('shards', () => {
  it('answer together as one would: every event its own result, in the caller’s order, with the caller’s paths', async () => {
    const known = new Set(IDS.filter((_, index) => index % 3 === 0))
    const events = IDS.map((id, index) => view(id, index % 7 === 0 ? { order: 7 } : {}))
    const [one, four] = await Promise.all(
      [1, 4].map((shards) =>
        takeByShard(requestOf({ events }), planWithShards(shards), shardsOf(planWithShards(shards), known).ask),
      ),
    )
    if (one === undefined || four === undefined) throw new Error('both answer')
    expect(resultsIn(one).map(({ event_id }) => event_id)).toEqual(IDS)
    expect(resultsIn(four)).toEqual(resultsIn(one))
  })

  it('part a large body, which comes as bytes, as its text', async () => {
    const plan = planWithShards(4)
    const request = requestOf({ events: IDS.map((id) => view(id, { page: { url: `https://a.example/crème/${id}` } })) })
    const bytes = { ...request, text: new TextEncoder().encode(textOf(request.text)) }
    const [ofText, ofBytes] = await Promise.all(
      [request, bytes].map((one) => takeByShard(one, plan, shardsOf(plan).ask)),
    )
    if (ofText === undefined || ofBytes === undefined) throw new Error('both answer')
    expect(resultsIn(ofBytes)).toHaveLength(IDS.length)
    expect(resultsIn(ofBytes)).toEqual(resultsIn(ofText))
  })

  it('tell a malformed event its own errors and its own id, also where all the others go to another shard', async () => {
    const events = [
      { event_id: 'm-0' },
      7,
      { event: 'nothing', event_id: 'm-2' },
      { order: 1 },
      view('good'),
      { event_id: 5 },
    ]
    const four = resultsIn(await takeByShard(requestOf(events), planWithShards(4), shardsOf(planWithShards(4)).ask))
    const one = resultsIn(await takeByShard(requestOf(events), planWithShards(1), shardsOf(planWithShards(1)).ask))
    expect(four).toEqual(one)
    expect(four.map(({ event_id }) => event_id)).toEqual(['m-0', null, 'm-2', null, 'good', null])
    four.forEach(({ errors = [] }, index) => {
      for (const { path } of errors) expect(path).toMatch(new RegExp(`^events\\.${index}(\\.|$)`))
    })
  })

  it('refuse an event that is malformed only as it is written: too large a number is no absent one', async () => {
    const text = `{"events":[${JSON.stringify(view('good'))},${JSON.stringify(view('huge', { order: { value: 0, currency: 'EUR' } })).replace('"value":0', '"value":1e999')}]}`
    const plan = planWithShards(4)
    expect(resultsIn(await takeByShard(requestOf(text), plan, shardsOf(plan).ask))).toMatchObject([
      { event_id: 'good', status: 'accepted' },
      { event_id: 'huge', status: 'refused', errors: [{ path: 'events.1.order.value' }] },
    ])
  })

  it('see what is wrong with a malformed event, as one would: the diagnostics name that field', async () => {
    const plan = planWithShards(4)
    const seen: string[] = []
    const ask = (shard: number, request: TakeRequest): Promise<TakeAnswer> => {
      const judged = judgeBody(textOf(request.text), plan, CONTEXT, (event) => event)
      for (const one of judged.ok ? judged.parsed : [])
        if (!one.ok) seen.push(...one.errors.map(({ path }) => path.replace(/^events\.\d+\./, '')))
      return shardsOf(plan).ask(shard, request)
    }
    const events = [...IDS.map((id) => view(id)), view('bad', { occurred_at: 'yesterday' })]
    await takeByShard(requestOf({ events }), plan, ask)
    expect(seen).toEqual(['occurred_at'])
  })

  it('are all used, and the sales and refunds all come to the first', async () => {
    const plan = planWithShards(4)
    const { ask, keys } = shardsOf(plan)
    const shardsOfAll = () => new Set([...keys.values()].flatMap((shards) => [...shards]))
    const order = (i: number) => ({ id: `o-${i % 20}`, value: 1, currency: 'EUR' })
    const sales = Array.from({ length: 60 }, (_, i) => view(`e-${i}`, { event: 'purchase', order: order(i) }))
    const refunds = Array.from({ length: 20 }, (_, i) => view(`r-${i}`, { event: 'refund', order: order(i) }))
    await takeByShard(requestOf({ events: [...sales, ...refunds] }), plan, ask)
    expect(keys.size).toBe(40)
    expect(shardsOfAll()).toEqual(new Set([0]))
    await takeByShard(requestOf({ events: IDS.map((id) => view(id)) }), plan, ask)
    expect(shardsOfAll().size).toBe(4)
  })

  it.each([view('v'), [view('v')], { events: [view('v')] }])('take every shape of a body: %#', async (body) => {
    const plan = planWithShards(4)
    expect(resultsIn(await takeByShard(requestOf(body), plan, shardsOf(plan).ask))).toMatchObject([
      { event_id: 'v', status: 'accepted' },
    ])
  })

  it('are given nothing where one of them has no room, and the caller is told the longest wait', async () => {
    const given: number[] = []
    const take = (shard: number): Promise<TakeAnswer> => {
      given.push(shard)
      return Promise.resolve({ kind: 'defect' })
    }
    const waits = [0, 2, 30, 0]
    const answer = await takeByShard(
      requestOf({ events: IDS.map((id) => view(id)) }),
      planWithShards(4),
      take,
      (shard) => Promise.resolve(waits[shard] ?? 0),
    )
    expect(answer).toEqual({ kind: 'unavailable', retryAfterSeconds: 30 })
    expect(given).toEqual([])
  })

  it('are not ok where one of them could not store after all, and say when to come back', async () => {
    const plan = planWithShards(4)
    const { ask } = shardsOf(plan)
    const oneIsFull = (shard: number, request: TakeRequest): Promise<TakeAnswer> =>
      shard === 2 ? Promise.resolve({ kind: 'unavailable', retryAfterSeconds: 30 }) : ask(shard, request)
    const answer = await takeByShard(requestOf({ events: IDS.map((id) => view(id)) }), plan, oneIsFull)
    expect(answer).toEqual({ kind: 'unavailable', retryAfterSeconds: 30 })
  })

  it('say that all are duplicates only where all are', async () => {
    const plan = planWithShards(4)
    const allDuplicates = async (known: readonly string[]) => {
      const answer = await takeByShard(
        requestOf({ events: IDS.map((id) => view(id)) }),
        plan,
        shardsOf(plan, new Set(known)).ask,
      )
      return answer.kind === 'taken' && answer.allDuplicates
    }
    expect([await allDuplicates(IDS), await allDuplicates(IDS.slice(1))]).toEqual([true, false])
  })

  it('order cookies together: what one deletes, no other sets', async () => {
    const plan = planWithShards(4)
    const { ask } = shardsOf(plan)
    const order = { name: 'ttclid', value: 'E.C.P.abc', seconds: 60 }
    const answer = await takeByShard(
      requestOf({ events: IDS.map((id) => view(id)) }),
      plan,
      async (shard, request) => ({
        ...(await ask(shard, request)),
        cookies: shard === 2 ? { set: [], clear: ['ttclid'] } : { set: [order, { ...order, name: '_ttp' }], clear: [] },
      }),
    )
    expect(answer).toMatchObject({ cookies: { set: [{ ...order, name: '_ttp' }], clear: ['ttclid'] } })
  })

  it.each(['{', '[]', '42', '{"events":[{"event":"nothing"}]}', '{"events":{}}'])(
    'refuse as one would what is no body: %s',
    async (text) => {
      const answers = await Promise.all(
        [1, 4].map((shards) =>
          takeByShard(requestOf(text), planWithShards(shards), shardsOf(planWithShards(shards)).ask),
        ),
      )
      expect(answers[1]).toEqual(answers[0])
      expect(answers[0]?.kind).toBe('malformed')
    },
  )
})
