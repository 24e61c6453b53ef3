import { expect, it } from 'vitest'
import { createSimulator as createTikTok } from '../destinations/tiktok/simulator.ts'
import { createSimulators } from './core.ts'

const NOW_MS = 1_795_262_400_000

function create() {
  const nowMs = () => NOW_MS
  const simulators = createSimulators({ platforms: [createTikTok({ nowMs })], nowMs, sleep: () => Promise.resolve() })
  const call = (path: string, body: unknown) =>
    simulators.fetch(
      new Request(`https://sim${path}`, {
        method: 'POST',
        headers: { 'access-token': 'good' },
        body: JSON.stringify(body),
      }),
    )
  const track = (...ids: string[]) => {
    const data = ids.map((id) => ({ event: 'Purchase', event_time: NOW_MS / 1000, event_id: id }))
    return call('/tiktok/open_api/v1.3/event/track/', { event_source: 'web', event_source_id: 'C4', data })
  }
  const order = (...answers: unknown[]) => call('/_sim/tiktok/faults', { answers })
  return { track, order }
}

it('the simulators refuse every request with the event that they were told to reject, and no other', async () => {
  const { track, order } = create()
  await order({ reject_event_id: 'bad', body: { code: 40002 } })
  expect(await (await track('a', 'bad', 'b')).json()).toEqual({ code: 40002 })
  expect(await (await track('a', 'bad-too')).json()).toMatchObject({ code: 0 })
  expect(await (await track('bad')).json()).toEqual({ code: 40002 })
})

it('the simulators answer 400 to an event that they reject where no answer was ordered', async () => {
  const { track, order } = create()
  await order({ reject_event_id: 'bad' }, { status: 503 })
  expect((await track('bad')).status).toBe(400)
  expect((await track('good')).status).toBe(503)
})

it('the simulators tell an event that comes alone from one in company, where they were told to', async () => {
  const { track, order } = create()
  await order({ reject_event_id: 'bad', alone: true, status: 503, times: 2 }, { reject_event_id: 'bad', alone: false })
  const statuses: number[] = []
  for (const ids of [['a', 'bad'], ['bad'], ['b'], ['bad', 'c'], ['bad'], ['bad']])
    statuses.push((await track(...ids)).status)
  expect(statuses).toEqual([400, 503, 200, 400, 503, 200])
})
