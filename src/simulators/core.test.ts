import { describe, expect, it } from 'vitest'
import { createSimulator as createTikTok } from '../destinations/tiktok/simulator.ts'
import { createSimulators } from './core.ts'

const NOW_MS = 1_795_262_400_000
const TRACK = '/tiktok/open_api/v1.3/event/track/'

function create() {
  const slept: number[] = []
  const nowMs = () => NOW_MS
  const simulators = createSimulators({
    platforms: [createTikTok({ nowMs })],
    nowMs,
    sleep: (ms) => {
      slept.push(ms)
      return Promise.resolve()
    },
  })
  const call = async (method: string, path: string, body = '', headers: Record<string, string> = {}) => {
    const { answer, cut } = await simulators.react({ method, path, headers, body })
    return { status: answer?.status, headers: answer?.headers, body: answer && readJson(answer.body), cut }
  }
  const track = (id: string, token = 'good') => call('POST', TRACK, sale(id), { 'access-token': token, 'x-other': '1' })
  const order = (answers: unknown[]) => call('POST', '/_sim/tiktok/faults', JSON.stringify({ answers }))
  const count = async () => (await call('GET', '/_sim/tiktok/events')).body
  return { simulators, call, track, order, count, slept }
}

function sale(id: string): string {
  const event = { event: 'Purchase', event_time: NOW_MS / 1000, event_id: id }
  return JSON.stringify({ event_source: 'web', event_source_id: 'C4', data: [event] })
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

describe('the simulators', () => {
  it('show what a platform got, without the token, and what it answered', async () => {
    const { call, track } = create()
    await track('o-1')
    const { body } = await call('GET', '/_sim/tiktok/requests')
    expect(body).toMatchObject({
      count: 1,
      requests: [
        {
          method: 'POST',
          path: '/open_api/v1.3/event/track/',
          headers: { 'x-other': '1' },
          body: { event_source: 'web', data: [{ event_id: 'o-1' }] },
          answer: { status: 200, body: { code: 0 }, dropped: false },
        },
      ],
    })
    expect(JSON.stringify(body)).not.toContain('good')
  })

  it('show what counted after the platform’s own deduplication', async () => {
    const { track, count } = create()
    await track('o-1')
    await track('o-1')
    await track('o-2')
    expect(await count()).toMatchObject({
      count: 2,
      events: [{ event: 'Purchase', event_id: 'o-1', copies: 2 }, { event_id: 'o-2' }],
    })
  })

  it('give the ordered answers in turn, as often as asked, and count nothing of what they refuse', async () => {
    const { track, order, count } = create()
    await order([
      { status: 429, headers: { 'Retry-After': '2' }, times: 2 },
      { status: 200, body: { code: 40100 } },
      { html: true },
    ])
    expect(await track('o-1')).toMatchObject({ status: 429, headers: { 'retry-after': '2' } })
    expect(await track('o-1')).toMatchObject({ status: 429 })
    expect(await track('o-1')).toMatchObject({ status: 200, body: { code: 40100 } })
    expect(await track('o-1')).toMatchObject({ status: 502, headers: { 'content-type': 'text/html' } })
    expect(await count()).toMatchObject({ count: 0 })
    expect(await track('o-1')).toMatchObject({ status: 200, body: { code: 0 } })
    expect(await count()).toMatchObject({ count: 1 })
  })

  it('drop without counting, or count and then drop', async () => {
    const { track, order, count } = create()
    await order([{ drop: true }, { accept_then_drop: true }])
    expect(await track('o-1')).toMatchObject({ status: undefined, cut: 'drop' })
    expect(await count()).toMatchObject({ count: 0 })
    expect(await track('o-1')).toMatchObject({ cut: 'drop' })
    expect(await count()).toMatchObject({ count: 1 })
  })

  it('take the first half of the events, and answer what they then say or what was ordered', async () => {
    const { call, order, count } = create()
    const data = ['o-1', 'o-2', 'o-3'].map((id) => ({ event: 'Purchase', event_time: NOW_MS / 1000, event_id: id }))
    const body = JSON.stringify({ event_source: 'web', event_source_id: 'C4', data })
    await order([{ partial: true, body: { code: 20001 } }])
    expect(await call('POST', TRACK, body, { 'access-token': 'good' })).toMatchObject({
      status: 200,
      body: { code: 20001 },
    })
    expect(await count()).toMatchObject({ count: 2, events: [{ event_id: 'o-1' }, { event_id: 'o-2' }] })
    await order([{ partial: true }])
    expect(await call('POST', TRACK, sale('o-3'), { 'access-token': 'good' })).toMatchObject({ body: { code: 0 } })
    expect(await count()).toMatchObject({ count: 3 })
  })

  it('hang, and then answer as always', async () => {
    const { track, order, slept } = create()
    await order([{ hang_ms: 30_000 }])
    expect(await track('o-1')).toMatchObject({ status: 200, body: { code: 0 } })
    expect(slept).toEqual([30_000])
  })

  it('say what is wrong with an order that they do not understand', async () => {
    const { order } = create()
    expect(await order([{ status: 429 }, { stauts: 500 }])).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('answers[1]') },
    })
  })

  it('forget everything at DELETE /_sim, faults too', async () => {
    const { call, track, order, count } = create()
    await track('o-1')
    await order([{ status: 500, times: 9 }])
    expect(await call('DELETE', '/_sim')).toMatchObject({
      body: { tiktok: { requests: 0, events: 0, faults_left: 0 } },
    })
    expect(await track('o-1')).toMatchObject({ status: 200 })
    expect(await count()).toMatchObject({ count: 1 })
  })

  it('take a pixel’s event and merge the gateway’s copy into it', async () => {
    const { call, track, count } = create()
    const pixel = { source: 'C4', events: [{ event: 'Purchase', event_id: 'o-1' }] }
    expect(await call('POST', '/_sim/tiktok/pixel', JSON.stringify(pixel))).toMatchObject({ status: 200 })
    await track('o-1')
    expect(await count()).toMatchObject({ count: 1, events: [{ channel: 'pixel', merged: true }] })
  })

  it('keep at most 2,000 requests, the newest', async () => {
    const { call, track } = create()
    for (let i = 0; i < 2005; i++) await track(`o-${i}`)
    const { body } = await call('GET', '/_sim/tiktok/requests')
    expect(body).toMatchObject({ count: 2005, requests: { length: 2000 } })
    expect(body).toHaveProperty('requests.0.body.data.0.event_id', 'o-5')
    expect(body).toHaveProperty('requests.1999.body.data.0.event_id', 'o-2004')
  })

  it('show only the newest to a caller who says how many', async () => {
    const { call, track } = create()
    for (const id of ['o-1', 'o-2', 'o-3']) await track(id)
    const { body: requests } = await call('GET', '/_sim/tiktok/requests?limit=1')
    expect(requests).toMatchObject({ count: 3, requests: [{ body: { data: [{ event_id: 'o-3' }] } }] })
    const { body: events } = await call('GET', '/_sim/tiktok/events?limit=2')
    expect(events).toMatchObject({ count: 3, events: [{ event_id: 'o-2' }, { event_id: 'o-3' }] })
  })

  it('name the platforms to a caller who asks for another', async () => {
    const { call } = create()
    expect(await call('POST', '/snap/v3/1/events')).toMatchObject({ status: 404, body: { platforms: ['tiktok'] } })
    expect(await call('GET', '/_sim/snap/events')).toMatchObject({ status: 404 })
  })

  it('are a fetch to code that takes one: a dropped connection is an exception', async () => {
    const { simulators, order } = create()
    const request = () =>
      new Request(`https://sim${TRACK}`, { method: 'POST', headers: { 'access-token': 'good' }, body: sale('o-1') })
    expect(await (await simulators.fetch(request())).json()).toMatchObject({ code: 0 })
    await order([{ drop: true }])
    await expect(simulators.fetch(request())).rejects.toThrow(TypeError)
  })
})
