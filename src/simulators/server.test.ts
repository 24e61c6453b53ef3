import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulators, type RunningSimulators } from './server.ts'

const EVENT = { event: 'Purchase', event_time: 1_795_262_400, event_id: 'o-1' }
let running: RunningSimulators

beforeEach(async () => {
  running = await startSimulators({ port: 0, nowMs: () => 1_795_262_400_000 })
})
afterEach(() => running.close())

function track() {
  const body = JSON.stringify({ event_source: 'web', event_source_id: 'C4', data: [EVENT] })
  return fetch(`${running.url}/tiktok/open_api/v1.3/event/track/`, {
    method: 'POST',
    headers: { 'access-token': 'good' },
    body,
  })
}

async function order(...answers: unknown[]) {
  await fetch(`${running.url}/_sim/tiktok/faults`, { method: 'POST', body: JSON.stringify({ answers }) })
}

async function summary(): Promise<unknown> {
  return (await fetch(`${running.url}/_sim`)).json()
}

describe('the simulators’ server', () => {
  it('serves every destination of the registry', async () => {
    const idle = { requests: 0, events: 0, faults_left: 0 }
    expect(await summary()).toEqual({ tiktok: idle, meta: idle })
  })

  it('answers as the platform', async () => {
    expect(await (await track()).json()).toMatchObject({ code: 0 })
    expect(await summary()).toMatchObject({ tiktok: { events: 1 } })
  })

  it('closes the connection without an answer when told to drop', async () => {
    await order({ drop: true }, { reset: true })
    await expect(track()).rejects.toThrow(TypeError)
    await expect(track()).rejects.toThrow(TypeError)
    expect(await summary()).toMatchObject({ tiktok: { events: 0 } })
  })

  it('counts and then closes the connection when told to accept and drop', async () => {
    await order({ accept_then_drop: true })
    await expect(track()).rejects.toThrow(TypeError)
    expect(await summary()).toMatchObject({ tiktok: { events: 1 } })
  })

  it('breaks off in the middle of the body when told to', async () => {
    await order({ half_body: true })
    const response = await track()
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow(TypeError)
  })

  it('refuses a body of more than 32 MiB', async () => {
    const body = new Uint8Array(33 * 1024 * 1024)
    const answer = await fetch(`${running.url}/tiktok/open_api/v1.3/event/track/`, { method: 'POST', body }).then(
      ({ status }) => status,
      () => 'closed',
    )
    expect([413, 'closed']).toContain(answer)
  })
})
