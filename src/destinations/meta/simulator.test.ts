import { describe, expect, it } from 'vitest'
import { createSimulator } from './simulator.ts'

const NOW_MS = 1_795_262_400_000
const NOW = NOW_MS / 1000
const DAY = 86_400
const PATH = '/v24.0/123/events'
const HASH = '848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f'
const USER = { em: [HASH], client_user_agent: 'UA' }
const EVENT = {
  event_name: 'PageView',
  event_time: NOW,
  event_id: 'p-1',
  action_source: 'website',
  event_source_url: 'https://shop.example/',
  user_data: USER,
}
const GOOD = { authorization: 'Bearer good' }

function createPost(options = {}) {
  const simulator = createSimulator({ nowMs: () => NOW_MS, ...options })
  const post = (body: unknown, headers: Record<string, string> = GOOD, path = PATH) => {
    const answer = simulator.answer({ method: 'POST', path, headers, body: JSON.stringify(body) })
    const parsed: unknown = JSON.parse(answer.body)
    return { status: answer.status, body: parsed }
  }
  return { simulator, post }
}

function refusal(code: number, subcode?: number) {
  const error = {
    type: 'OAuthException',
    code,
    is_transient: false,
    ...(subcode !== undefined && { error_subcode: subcode }),
  }
  return { status: 400, body: { error } }
}

describe('the Meta simulator', () => {
  it('takes a good batch, says how many it received, and counts each once', () => {
    const { simulator, post } = createPost()
    const answer = post({ data: [EVENT, { ...EVENT, event_id: 'p-2' }, EVENT] })
    expect(answer).toMatchObject({ status: 200, body: { events_received: 3, messages: [] } })
    expect(simulator.counted().count).toBe(2)
  })

  it('takes the token from the header, the address or the body', () => {
    const { post } = createPost()
    expect(post({ data: [EVENT] }, {}, `${PATH}?access_token=good`).status).toBe(200)
    expect(post({ data: [EVENT], access_token: 'good' }, {}).status).toBe(200)
  })

  it.each([
    ['no token', {}],
    ['a bad token', { authorization: 'Bearer bad' }],
    ['a token without Bearer', { authorization: 'good' }],
  ])('refuses %s with 190', (_title, headers) => {
    expect(createPost().post({ data: [EVENT] }, headers)).toMatchObject(refusal(190))
  })

  it('refuses a data set that it was not told of with 100/33', () => {
    expect(createPost({ sources: new Set(['9']) }).post({ data: [EVENT] })).toMatchObject(refusal(100, 33))
  })

  it.each([
    ['no events', { data: [] }, 100, undefined],
    ['1,001 events', { data: Array.from({ length: 1001 }, () => EVENT) }, 100, undefined],
    ['no name', { ...EVENT, event_name: '' }, 100, undefined],
    ['an unknown source of action', { ...EVENT, action_source: 'web' }, 100, undefined],
    ['a website event without its page', { ...EVENT, event_source_url: undefined }, 100, undefined],
    ['a website event without a user agent', { ...EVENT, user_data: { em: [HASH] } }, 100, undefined],
    ['a time in milliseconds', { ...EVENT, event_time: NOW_MS }, 100, undefined],
    ['a time in text', { ...EVENT, event_time: String(NOW) }, 100, undefined],
    ['a time over a minute from now', { ...EVENT, event_time: NOW + 61 }, 100, undefined],
    ['an event over 7 days old', { ...EVENT, event_time: NOW - 7 * DAY - 1 }, 100, 2804003],
    ['an e-mail that is not hashed', { ...EVENT, user_data: { ...USER, em: ['jane@example.com'] } }, 100, undefined],
    ['a hash in upper case', { ...EVENT, user_data: { ...USER, ph: HASH.toUpperCase() } }, 100, undefined],
    ['a click id without its form', { ...EVENT, user_data: { ...USER, fbc: 'IwAR' } }, 100, 2804001],
    ['a click id with seconds', { ...EVENT, user_data: { ...USER, fbc: 'fb.1.1554763741.IwAR' } }, 100, 2804001],
    ['a browser id without its form', { ...EVENT, user_data: { ...USER, fbp: 'x' } }, 100, undefined],
    ['no user data', { ...EVENT, user_data: undefined }, 100, undefined],
    ['only a town', { ...EVENT, user_data: { ct: [HASH], client_user_agent: 'UA' } }, 100, 2804050],
    ['only a birth date', { ...EVENT, user_data: { db: HASH, client_user_agent: 'UA' } }, 100, 2804050],
    [
      'a purchase without a value',
      { ...EVENT, event_name: 'Purchase', custom_data: { currency: 'EUR' } },
      100,
      2804009,
    ],
    ['a purchase without a currency', { ...EVENT, event_name: 'Purchase', custom_data: { value: 1 } }, 100, 2804009],
    ['a value that is text', { ...EVENT, custom_data: { value: '1' } }, 100, undefined],
    ['a content id that is a number', { ...EVENT, custom_data: { content_ids: [1] } }, 100, undefined],
    ['an unknown data processing option', { ...EVENT, data_processing_options: ['X'] }, 100, undefined],
  ])('refuses %s', (_title, given, code, subcode) => {
    const body = 'data' in given ? given : { data: [given] }
    expect(createPost().post(body)).toMatchObject(refusal(code, subcode))
  })

  it('takes an event of exactly seven days, and a click id with the fifth part of Meta’s own builder', () => {
    const { post } = createPost()
    expect(post({ data: [{ ...EVENT, event_time: NOW - 7 * DAY }] }).status).toBe(200)
    expect(post({ data: [{ ...EVENT, user_data: { ...USER, fbc: 'fb.1.1554763741205.AbC.AQMAAQAA' } }] }).status).toBe(
      200,
    )
  })

  it('counts nothing of a batch in which one event is bad', () => {
    const { simulator, post } = createPost()
    const good = Array.from({ length: 99 }, (_, i) => ({ ...EVENT, event_id: `p-${i}` }))
    expect(post({ data: [...good, { ...EVENT, event_time: NOW - 8 * DAY }] })).toMatchObject(refusal(100, 2804003))
    expect(simulator.counted().count).toBe(0)
  })

  it('keeps the first of pixel and API within 48 hours and adds nothing to it', () => {
    const { simulator, post } = createPost()
    simulator.receivePixel('123', { event_name: 'PageView', event_id: 'p-1' })
    post({ data: [EVENT] })
    expect(simulator.counted()).toMatchObject({ count: 1, events: [{ channel: 'pixel', merged: false, copies: 2 }] })
  })

  it('shows test events apart and does not count them', () => {
    const { simulator, post } = createPost()
    post({ data: [EVENT], test_event_code: 'TEST1' })
    expect(simulator.counted().count).toBe(0)
    expect(simulator.tested()).toHaveLength(1)
  })

  it('knows no other path', () => {
    expect(createPost().post({ data: [EVENT] }, GOOD, '/123/events').status).toBe(400)
    expect(createPost().post({ data: [EVENT] }, GOOD, '/v24.0/123/other').status).toBe(400)
  })
})
