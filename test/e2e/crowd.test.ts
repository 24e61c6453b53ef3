/** Many callers share one call to the outbox: who hangs up in the middle takes nobody along. */
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newOrder, sale } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'

const WAVES = 15
const CALLERS = 40

let gateway: Gateway
const agent = new Agent({ keepAlive: false })
beforeAll(async () => {
  gateway = await startGateway({ TIDEGATE_LOG_LEVEL: 'off' })
})
afterAll(async () => {
  agent.destroy()
  await gateway.stop()
})

/** The status, or what went wrong. `hangUpMs`: the caller closes its connection this long after it sent everything. */
function call(order: string, hangUpMs?: number): Promise<number | string> {
  const { promise, resolve } = Promise.withResolvers<number | string>()
  const headers = { 'content-type': 'application/json', authorization: 'Bearer dev' }
  const sent = request(`${gateway.url}/v1/events`, { method: 'POST', headers, agent, timeout: 15_000 }, (response) => {
    response.resume()
    response.once('end', () => resolve(response.statusCode ?? 'no status'))
    response.once('error', (error) => resolve(error.message))
  })
  sent.once('error', (error) => resolve(error.message))
  sent.once('timeout', () => sent.destroy(new Error('no answer within 15 s')))
  sent.end(JSON.stringify(sale(order)), () => {
    if (hangUpMs !== undefined) void sleep(hangUpMs).then(() => sent.destroy(new Error('hung up')))
  })
  return promise
}

it('answers every caller that waits, while every other caller hangs up in the middle', async () => {
  const waiting: string[] = []
  const gone: string[] = []
  for (let wave = 0; wave < WAVES; wave++) {
    const calls = Array.from({ length: CALLERS }, (_, index) => {
      const order = newOrder()
      const hangsUp = index % 2 === wave % 2
      ;(hangsUp ? gone : waiting).push(`o-${order}`)
      return hangsUp ? call(order, index % 4).then(() => 202) : call(order)
    })
    expect(new Set(await Promise.all(calls))).toEqual(new Set([202]))
  }
  await gateway.untilSettled()
  const counted = new Set((await gateway.platforms.counted('tiktok')).map(({ event_id }) => event_id))
  expect(waiting.filter((id) => !counted.has(id))).toEqual([])
  // Those who hung up may have been heard or not; nobody else was.
  expect([...counted].filter((id) => !waiting.includes(String(id)) && !gone.includes(String(id)))).toEqual([])
})

it('answers at once after all callers of a moment have hung up', async () => {
  await Promise.all(Array.from({ length: CALLERS }, () => call(newOrder(), 0)))
  expect(await call(newOrder())).toBe(202)
  expect((await gateway.get('/healthz')).status).toBe(200)
  expect(gateway.output.filter((line) => line.includes('"defect"'))).toEqual([])
})
