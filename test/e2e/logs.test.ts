/** At every log level: what a caller or a platform says about a person is in no line, no metric and no answer of the gateway. */
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeLists } from '../../scripts/docs/code-lists.ts'
import { readRepository } from '../../scripts/docs/files.ts'
import { canariesIn, DETECTABLE, NAMES, NATIONAL_PHONES, PERSON } from '../support/canaries.ts'
import { consent, newOrder, sale, USER_AGENT } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { PLATFORMS, startPlatforms, type Platforms } from '../support/platforms.ts'
import { until } from '../support/running.ts'

const ALL = [...DETECTABLE, ...NATIONAL_PHONES, NAMES.first, NAMES.customer]
/** Where less is written, less can differ. */
const FEW = [PERSON.email.trim(), PERSON.phone, NAMES.first]
/** docs/logs.md has them all, and the docs check compares it with the types. */
const NAMES_OF_LINES = new Set(
  codeLists(readRepository(resolve(import.meta.dirname, '../..')))
    .filter(({ name }) => name === 'log names')
    .flatMap(({ rows }) => rows.map(([name = '']) => name)),
)

let platforms: Platforms
beforeAll(async () => {
  platforms = await startPlatforms()
})
afterAll(() => platforms.close())

/** Requests that are turned away, with the canary in all that a request is made of. What they are told. */
async function hostile(gateway: Gateway, canary: string): Promise<string[]> {
  const inPath = encodeURIComponent(canary)
  const ascii = canary.replaceAll(/[^\x20-\x7e]/g, 'e')
  const cookie = `mail=${inPath}`
  const bodies = [canary, `{"${canary}":`, `[${JSON.stringify(canary)}]`, JSON.stringify({ [canary]: canary })]
  const json = (value: unknown) => JSON.stringify(value)
  const answers = await Promise.all([
    gateway.get(`/${inPath}`),
    gateway.get(`/healthz?mail=${inPath}`, { cookie, 'user-agent': ascii }),
    gateway.get(`/metrics?mail=${inPath}`, { referer: `https://mail.example/?de=${inPath}` }),
    gateway.get(`/v1/receipts/export?cursor=${inPath}&from=${inPath}`, { authorization: 'Bearer dev' }),
    gateway.get(`/v1/diagnostics?days=${inPath}`, { authorization: 'Bearer dev' }),
    gateway.send(`/v1/persons/${inPath}`, { method: 'DELETE', headers: { authorization: `Bearer ${ascii}` } }),
    gateway.fromServer(sale(newOrder()), { authorization: `Bearer ${ascii}` }),
    gateway.fromServer(sale(newOrder()), { 'content-type': `text/${inPath}` }),
    gateway.fromBrowser(sale(newOrder()), { origin: `https://${inPath}.example`, cookie }),
    gateway.send('/v1/consent', { method: 'POST', headers: { authorization: 'Bearer dev' }, body: json(canary) }),
    ...bodies.map((body) => gateway.fromServer(body)),
    ...bodies.map((body) => gateway.fromBrowser(body, { cookie, 'user-agent': ascii })),
    gateway.fromServer({ ...sale(newOrder()), event: canary, occurred_at: canary, order: { [canary]: canary } }),
    gateway.fromServer({ events: [sale(newOrder(), { [canary]: canary }), { event: canary, event_id: canary }] }),
  ])
  // Whoever names an event is told what became of it by that name.
  return answers.slice(0, -1).map(({ text }) => text)
}

/** A platform that repeats what it was sent, where its words and where its codes stand. */
const ECHOES = [
  {
    status: 400,
    body: {
      error: { message: PERSON.email, error_user_msg: NAMES.last, code: 33639984217, fbtrace_id: NAMES.customer },
    },
  },
  { status: 400, body: { error: { message: NAMES.first, code: 100, error_subcode: 4111111111111111 } } },
  { status: 400, body: { code: 33639984217, message: PERSON.email, request_id: NAMES.customer } },
  { status: 400, body: { code: PERSON.email, [PERSON.email]: NAMES.street } },
  { status: 422, body: { code: 40002, message: `${NAMES.first} ${NAMES.last}`, data: { errors: [PERSON.email] } } },
  { status: 503, headers: { 'retry-after': NAMES.customer, server: NAMES.street }, html: `<p>${PERSON.email}</p>` },
]

async function attempts(gateway: Gateway): Promise<number> {
  return gateway.metric('tidegate_attempts_total')
}

async function echoed(gateway: Gateway): Promise<void> {
  for (const answer of ECHOES) {
    for (const platform of PLATFORMS) await platforms.order(platform, answer)
    const before = await attempts(gateway)
    const event = sale(newOrder(), { person: PERSON, client: { ip: '203.0.113.7', user_agent: USER_AGENT } })
    expect((await gateway.fromServer({ ...event, consent: consent('granted') })).status).toBe(202)
    await until('both platforms have answered', async () => (await attempts(gateway)) >= before + PLATFORMS.length)
  }
}

/** The JSON lines that the gateway wrote, by what they are. */
function linesOf(gateway: Gateway): ReadonlyMap<string, readonly Record<string, unknown>[]> {
  const lines = gateway.output.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
  return Map.groupBy(lines as Record<string, unknown>[], ({ line }) => String(line))
}

describe.each([
  ['off', [], FEW],
  ['attempts', ['attempt'], FEW],
  ['events', ['attempt', 'event', 'problem'], ALL],
])('at the log level %s', (level, expected, canaries) => {
  let gateway: Gateway
  let told: string[]
  beforeAll(async () => {
    await platforms.clear()
    gateway = await startGateway({ TIDEGATE_LOG_LEVEL: level }, { platforms })
    told = (await Promise.all(canaries.map((canary) => hostile(gateway, canary)))).flat()
    await echoed(gateway)
  })
  afterAll(() => gateway.stop())

  it('nothing that is written says who anybody is', () => {
    expect(canariesIn(gateway.output.join('\n'))).toEqual([])
    expect([...linesOf(gateway).keys()].toSorted()).toEqual(expected)
  })

  it('every line has the names that are written down, and no others', () => {
    const names = [...linesOf(gateway).values()].flat().flatMap((line) => Object.keys(line))
    expect([...new Set(names)].filter((name) => !['at', 'line'].includes(name) && !NAMES_OF_LINES.has(name))).toEqual(
      [],
    )
  })

  it('neither metrics nor health nor any problem repeats it', async () => {
    const asked = await Promise.all(['/metrics', '/healthz'].map((path) => gateway.get(path)))
    expect(told.filter((text) => text.includes('urn:tidegate:problem:')).length).toBeGreaterThan(canaries.length * 8)
    expect(canariesIn([...told, ...asked.map(({ text }) => text)].join('\n'))).toEqual([])
  })
})
