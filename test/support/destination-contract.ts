/**
 * What every destination must keep, whichever platform it is for. A destination's mapping.test.ts calls this with its
 * own fixtures, simulator, README and documented answers, and then tests what is special about it.
 */
import { describe, expect, it } from 'vitest'
import { decide, type Permit } from '../../src/consent/decide.ts'
import type { ConsentState, Purpose } from '../../src/consent/types.ts'
import type { AttemptOutcome, Destination, PlatformAnswer } from '../../src/destinations/destination.ts'
import type { DestinationFixture, DocumentedAnswer } from '../../src/destinations/fixture.ts'
import type { PlatformSimulator, SimulatorOptions } from '../../src/destinations/simulator.ts'
import type { CanonicalEvent } from '../../src/event/types.ts'
import { planEvent } from '../../src/pipeline/plan.ts'
import { prepareEvent, sharedOf, type PrepareResult } from '../../src/pipeline/prepare.ts'
import { fieldTable, tableIn } from './field-table.ts'

export interface ContractSubject {
  readonly destination: Destination
  readonly fixtures: readonly DestinationFixture[]
  readonly createSimulator: (options: SimulatorOptions) => PlatformSimulator
  /** The text of the folder's README.md. */
  readonly readme: string
  /** The platform's own answers, its error bodies among them. */
  readonly answers: readonly DocumentedAnswer[]
}

export function destinationContract(subject: ContractSubject): void {
  const { destination, fixtures } = subject
  const sent = fixtures.filter(({ out }) => !('refused' in out))

  describe(`${destination.id} keeps the contract of every destination`, () => {
    describe('1. each fixture becomes exactly what the platform documents', () => {
      it.each(fixtures)('$title', (fixture) => {
        expect(outcomeOf(destination, fixture)).toEqual(fixture.out)
      })
    })

    it.each(destination.purposes)('2. makes nothing when the purpose %s is not granted or denied', (purpose) => {
      expect(permitFor(destination, 'full')).toBeDefined()
      for (const answer of ['unset', 'denied'] as const) {
        expect(decide(allGranted({ [purpose]: answer }), needOf(destination)).permit).toBeUndefined()
      }
    })

    it.each(sent)('3. no raw value of the person is in the request: $title', (fixture) => {
      const request = requestOf(destination, fixture)
      expect(rawValues(destination, fixture.in).filter((raw) => holds(request.body, raw))).toEqual([])
    })

    it.each(fixtures)('4. a field that is in no table changes nothing: $title', (fixture) => {
      const widened = { ...fixture, in: withUnlistedFields(fixture.in) }
      expect(prepared(destination, widened)).toEqual(prepared(destination, fixture))
    })

    it.each(sent)('5. the same input gives the same bytes: $title', (fixture) => {
      const again = { ...fixture, in: structuredClone(fixture.in) }
      expect(requestOf(destination, again)).toEqual(requestOf(destination, fixture))
    })

    it('6. every row of the table is used by a fixture', () => {
      const used = new Set(sent.flatMap((fixture) => fieldsOf(prepared(destination, fixture))))
      expect(destination.rows.map(({ to }) => to).filter((to) => !used.has(to))).toEqual([])
    })

    it.each(sent)('7. the simulator takes it and counts it once: $title', (fixture) => {
      const simulator = subject.createSimulator({ nowMs: () => receivedAtMs(fixture) })
      const { outcome } = post(destination, simulator, [bodyOf(destination, fixture)])
      expect(outcome).toMatchObject({ kind: 'delivered' })
      expect(simulator.counted().count).toBe(1)
    })

    it('8. the table in the README is the mapping', () => {
      expect(tableIn(subject.readme)).toEqual(fieldTable(destination))
    })

    describe('9. every answer is read as documented', () => {
      it.each([...ANSWERS_OF_ANY_PLATFORM, ...subject.answers])('$title', ({ answer, batchSize = 10, outcome }) => {
        expect(destination.classify(answer, batchSize)).toEqual(outcome)
      })
    })

    it.each(destination.cookies)(
      '10. its cookie $name is kept for a field that identifies, in a form of its own',
      (one) => {
        const rows = destination.rows.filter(({ from }) => from === one.field)
        expect(rows.map(({ identifying }) => identifying)).toContain(true)
        expect(rows.every(({ identifying }) => identifying)).toBe(true)
        // RFC 6265: a cookie's name is a token.
        expect(one.name).toMatch(/^[A-Za-z0-9_.-]{1,64}$/)
        expect(['', 'a;b', 'a b', 'a\r\nb', 'a"b', 'jane@example.com'].filter(one.isWellFormed)).toEqual([])
      },
    )

    it.each(destination.cookies)('11. what becomes of a click, or is made, has the form of $name', (one) => {
      const at = { seenAtMs: 1_760_000_000_000, current: undefined, labels: 2 }
      const query = destination.clickParameters.map(({ name }) => `${name}=E0aB-c_9`).join('&')
      const values = [
        one.fromClick?.({ ...at, address: `https://shop.example/?${query}` }),
        one.make?.({ nowMs: 1_760_000_000_000, random: 0.999_999_999, labels: 2 }),
      ].filter((value) => value !== undefined)
      expect(values).toHaveLength(Number(one.fromClick !== undefined) + Number(one.make !== undefined))
      for (const value of values) {
        expect([value, one.isWellFormed(value)]).toEqual([value, true])
        if (one.madeAtMs !== undefined) expect(one.madeAtMs(value)).toBe(1_760_000_000_000)
      }
      expect(one.fromClick?.({ ...at, address: 'https://shop.example/?q=1' })).toBeUndefined()
    })
  })
}

const ACCOUNT = { accountId: 'PIXEL1', accessToken: 'token', baseUrl: 'http://simulator' }

/** Sends prepared events to a simulator and classifies what it answers. */
export function post(
  destination: Destination,
  simulator: PlatformSimulator,
  events: readonly string[],
  account = ACCOUNT,
): { readonly answer: PlatformAnswer; readonly outcome: AttemptOutcome } {
  const request = destination.request(account, events)
  const path = request.url.slice(account.baseUrl.length)
  const answer = simulator.answer({ method: 'POST', path, headers: request.headers, body: request.body })
  return { answer, outcome: destination.classify(answer, events.length) }
}

/** The fixture's event by the real pipeline, as the policy and permit of the fixture have it. */
export function prepared(destination: Destination, fixture: DestinationFixture): PrepareResult {
  const platformEvent = destination.events[fixture.in.name]
  if (platformEvent === undefined) throw new Error(`${destination.id} has no event for ${fixture.in.name}`)
  const allowed = new Set(fixture.allowed ?? destination.rows.map(({ from }) => from))
  const plan = planEvent(destination, platformEvent, allowed, allowed)
  const { defaultCountry, urlParameters } = fixture.site
  const site = {
    defaultCountry,
    urlParameters: new Set(urlParameters),
    urlPaths: 'kept' as const,
    hidesEventIds: false,
  }
  const input = { event: fixture.in, receivedAtMs: receivedAtMs(fixture) }
  return prepareEvent(
    input,
    destination,
    plan,
    permitFor(destination, fixture.permit),
    site,
    sharedOf(fixture.in, defaultCountry),
  )
}

/** The prepared event's JSON text. */
export function bodyOf(destination: Destination, fixture: DestinationFixture): string {
  const result = prepared(destination, fixture)
  if (!result.ok) throw new Error(`${fixture.title}: not prepared, ${result.reason}`)
  return result.body
}

function outcomeOf(destination: Destination, fixture: DestinationFixture): unknown {
  const result = prepared(destination, fixture)
  return result.ok ? JSON.parse(result.body) : { refused: result.reason }
}

function fieldsOf(result: PrepareResult): readonly string[] {
  return result.ok ? result.fields : []
}

function requestOf(destination: Destination, fixture: DestinationFixture) {
  return destination.request(ACCOUNT, [bodyOf(destination, fixture)])
}

/** A minute after it happened. */
function receivedAtMs(fixture: DestinationFixture): number {
  return fixture.in.occurredAtMs + 60_000
}

function permitFor(destination: Destination, level: 'full' | 'limited'): Permit {
  const state = level === 'full' ? allGranted({}) : { ...allGranted({}), regime: 'opt-out' as const, optOut: true }
  const { permit } = decide(state, needOf(destination))
  if (permit?.level !== level) throw new Error(`no ${level} permit`)
  return permit
}

function needOf({ id, purposes }: Destination) {
  return { destination: id, purposes, onOptOut: 'limited' as const }
}

function allGranted(except: Partial<ConsentState['answers']>): ConsentState {
  const answers: Record<Purpose, 'granted'> = {
    ad_storage: 'granted',
    ad_user_data: 'granted',
    ad_personalization: 'granted',
    analytics_storage: 'granted',
  }
  return {
    regime: 'opt-in',
    answers: { ...answers, ...except },
    destinations: {},
    optOut: false,
    knownChild: false,
    findings: [],
  }
}

/** The person's values as they came, without those that the platform takes readable. */
function rawValues(destination: Destination, event: CanonicalEvent): readonly string[] {
  const readable = new Set(
    destination.rows.flatMap((row) => (row.kind === 'normalized' ? (row.read(event) ?? []) : [])),
  )
  const values = Object.values(event.person ?? {}).filter((value): value is string => typeof value === 'string')
  return values.filter((value) => !readable.has(value) && !/^[0-9a-f]{64}$/i.test(value.trim()))
}

/** Short values (`f`, `FR`) are in any text by chance: they are looked for as a whole value. */
function holds(body: string, raw: string): boolean {
  const value = raw.trim().toLowerCase()
  const text = body.toLowerCase()
  return value.length < 4
    ? text.includes(`"${value}"`)
    : text.includes(value) || text.includes(encodeURIComponent(value))
}

function withUnlistedFields(event: CanonicalEvent): CanonicalEvent {
  const extra = { loyalty_tier: 'gold', iban: 'FR7630006000011234567890189' }
  return {
    ...event,
    ...extra,
    person: { ...event.person, ...extra },
    ...(event.order !== undefined && {
      order: {
        ...event.order,
        ...extra,
        ...(event.order.items && { items: event.order.items.map((item) => ({ ...item, ...extra })) }),
      },
    }),
  }
}

const HTML = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>'
const HTTP = 'RFC 9110, and RFC 6585 for 429 and 431'

/** What holds where the body has nothing that the platform's tables know. */
const ANSWERS_OF_ANY_PLATFORM: readonly DocumentedAnswer[] = [
  {
    title: 'no answer in time: again later',
    answer: { status: 0, body: '', failure: 'timeout' },
    outcome: { kind: 'retry', code: 'timeout' },
    source: HTTP,
  },
  {
    title: 'the connection broke: again later',
    answer: { status: 0, body: '', failure: 'network' },
    outcome: { kind: 'retry', code: 'network' },
    source: HTTP,
  },
  {
    title: '400 without a code: look for the bad one in halves',
    answer: { status: 400, body: '' },
    outcome: { kind: 'split', code: 'http_400' },
    source: HTTP,
  },
  {
    title: '400 without a code, alone: rejected',
    answer: { status: 400, body: '' },
    batchSize: 1,
    outcome: { kind: 'rejected', code: 'http_400' },
    source: HTTP,
  },
  {
    title: '400 with a page of something in between: look for the one it does not like in halves',
    answer: { status: 400, body: HTML },
    outcome: { kind: 'split', code: 'http_400' },
    source: HTTP,
  },
  {
    title: '400 with such a page, alone: the platform has not seen it, again later',
    answer: { status: 400, body: `\n${HTML}` },
    batchSize: 1,
    outcome: { kind: 'retry', code: 'http_400' },
    source: HTTP,
  },
  {
    title: '401: hold everything until the credentials change',
    answer: { status: 401, body: '' },
    outcome: { kind: 'parked', code: 'http_401' },
    source: HTTP,
  },
  {
    title: 'a 403 page that is not the platform’s: again later',
    answer: { status: 403, body: HTML },
    outcome: { kind: 'retry', code: 'http_403' },
    source: HTTP,
  },
  {
    title: '408: again later',
    answer: { status: 408, body: '' },
    outcome: { kind: 'retry', code: 'http_408' },
    source: HTTP,
  },
  {
    title: '413: halve it',
    answer: { status: 413, body: HTML },
    outcome: { kind: 'split', code: 'http_413' },
    source: HTTP,
  },
  {
    title: '413 for one event: rejected',
    answer: { status: 413, body: '' },
    batchSize: 1,
    outcome: { kind: 'rejected', code: 'http_413' },
    source: HTTP,
  },
  {
    title: '429 passes on Retry-After',
    answer: { status: 429, body: '', retryAfterMs: 60_000 },
    outcome: { kind: 'retry', code: 'http_429', retryAfterMs: 60_000 },
    source: HTTP,
  },
  {
    title: '500 with nothing in it: again later',
    answer: { status: 500, body: '' },
    outcome: { kind: 'retry', code: 'http_500' },
    source: HTTP,
  },
  {
    title: '502 with a page of the proxy: again later',
    answer: { status: 502, body: HTML },
    outcome: { kind: 'retry', code: 'http_502' },
    source: HTTP,
  },
  {
    title: '503 passes on Retry-After',
    answer: { status: 503, body: HTML, retryAfterMs: 2000 },
    outcome: { kind: 'retry', code: 'http_503', retryAfterMs: 2000 },
    source: HTTP,
  },
  {
    title: '302: something in between, again later',
    answer: { status: 302, body: '' },
    outcome: { kind: 'retry', code: 'http_302' },
    source: HTTP,
  },
  ...['', 'null', '[]', 'true', '"OK"', '{', '{}', HTML, '{"code":"0"}', '{"error":null}', '{"error":"no"}'].map(
    (body) => ({
      title: `200 with ${JSON.stringify(body.slice(0, 20))}: we do not know, again later`,
      answer: { status: 200, body },
      outcome: { kind: 'retry' as const, code: 'unreadable_answer' },
      source: HTTP,
    }),
  ),
]
