import { describe, expect, it } from 'vitest'
import { createSimulator } from './simulator.ts'

const NOW_MS = 1_795_262_400_000
const PATH = '/open_api/v1.3/event/track/'
const HASH = '848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f'
const EVENT = { event: 'Purchase', event_time: NOW_MS / 1000, event_id: 'o-1' }

function createPost(options = {}) {
  const simulator = createSimulator({ nowMs: () => NOW_MS, ...options })
  const post = (body: unknown, headers: Record<string, string> = { 'access-token': 'good' }) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const answer = simulator.answer({ method: 'POST', path: PATH, headers, body: text })
    expect(answer.status).toBe(200)
    const parsed: unknown = JSON.parse(answer.body)
    return parsed
  }
  return { simulator, post }
}

function batch(...data: unknown[]) {
  return { event_source: 'web', event_source_id: 'C4', data }
}

describe('the TikTok simulator', () => {
  it('takes a good batch with code 0 and counts each event once', () => {
    const { simulator, post } = createPost()
    expect(post(batch(EVENT, { ...EVENT, event_id: 'o-2' }, EVENT))).toMatchObject({ code: 0, message: 'OK' })
    expect(simulator.counted().count).toBe(2)
  })

  it.each([
    ['no token', {}, 40104],
    ['a token with Bearer before it', { 'access-token': 'Bearer good' }, 40105],
    ['a bad token', { 'access-token': 'bad-one' }, 40105],
  ])('answers %s with its code under HTTP 200', (_title, headers, code) => {
    expect(createPost().post(batch(EVENT), headers)).toMatchObject({ code })
  })

  it('takes only the tokens and pixels that it was told of', () => {
    const { post } = createPost({ tokens: new Set(['t1']), sources: new Set(['C4']) })
    expect(post(batch(EVENT))).toMatchObject({ code: 40105 })
    expect(post({ ...batch(EVENT), event_source_id: 'C5' }, { 'access-token': 't1' })).toMatchObject({ code: 40001 })
    expect(post(batch(EVENT), { 'access-token': 't1' })).toMatchObject({ code: 0 })
  })

  it.each([
    ['text that is no JSON', '{', 40002],
    ['an unknown event source', { ...batch(EVENT), event_source: 'mail' }, 40002],
    ['a pixel code that is a number', { ...batch(EVENT), event_source_id: 4 }, 40002],
    ['no events', batch(), 40002],
    ['1,001 events', batch(...Array.from({ length: 1001 }, () => EVENT)), 40061],
    ['an event that is no object', batch(7), 40002],
    ['no event name', batch({ ...EVENT, event: '' }), 40002],
    ['an event id that is a number', batch({ ...EVENT, event_id: 1001 }), 40002],
    ['a time in text', batch({ ...EVENT, event_time: '1795262400' }), 40002],
    ['a time with a fraction', batch({ ...EVENT, event_time: 1795262400.5 }), 40002],
    ['a time in milliseconds', batch({ ...EVENT, event_time: NOW_MS }), 40002],
    ['a time 11 minutes from now', batch({ ...EVENT, event_time: NOW_MS / 1000 + 660 }), 40002],
    ['an e-mail that is not hashed', batch({ ...EVENT, user: { email: 'jane@example.com' } }), 40062],
    ['a phone that is not hashed', batch({ ...EVENT, user: { phone: ['+33612345678'] } }), 40062],
    ['an external id that is not hashed', batch({ ...EVENT, user: { external_id: 'c-77' } }), 40062],
    ['a hash in upper case', batch({ ...EVENT, user: { email: HASH.toUpperCase() } }), 40062],
    ['an empty e-mail', batch({ ...EVENT, user: { email: '' } }), 40062],
    ['a value that is text', batch({ ...EVENT, properties: { value: '42.50' } }), 40002],
    ['a currency it does not take', batch({ ...EVENT, properties: { currency: 'BGN' } }), 40002],
    ['a content id that is a number', batch({ ...EVENT, properties: { contents: [{ content_id: 1 }] } }), 40002],
    ['a price that is text', batch({ ...EVENT, properties: { contents: [{ price: '15' }] } }), 40000],
    ['a fraction of a piece', batch({ ...EVENT, properties: { contents: [{ quantity: 1.5 }] } }), 40002],
    ['a limit that is no boolean', batch({ ...EVENT, limited_data_use: 'true' }), 40002],
  ])('refuses %s', (_title, body, code) => {
    expect(createPost().post(body)).toMatchObject({ code })
  })

  it('says the path of a content id that is a number in TikTok’s words', () => {
    const answer = createPost().post(batch({ ...EVENT, properties: { contents: [{ content_id: 1 }] } }))
    expect(answer).toMatchObject({ message: 'Batch.0.properties.contents.0.content_id: Not a valid string' })
  })

  it('counts nothing of a batch in which one event is bad', () => {
    const { simulator, post } = createPost()
    const good = Array.from({ length: 199 }, (_, i) => ({ ...EVENT, event_id: `o-${i}` }))
    expect(post(batch(...good, { ...EVENT, event_id: 7 }))).toMatchObject({ code: 40002 })
    expect(simulator.counted().count).toBe(0)
  })

  it('takes hashes alone or in lists, and keys that it does not know', () => {
    const user = { email: [HASH], phone: HASH, city: 'paris', device: {} }
    expect(createPost().post(batch({ ...EVENT, user, properties: { gtm_version: '1' } }))).toMatchObject({ code: 0 })
  })

  it('shows test events apart and does not count them', () => {
    const { simulator, post } = createPost()
    expect(post({ ...batch(EVENT), test_event_code: 'TEST1' })).toMatchObject({ code: 0 })
    expect(simulator.counted().count).toBe(0)
    expect(simulator.tested()).toHaveLength(1)
  })

  it('merges the pixel’s copy with the API’s into one sale', () => {
    const { simulator, post } = createPost()
    simulator.receivePixel('C4', { event: 'Purchase', event_id: 'o-1' })
    post(batch({ ...EVENT, user: { email: HASH } }))
    expect(simulator.counted()).toMatchObject({
      count: 1,
      events: [{ channel: 'pixel', merged: true, payload: { user: { email: HASH } } }],
    })
  })

  it('answers a fetch as it answers a call', async () => {
    const { simulator } = createPost()
    const init = { method: 'POST', headers: { 'Access-Token': 'good' }, body: JSON.stringify(batch(EVENT)) }
    const response = await simulator.handle(new Request(`https://business-api.tiktok.com${PATH}`, init))
    expect(await response.json()).toMatchObject({ code: 0 })
  })
})
