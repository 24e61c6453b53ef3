/** Two sites in one policy: the off-site record of one knows nothing of the other, whoever asks and by whatever name. */
import policy from '#policy'
import { env, evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { SignJWT } from 'jose'
import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { TABLE_IDS } from '../../src/analysis/table-ids.ts'
import { createApp } from '../../src/router.ts'
import { journeyOf } from '../../src/offsite/journey-text.ts'
import { consent } from './events.ts'
import { keepLedger, SITE } from './ledger.ts'
import { keepJourneys } from './offsite.ts'
import { clearPlatforms } from './platforms.ts'

const SECRET = 'a secret of at least thirty-two characters'
const OTHER = 'second-site'
const HOSTS = { [SITE]: 'events.atelier-rivage.example', [OTHER]: 'events.second.example' }
type Site = typeof SITE | typeof OTHER

keepLedger()
keepJourneys()
const first = policy.sites.find(({ id }) => id === SITE)
if (first === undefined) throw new Error('the demo has a site')
const { browser: _browser, ...shared } = structuredClone(first)
const second = { ...shared, id: OTHER, hosts: ['www.second.example', 'events.second.example'] }
const sites = policy.sites as unknown[]
sites.push(second)

afterEach(async () => {
  await reset()
  await clearPlatforms()
})
// Files share the policy: the next one has a site, as the demo.
afterAll(() => void sites.splice(sites.indexOf(second), 1))

const app = createApp()

async function ask(
  site: Site,
  path: string,
  body?: unknown,
  method = body === undefined ? 'GET' : 'POST',
  role?: string,
) {
  const token = await new SignJWT(role === undefined ? {} : { role })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('tidegate')
    .setAudience(site)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(SECRET))
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'tidegate-site': SITE }
  const init = {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    redirect: 'manual',
  } as const
  return app.fetch(new Request(`https://${HOSTS[site]}${path}`, init), { ...env, TIDEGATE_TOKEN_SECRET: SECRET })
}

const record = (site: Site) => env.OFFSITE.get(env.OFFSITE.idFromName(site))

async function keysIn(site: Site): Promise<readonly string[]> {
  // The shard wakes with what waits.
  const shard = env.OUTBOX.get(env.OUTBOX.idFromName(`${site}/0`))
  await vi.waitFor(async () => {
    await shard.gauges()
    await runDurableObjectAlarm(shard)
    const waiting = await runInDurableObject(shard, (_shard, { storage }) =>
      storage.sql.exec('SELECT seq FROM facts_out').toArray(),
    )
    expect(waiting).toEqual([])
  }, 10_000)
  await ask(site, '/v1/analysis/state')
  return runInDurableObject(record(site), (_record, { storage }) =>
    storage.sql
      .exec<{ key: string; log: string }>('SELECT key, log FROM journeys')
      .toArray()
      .filter(({ log }) => journeyOf(log).sessions.length > 0)
      .map(({ key }) => key),
  )
}

const visit = (site: Site, campaign: string) => ({
  event: 'page_view',
  event_id: `e-${site}`,
  page: {
    url: `https://www.${site === SITE ? 'atelier-rivage' : 'second'}.example/?utm_source=tiktok&utm_medium=paid&utm_campaign=${campaign}`,
    referrer: 'https://www.tiktok.com/',
  },
  client: { ip: '203.0.113.7', user_agent: 'Mozilla/5.0', country: 'FR' },
  person: { visitor_id: 'the-same-visitor' },
  consent: consent('granted'),
})

it('what one site has is in no table, list or export of the other, and leads nobody from the other’s address', async () => {
  const mark = 'only-the-first-has-it'
  const media = {
    kind: 'media',
    source: 'tiktok',
    level: 'ad',
    day: '2026-11-20',
    id: '1800',
    name: mark,
    campaign: mark,
    paid: true,
  }
  const file = {
    file: 'a'.repeat(64),
    name: `${mark}.csv`,
    rows: [{ ...media, currency: 'EUR', spend: 5, metrics: {} }],
  }
  const link = {
    code: 'r/one',
    target: 'https://www.atelier-rivage.example/soap',
    source: 'tiktok',
    kind: 'live',
    name: mark,
  }
  const order = {
    order_id: mark,
    source: 'csv',
    at: '2026-11-20T09:12:00.000Z',
    updated_at: '2026-11-20T09:12:30.000Z',
    channel: 'web',
    payment: 'paid',
    money: { total: '47.4', currency: 'EUR' },
  }
  const done = [
    await ask(SITE, '/v1/analysis/imports', file),
    await ask(SITE, '/v1/analysis/links', link),
    await ask(SITE, '/v1/ledger/orders', { orders: [order] }),
    await ask(SITE, '/v1/events', visit(SITE, mark)),
  ]
  expect(await Promise.all(done.map(async (answer) => [answer.status, await answer.text()]))).toEqual(
    [200, 200, 200, 202].map((status) => [status, expect.any(String)]),
  )
  expect([(await keysIn(SITE)).length, (await keysIn(OTHER)).length]).toEqual([1, 0])
  const [own, others] = [await ask(SITE, '/v1/analysis/state'), await ask(OTHER, '/v1/analysis/state')]
  expect(await own.json()).toMatchObject({ site: SITE, touches: 1, orders: 1, imports: 1 })
  expect(await others.json()).toMatchObject({ site: OTHER, touches: 0, orders: 0, imports: 0 })

  const paths = [
    ...TABLE_IDS.map((id) => `/v1/analysis/tables/${id}?from=2026-11-01&to=2026-11-30`),
    ...['files', 'media'].map((rows) => `/v1/analysis/imports?rows=${rows}`),
    '/v1/analysis/links',
    '/v1/analysis/tests',
    '/v1/session',
  ]
  let seen = 0
  for (const path of paths) {
    if ((await (await ask(SITE, path)).text()).includes(mark)) seen++
    for (const role of [undefined, 'marketing', 'operator']) {
      const answer = await ask(OTHER, path, undefined, 'GET', role)
      // A table may want to be asked for with more words; it says so without a look at what is kept.
      expect([path, answer.ok || answer.status === 422, (await answer.text()).includes(mark)]).toEqual([
        path,
        true,
        false,
      ])
    }
  }
  // Else this would show nothing: media days, the file, its row and the link.
  expect(seen).toBeGreaterThanOrEqual(4)

  expect((await ask(SITE, '/go/r/one')).headers.get('location')).toBe(
    'https://www.atelier-rivage.example/soap?tg=r%2Fone',
  )
  expect((await ask(OTHER, '/go/r/one')).headers.get('location')).toBe('https://www.second.example/')
  expect(await (await ask(OTHER, '/v1/analysis/links?code=r/one', undefined, 'DELETE')).json()).toEqual({
    dropped: false,
  })
}, 60_000)

it('who asks one site to forget them, and a site that deletes all, take nothing from the other', async () => {
  for (const site of [SITE, OTHER] as const)
    expect((await ask(site, '/v1/events', visit(site, 'both'))).status).toBe(202)
  const [one, two] = [await keysIn(SITE), await keysIn(OTHER)]
  expect([one.length, two.length]).toEqual([1, 1])
  expect((await ask(OTHER, '/v1/persons/visitor:the-same-visitor', undefined, 'DELETE')).status).toBe(200)
  expect([await keysIn(SITE), await keysIn(OTHER)]).toEqual([one, []])
  expect((await ask(OTHER, `/v1/analysis/record?site=${SITE}`, undefined, 'DELETE')).status).toBe(400)
  expect((await ask(OTHER, `/v1/analysis/record?site=${OTHER}`, undefined, 'DELETE')).status).toBe(200)
  await evictDurableObject(record(SITE))
  expect(await keysIn(SITE)).toEqual(one)
}, 60_000)
