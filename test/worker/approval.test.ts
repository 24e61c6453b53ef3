/** What a gateway does in production whose policy nobody has approved: nothing, and it says why. */
import { env, reset, runInDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, it } from 'vitest'
import { createWorker } from '../../src/app.ts'
import { createApp } from '../../src/router.ts'
import { Outbox } from '../../src/outbox/outbox.ts'
import { sale } from './events.ts'
import { accept, BASE, deliver, outcomesOf, shard } from './gateway.ts'
import { clearPlatforms, requestCount } from './platforms.ts'

afterEach(async () => {
  await reset()
  await clearPlatforms()
})

const secret = 'a-secret-of-at-least-thirty-two-characters'
const { TIDEGATE_PLATFORM_BASE: _base, ...rest } = env
/** Whoever may have signed the policy of this build: the operator does not take their key. */
const CLOSED = {
  ...rest,
  TIDEGATE_ENV: 'production',
  TIDEGATE_LIVE_VIEW: 'off',
  TIDEGATE_POLICY_KEYS: 'nobody',
  TIDEGATE_TOKEN_SECRET: secret,
  TIDEGATE_PERSON_KEY_SECRET: `${secret}!`,
  // The key of RFC 8037, appendix A.
  TIDEGATE_RECEIPT_KEY:
    '{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"}',
}

describe('under a policy that nobody approved', () => {
  it.each([
    ['POST', '/v1/events'],
    ['POST', '/e'],
    ['OPTIONS', '/e'],
    ['POST', '/v1/consent'],
    ['DELETE', '/v1/persons/key'],
    ['GET', '/v1/receipts'],
    ['GET', '/v1/receipts/export'],
    ['GET', '/healthz'],
    ['GET', '/metrics'],
    ['GET', '/v1/openapi.json'],
    ['GET', '/dev/decisions'],
  ])('%s %s is answered 503, with the reason', async (method, path) => {
    const init = { method, headers: { authorization: 'Bearer dev' } }
    const routed = await createApp().fetch(new Request(`${BASE}${path}`, init), CLOSED)
    const direct = await createWorker().fetch(new Request(`${BASE}${path}`, init), CLOSED)
    for (const response of [routed, direct]) {
      expect(response.status).toBe(503)
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(await response.json()).toMatchObject({
        code: 'policy_not_approved',
        policy_approval: 'not_approved',
        detail: expect.stringContaining('policy'),
        policy_digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      })
    }
  })

  it('a shard delivers nothing, keeps what waits and comes back', async () => {
    await accept(sale('kept'))
    const alarmAt = await runInDurableObject(shard(), async (_instance, state) => {
      const closed = new Outbox(state, CLOSED)
      await closed.alarm()
      expect(await closed.gauges()).toMatchObject({ attempts: {}, waiting: { meta: 1, tiktok: 1 } })
      return state.storage.getAlarm()
    })
    expect(alarmAt).toBeGreaterThan(Date.now())
    expect(await requestCount('tiktok')).toBe(0)
    // Approved again: nothing was lost.
    await deliver()
    expect(await outcomesOf('kept')).toEqual({ tiktok: 'delivered', meta: 'delivered' })
  })
})
