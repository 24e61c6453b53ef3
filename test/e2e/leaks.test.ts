/** Canaries go in everywhere; no byte that leaves, is stored, is logged or is shown may have one. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canariesIn, DETECTABLE, NAMES, NATIONAL_PHONES, PERSON } from '../support/canaries.ts'
import { consent, newOrder, sale, USER_AGENT, type Members } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { PLATFORMS, startPlatforms, type Platforms } from '../support/platforms.ts'
import { startRecorder, type Recorder } from '../support/recorder.ts'

const HOST = 'https://www.atelier-rivage.example'
/** printf '%s' 'serin.canari@example.com' | sha256sum */
const EMAIL_HASH = 'fa747909a8bbee112848038c2c9e614de990832a81193370d072fd3f3e2617ac'

const SETTINGS = { TIDEGATE_LIVE_VIEW: 'on', TIDEGATE_LOG_LEVEL: 'events' }

let platforms: Platforms
let recorder: Recorder
let gateway: Gateway
beforeAll(async () => {
  platforms = await startPlatforms()
  recorder = await startRecorder(platforms.url)
  gateway = await startGateway(SETTINGS, { platforms, platformBase: recorder.url })
})
afterAll(async () => {
  await gateway.stop()
  await recorder.close()
  await platforms.close()
})

/** The platforms are well again, and the next process delivers what the last one had to keep. */
async function restart(): Promise<void> {
  await gateway.workerd.stop()
  await platforms.clear()
  gateway = await startGateway(SETTINGS, { platforms, platformBase: recorder.url, stateDir: gateway.stateDir })
}

const sold = (changes: Members): Members => ({ id: newOrder(), value: 8.5, currency: 'EUR', ...changes })
const base = (changes: Members): Members => sale(newOrder(), { person: PERSON, ...changes })

/** Sales that go out, each with the canary in one place where people write or where addresses are. */
function dirtyTexts(canary: string): Members[] {
  const page = (url: string, referrer = HOST) => base({ page: { url, referrer } })
  const encoded = encodeURIComponent(canary)
  return [
    page(`${HOST}/merci?email=${canary}&q=${encoded}`),
    page(`${HOST}/merci?utm_campaign=${canary}`),
    page(`${HOST}/merci?utm_source=${encoded}&utm_content=a-${encoded}-b`),
    page(`${HOST}/compte/${canary}/merci`),
    page(`${HOST}/compte/${encoded};id=${encoded}`),
    page(`${HOST}/merci#${canary}`),
    page(`${HOST}/merci#?utm_source=${canary}`),
    page(`https://${encoded}@www.atelier-rivage.example/merci`),
    page(HOST, `https://mail.example/lire?de=${canary}`),
    page(HOST, `https://mail.example/${canary}`),
    base({ search: { query: canary }, event: 'search' }),
    base({
      order: sold({
        items: [
          { id: 'ar-savon', name: `Savon pour ${canary}`, category: canary, brand: canary, quantity: 1, price: 8.5 },
        ],
      }),
    }),
    base({ order: sold({ coupon: canary }) }),
    base({
      consent: {
        ...consent('granted'),
        source: canary,
        signals: { cookies: `mail=${canary}`, cmp: { [canary]: canary } },
      },
    }),
    base({ [canary]: 1, note: canary, person: { ...PERSON, [canary]: canary, note: canary } }),
    base({ person: { ...PERSON, city: canary, state: canary, zip: canary, gender: canary, birth_date: canary } }),
    base({ lead: { type: canary }, event: 'generate_lead' }),
  ]
}

/** The same, in places that are for ids. */
function dirtyIds(canary: string): Members[] {
  const id = canary.slice(0, 128)
  const encoded = encodeURIComponent(canary)
  return [
    base({ event_id: id }),
    base({ order: sold({ id }) }),
    base({ order: sold({ items: [{ id, quantity: 1, price: 8.5 }] }) }),
    base({ lead: { id }, event: 'generate_lead' }),
    base({ click: { ttclid: canary, ttp: canary, fbc: `fb.1.1795262400000.${canary}`, fbp: canary } }),
    base({ page: { url: `${HOST}/merci?ttclid=${encoded}&fbclid=${encoded}`, referrer: HOST } }),
    base({ client: { ip: '203.0.113.7', user_agent: `${USER_AGENT} ${canary}`, country: 'FR', language: canary } }),
  ]
}

/** Names, which nobody can tell from other words: only where everything is kept back. */
function namedSales(): Members[] {
  const name = `${NAMES.first} ${NAMES.last}`
  const encoded = encodeURIComponent(name)
  return [
    sale(newOrder(), {
      person: PERSON,
      page: {
        url: `${HOST}/merci?name=${encoded}&rue=${NAMES.street}#${encoded}`,
        referrer: `${HOST}/?nom=${encoded}`,
      },
    }),
    sale(newOrder(), { person: PERSON, event: 'search', search: { query: name } }),
    sale(newOrder(), {
      person: PERSON,
      street: NAMES.street,
      loyalty: { owner: name },
      consent: { ...consent('granted'), source: name },
    }),
    sale(newOrder(), { person: PERSON, event: 'generate_lead', lead: { id: NAMES.customer, type: name } }),
  ]
}

/** From a server and from a browser; with consent, refused, and without a word. */
async function sendBothWays(events: readonly Members[]): Promise<void> {
  const refused = events.map((event) => ({ ...event, consent: consent('denied') }))
  const silent = events.map(({ consent: _none, ...event }) => event)
  const browsed = events.map((event) => ({
    ...event,
    event_id: newOrder(),
    order: sold({ items: [{ id: 'ar-savon', name: JSON.stringify(event).slice(0, 1_000), quantity: 1, price: 8.5 }] }),
  }))
  const cookie = `note=${encodeURIComponent(JSON.stringify(events)).slice(0, 4_000)}; _fbp=${NAMES.customer}`
  const headers = { 'user-agent': USER_AGENT, cookie, referer: `${HOST}/?mail=${encodeURIComponent(PERSON.email)}` }
  for (const list of [events, refused, silent]) expect((await gateway.fromServer({ events: list })).status).toBe(202)
  expect((await gateway.fromBrowser({ events: browsed }, headers)).status).toBe(202)
}

function storedBytes(folder: string): Buffer {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(files.some(({ name }) => name.endsWith('.sqlite'))).toBe(true)
  return Buffer.concat(files.map((file) => readFileSync(join(file.parentPath, file.name))))
}

describe('canaries in every place of an event: e-mail, phone, IBAN and card in every dress, and names', () => {
  it('are in no byte of the state folder while the deliveries wait', async () => {
    for (const platform of PLATFORMS)
      await platforms.order(platform, { status: 503, headers: { 'retry-after': '600' } })
    for (const canary of [...DETECTABLE, ...NATIONAL_PHONES]) await sendBothWays(dirtyTexts(canary))
    for (const canary of DETECTABLE) await sendBothWays(dirtyIds(canary))
    await sendBothWays(namedSales())
    expect(await gateway.metric('tidegate_outbox_waiting', 'destination="meta"')).toBeGreaterThan(
      DETECTABLE.length * 15,
    )
    expect(canariesIn(storedBytes(gateway.stateDir))).toEqual([])
  })

  it.each(['/metrics', '/v1/receipts?limit=1000', '/dev/decisions', '/healthz', '/v1/openapi.json'])(
    'are not to be seen at %s',
    async (path) => {
      const { status, text } = await gateway.get(path, { authorization: 'Bearer dev' })
      expect(status).toBe(200)
      expect(canariesIn(text)).toEqual([])
    },
  )

  it('are not repeated to a caller whose event is malformed', async () => {
    for (const canary of DETECTABLE) {
      const order = { value: canary, currency: canary }
      const event = { event: canary, event_id: [canary], occurred_at: canary, order, page: canary }
      const { status, text } = await gateway.fromServer(event)
      expect(status).toBe(400)
      expect(canariesIn(text)).toEqual([])
    }
  })

  it('are in no line that the process wrote', () => {
    expect(gateway.output.some((line) => line.includes('"line":"event"'))).toBe(true)
    expect(gateway.output.some((line) => line.includes('"line":"attempt"'))).toBe(true)
    expect(canariesIn(gateway.output.join('\n'))).toEqual([])
  })

  it('are in no byte that is sent to a platform, while the hash of the e-mail is', async () => {
    await restart()
    await gateway.untilSettled()
    expect((await platforms.counted('meta')).length).toBeGreaterThan(DETECTABLE.length * 15)
    expect(recorder.sent().includes('POST /tiktok/')).toBe(true)
    expect(recorder.sent().includes(EMAIL_HASH)).toBe(true)
    expect(canariesIn(recorder.sent())).toEqual([])
  })

  it('are in no byte of the state folder and in no receipt once all is delivered', async () => {
    expect(canariesIn(storedBytes(gateway.stateDir))).toEqual([])
    expect(canariesIn((await gateway.get('/v1/receipts?limit=1000', { authorization: 'Bearer dev' })).text)).toEqual([])
    expect(canariesIn(gateway.output.join('\n'))).toEqual([])
  })
})
