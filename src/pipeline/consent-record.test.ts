/** What is kept of an answer (`POST /v1/consent`), and what a later order without evidence of its own may do by it. */
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { writeTc } from '../../test/support/tc/tc-writer.ts'
import type { Finding } from '../consent/types.ts'
import { parseConsentRequest } from '../event/consent-request.ts'
import { ConsentBook } from '../outbox/consent-book.ts'
import { storageOf } from '../outbox/sqlite.fixture.ts'
import { Sql, TABLES } from '../outbox/tables.ts'
import { readBasis, settledBy } from './consent-basis.ts'
import { recordConsent, type ConsentRecord } from './consent-record.ts'
import { judge, type KnownConsent, type Trace } from './judge.ts'
import { CONTEXT, eventOf, GRANTED, NOW_MS, PLAN, planOf, WIRE, type Members } from './judge.fixture.ts'
import { noesOf, standsAgainst } from './order-noes.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const iso = (ms: number) => new Date(ms).toISOString()
const DENIED = { state: { ...GRANTED.state, ad_user_data: 'denied' } }
/** As a consent tool of the TCF writes it: the day, and no hour. */
const TODAY_MS = NOW_MS - (NOW_MS % DAY_MS)
const tcOf = (dayMs: number, purposeConsents: readonly number[]) =>
  writeTc({
    createdMs: dayMs,
    lastUpdatedMs: dayMs,
    purposeConsents,
    disclosedVendors: { maxVendorId: 0, ids: [] },
  })
const REFUSING_TC = tcOf(TODAY_MS, [1])
const cookieOf = (categories: readonly string[], more: Members) =>
  `cc_cookie=${encodeURIComponent(JSON.stringify({ categories, revision: 0, ...more }))}`

/** A shop's body as text, so that a member may stand there twice. */
function answered(consent: Members | string, { country = 'FR', atMs = NOW_MS, plan = PLAN } = {}): ConsentRecord {
  const text = typeof consent === 'string' ? consent : JSON.stringify(consent)
  const parsed = parseConsentRequest(`{"order_id":"1001","client":{"country":"${country}"},"consent":${text}}`)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  return recordConsent(parsed.request, plan, { ...CONTEXT, receivedAtMs: atMs })
}

/** What the shards write down of these answers, one after the other. */
function knowing(records: readonly ConsentRecord[]): KnownConsent {
  const database = new DatabaseSync(':memory:')
  for (const table of TABLES) database.exec(table)
  const book = new ConsentBook(new Sql(storageOf(database)), 0)
  for (const { keys, lookupKeys, withdrawn, atMs, receivedAtMs, granted, grantedAtMs, snapshot } of records) {
    book.withdraw(keys, withdrawn, atMs, receivedAtMs)
    book.reopen(keys, granted, grantedAtMs)
    if (snapshot !== undefined) book.keep(lookupKeys, snapshot)
  }
  return {
    mayWait: false,
    snapshotFor: (keys) => book.snapshotFor(keys),
    withdrawnAtMs: (keys, destination) => book.withdrawnAtMs(keys, destination),
  }
}

/** Of an order that a server sends without evidence. */
function orderBy(records: readonly ConsentRecord[], laterMs = 0): Readonly<Record<string, string>> {
  const receivedAtMs = NOW_MS + laterMs
  const order = {
    ...WIRE,
    occurred_at: iso(receivedAtMs - 1_000),
    person: undefined,
    consent: undefined,
    client: CLIENT,
  }
  const parsed = eventOf({ ...order, occurred_at: iso(NOW_MS - 1_000) })
  const event = { ...parsed, occurredAtMs: receivedAtMs - 1_000 }
  const verdict = judge(event, PLAN, { ...CONTEXT, receivedAtMs, known: knowing(records) })
  const sent = verdict.deliveries.map(({ destination, level }) => [destination, level])
  return { ...verdict.refused, ...Object.fromEntries(sent) }
}

const CLIENT = { ip: '93.184.216.34', user_agent: 'Mozilla/5.0' }
const both = (decision: string) => ({ meta: decision, tiktok: decision })

describe('what is kept of an answer', () => {
  it.each([
    ['a no in words of its own', { ...GRANTED, marketing: false }],
    ['an opt-out beside it', { ...GRANTED, opt_out: true }],
    ['a refusal that is misspelt', { state: { ...GRANTED.state, ad_personalisation: 'denied' } }],
    ['a signal of the wrong type', { ...GRANTED, signals: { tcf: 5 } }],
    [
      'a member twice, of which JSON keeps the yes',
      '{"state":{"ad_storage":"denied","ad_storage":"granted","ad_user_data":"granted","ad_personalization":"granted"}}',
    ],
  ])('gives no later order the grants that fell for %s', (_what, consent) => {
    for (const country of ['FR', 'US']) {
      const record = answered(consent, { country })
      expect(record.decisions).toEqual(both('consent_malformed'))
      expect(orderBy([record])).toEqual(both('consent_malformed'))
    }
  })

  it('gives none either where it was kept before they fell', () => {
    const record = answered({ ...GRANTED, at: iso(NOW_MS - HOUR_MS) })
    const evidence: Finding = { signal: 'evidence', validity: 'invalid', answers: {}, optOut: null }
    const findings = [evidence, ...(record.snapshot?.findings ?? [])]
    const before = { ...record, ...(record.snapshot && { snapshot: { ...record.snapshot, findings } }) }
    expect(orderBy([record])).toEqual(both('full'))
    expect(orderBy([before])).toEqual(both('consent_malformed'))
  })

  it('ends where the tool itself lets it end', () => {
    const tool = { consentTimestamp: iso(NOW_MS - HOUR_MS), expirationTime: NOW_MS + DAY_MS }
    const record = answered({ signals: { cookies: cookieOf(['necessary', 'marketing'], tool) } })
    expect(orderBy([record], HOUR_MS)).toEqual(both('full'))
    expect(orderBy([record], 2 * DAY_MS)).toEqual(both('consent_expired'))
  })

  it('is as new as its grant: an old tool beside it does not make it old', () => {
    const old = { consentTimestamp: iso(NOW_MS - 300 * DAY_MS) }
    const record = answered({ ...GRANTED, signals: { cookies: cookieOf(['necessary', 'marketing'], old) } })
    expect(record.decisions).toEqual(both('full'))
    expect(orderBy([record], HOUR_MS)).toEqual(both('full'))
  })
})

describe('a refusal that came after a grant', () => {
  const yes = answered({ ...GRANTED, at: iso(NOW_MS - 3 * HOUR_MS) }, { atMs: NOW_MS - 3 * HOUR_MS })
  const oldTc = tcOf(TODAY_MS - 60 * DAY_MS, [1, 2, 3, 4, 7, 8, 9])
  const dated = { consentTimestamp: iso(NOW_MS - HOUR_MS) }

  it.each([
    ['has no date, beside a string that has an old one', { ...DENIED, signals: { tcf: oldTc } }],
    ['has a date that cannot be read', { ...DENIED, at: 'yesterday', signals: { tcf: oldTc } }],
    ['has only the day as its date', { signals: { tcf: REFUSING_TC } }],
    [
      'is partly unreadable, and has an old date',
      { signals: { tcf: tcOf(TODAY_MS - 60 * DAY_MS, [1]) }, denied: true },
    ],
    ['is newer than the page says', { at: iso(NOW_MS - 9 * HOUR_MS), signals: { cookies: cookieOf([], dated) } }],
    ['is older than the page says', { at: iso(NOW_MS - HOUR_MS), signals: { tcf: tcOf(TODAY_MS - DAY_MS, [1]) } }],
  ])('stands where it %s', (_what, consent) => {
    const no = answered(consent)
    expect(no.withdrawn).toEqual(expect.arrayContaining(['tiktok', 'meta']))
    expect(orderBy([yes])).toEqual(both('full'))
    expect(Object.values(orderBy([yes, no]))).not.toContain('full')
  })

  it('stands aside where it is known to be older', () => {
    expect(orderBy([yes, answered({ signals: { tcf: tcOf(TODAY_MS - DAY_MS, [1]) } })])).toEqual(both('full'))
  })
})

describe('an opt-out of sale or sharing', () => {
  it.each<[string, Members]>([
    ['a default of denied', { gcs: 'G100' }],
    ['a signal that cannot be read', { gcd: 'x' }],
  ])('takes back what waits, with %s beside it', (_what, signals) => {
    const said = { signals: { ...signals, usprivacy: '1YYN' } }
    expect(answered(said, { country: 'US' })).toMatchObject({ withdrawn: ['tiktok', 'meta'], limited: [] })
    const limiting = { plan: planOf({ onOptOut: 'limited' }), country: 'US' }
    expect(answered(said, limiting)).toMatchObject({ withdrawn: [], limited: ['tiktok', 'meta'] })
  })
})

describe('where silence permits', () => {
  const GIVEN = { country: 'US' }

  it('a default and an empty answer take the place of no answer, and tell where the person is', () => {
    const unreadable = answered({ ...GRANTED, denied: true }, { ...GIVEN, atMs: NOW_MS - HOUR_MS })
    for (const silent of [{}, { signals: { gcd: '13t3t3t3t5l1' } }]) {
      const record = answered(silent, GIVEN)
      expect(record.decisions).toEqual(both('full'))
      expect(orderBy([record])).toEqual(both('full'))
      expect(orderBy([unreadable, record])).toEqual(both('consent_malformed'))
      expect(orderBy([record, unreadable])).toEqual(both('consent_malformed'))
    }
    expect(orderBy([unreadable, answered({ signals: { usprivacy: '1YNN' } }, GIVEN)])).toEqual(both('full'))
  })
})

describe('a no in one copy of an order', () => {
  const noesBy = (consent: Members) => {
    const trace: Trace = { destinations: {} }
    judge(eventOf({ consent }), PLAN, CONTEXT, trace)
    if (trace.consent === undefined) throw new Error('was not judged')
    const hearing = { consent: trace.consent, plan: PLAN, via: 'page', heardMs: NOW_MS, undatedMs: NOW_MS }
    return noesOf({ ...hearing, withdrawn: new Map() }) ?? {}
  }
  const meets = (noes: ReturnType<typeof noesBy>, atMs: number, via = 'shop') =>
    standsAgainst(noes, { destination: 'meta', level: 'full' }, { atMs, via, heardMs: NOW_MS + 1_000 })

  it('that has only the day as its date is not lifted by a yes of that day', () => {
    expect(meets(noesBy({ signals: { tcf: REFUSING_TC } }), NOW_MS - HOUR_MS)).toBe(true)
    expect(meets(noesBy({ signals: { tcf: tcOf(TODAY_MS - DAY_MS, [1]) } }), NOW_MS - HOUR_MS)).toBe(false)
  })

  it('is lifted by the same page, which says yes on the same day', () => {
    const noes = noesBy({ signals: { tcf: REFUSING_TC } })
    expect(meets(noes, TODAY_MS, 'page')).toBe(false)
    expect(meets(noes, TODAY_MS - DAY_MS, 'page')).toBe(true)
  })
})

describe('what is told of a refusal', () => {
  /** The person let both vendors in, and refused Google a purpose by its name: heard for all (0016). */
  const axeptio = encodeURIComponent(
    JSON.stringify({
      tiktok: true,
      facebook: true,
      $$googleConsentMode: { version: 2, ad_personalization: 'denied' },
      $$completed: true,
    }),
  )

  it('names the signal that refused, and none that granted', () => {
    const trace: Trace = { destinations: {} }
    const consent = { ...GRANTED, signals: { cookies: `axeptio_cookies=${axeptio}` } }
    const named = { tiktok: { tools: { axeptio: ['tiktok'] } }, meta: { tools: { axeptio: ['facebook'] } } }
    const plan = { ...PLAN, consent: { ...PLAN.consent, destinations: named } }
    const { refused, bases = {} } = judge(eventOf({ consent }), plan, CONTEXT, trace)
    expect(refused).toEqual(both('consent_denied'))
    expect(readBasis(bases['tiktok'] ?? '').signals).toMatchObject([
      { signal: 'state', answers: { ad_personalization: 'granted' } },
      { signal: 'cmp:axeptio', answers: { ad_storage: 'granted', ad_personalization: 'denied' } },
    ])
    expect(trace.consent && settledBy(trace.consent, 'tiktok', 'ad_personalization')).toEqual(['cmp:axeptio'])
  })

  it('names nobody where grants fell', () => {
    const trace: Trace = { destinations: {} }
    const { bases = {} } = judge(eventOf({ consent: { ...GRANTED, marketing: false } }), PLAN, CONTEXT, trace)
    expect(trace.consent && settledBy(trace.consent, 'tiktok', 'ad_storage')).toEqual([])
    expect(readBasis(bases['tiktok'] ?? '').signals.map(({ validity }) => validity)).toEqual(['invalid', 'invalid'])
  })
})
