/** `GET /metrics` is OpenMetrics 1.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/, read 2026-11-22). */
import { env, reset } from 'cloudflare:test'
import { afterEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/router.ts'
import { parseConfig } from '../../src/config.ts'
import { policyGate } from '../../src/policy-gate.ts'
import { createServices } from '../../src/routes/services.ts'
import { consent, sale } from './events.ts'
import { accept, BASE, deliver, get, post } from './gateway.ts'
import { clearPlatforms } from './platforms.ts'

afterEach(async () => {
  await reset()
  await clearPlatforms()
})

async function metrics(): Promise<string> {
  return new TextDecoder().decode(await (await get('/metrics')).arrayBuffer())
}

/** One sample, summed over its other labels. */
async function value(name: string, label: string): Promise<number> {
  const lines = (await metrics()).split('\n').filter((line) => line.startsWith(`${name}{`) && line.includes(label))
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
}

const SUFFIX: Readonly<Record<string, string>> = { counter: '_total', info: '_info' }
const SAMPLE = /^([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (\d+(?:\.\d+)?)$/

describe('GET /metrics', () => {
  it('is valid: typed families, counters that end in _total, no sample twice, and # EOF at the end', async () => {
    await accept([sale('m-1'), sale('m-2', { consent: consent('denied'), extra: 1 })])
    await deliver()
    const response = await get('/metrics')
    expect(response.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8')
    const text = new TextDecoder().decode(await response.arrayBuffer())
    expect(text.endsWith('\n# EOF\n')).toBe(true)
    const types = new Map<string, string>()
    const samples = new Set<string>()
    let family = ''
    for (const line of text.split('\n').slice(0, -2)) {
      const [, name = '', type = ''] = /^# TYPE ([a-z_]+) (counter|gauge|info)$/.exec(line) ?? []
      if (name !== '') {
        expect(types.has(name)).toBe(false)
        types.set(name, type)
        family = name
        continue
      }
      if (line.startsWith('# UNIT ')) {
        expect(line).toBe(`# UNIT ${family} seconds`)
        expect(family.endsWith('_seconds')).toBe(true)
        continue
      }
      if (line.startsWith('# HELP ')) {
        expect(line.startsWith(`# HELP ${family} `)).toBe(true)
        continue
      }
      const [, sample = '', labels = ''] = SAMPLE.exec(line) ?? []
      expect(sample).toBe(`${family}${SUFFIX[types.get(family) ?? ''] ?? ''}`)
      expect(samples.has(`${sample}{${labels}}`)).toBe(false)
      samples.add(`${sample}{${labels}}`)
    }
    expect(types.size).toBeGreaterThan(5)
    expect(samples.size).toBeGreaterThan(types.size)
  })

  it('counts what became of events, refusals by reason, and deliveries by outcome', async () => {
    const before = await Promise.all([
      value('tidegate_events_total', 'accepted'),
      value('tidegate_refusals_total', 'consent_denied'),
    ])
    await accept([sale('m-1'), sale('m-2'), sale('m-3', { consent: consent('denied') })])
    await deliver()
    expect(await value('tidegate_events_total', 'accepted')).toBe((before[0] ?? 0) + 2)
    expect(await value('tidegate_refusals_total', 'consent_denied')).toBe((before[1] ?? 0) + 1)
    expect(await value('tidegate_deliveries_total', 'outcome="delivered"')).toBe(4)
    expect(await value('tidegate_outbox_waiting', 'tiktok')).toBe(0)
  })

  it('says for how long the oldest delivery has waited, and 0 once none waits', async () => {
    await accept(sale('m-1'))
    await scheduler.wait(20)
    const lag = await value('tidegate_delivery_lag_seconds', 'destination="meta"')
    expect(lag).toBeGreaterThanOrEqual(0.02)
    expect(lag).toBeLessThan(60)
    await deliver()
    expect(await value('tidegate_delivery_lag_seconds', '')).toBe(0)
    expect(await value('tidegate_attempt_duration_seconds_total', 'destination="meta"')).toBeGreaterThanOrEqual(0)
  })

  it('counts unknown fields by name, and never a name that is a person’s or breaks the format', async () => {
    const odd = { loyalty_tier: 1, 'camille.durand@example.com': 1, 'a"} 1\n# EOF\nx{y="': 1, '06 39 98 12 34': 1 }
    const before = await value('tidegate_unknown_fields_total', 'field="loyalty_tier"')
    await accept(sale('m-1', odd))
    expect(await value('tidegate_unknown_fields_total', 'field="loyalty_tier"')).toBe(before + 1)
    const text = await metrics()
    expect(text).not.toContain('camille')
    expect(text).not.toContain('06 39')
    expect(text.split('# EOF')).toHaveLength(2)
  })

  it.each([
    ['body_too_large', () => post(' '.repeat(1024 * 1024 + 1))],
    ['not_json', () => post('{')],
    ['token_missing_or_bad', () => post(sale('x'), { authorization: 'Bearer expired' })],
    ['wrong_content_type', () => post(sale('x'), { 'content-type': 'text/plain' })],
  ])('counts a request that is refused with %s', async (code, ask) => {
    const before = await value('tidegate_problems_total', `code="${code}"`)
    await ask()
    expect(await value('tidegate_problems_total', `code="${code}"`)).toBe(before + 1)
  })

  it('asks for a token in production', async () => {
    const secret = 'a-secret-of-at-least-thirty-two-characters'
    const { TIDEGATE_PLATFORM_BASE: _base, ...rest } = env
    const production = {
      ...rest,
      TIDEGATE_ENV: 'production',
      TIDEGATE_LIVE_VIEW: 'off',
      TIDEGATE_TOKEN_SECRET: secret,
      TIDEGATE_PERSON_KEY_SECRET: `${secret}!`,
      // The key of RFC 8037, appendix A.
      TIDEGATE_RECEIPT_KEY:
        '{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"}',
    }
    // The policy of this build may be one that nobody has approved.
    const gate = policyGate({ production: false, policyKeys: undefined })
    const app = createApp((bindings) => ({ ...createServices(parseConfig(bindings)), gate }))
    const ask = (headers = {}) => app.fetch(new Request(`${BASE}/metrics`, { headers }), production)
    expect((await ask()).status).toBe(401)
    expect((await ask({ authorization: 'Bearer dev' })).status).toBe(401)
  })
})
