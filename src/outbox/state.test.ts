import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  endedSheet,
  fitParcels,
  openParcel,
  parcelsOf,
  refusalSheet,
  remainderOf,
  type Parcel,
  type ParcelSize,
  type PendingRow,
  type Sheet,
} from './state.ts'
import type { Verdict } from '../pipeline/judge.ts'
import { bodyOf } from '../pipeline/safe-json.fixture.ts'
import type { AcceptCall } from './types.ts'

const DESTINATIONS = ['tiktok', 'meta', 'acme']
const FIELD_SETS = ['event event_id', 'event event_id user.email', 'event user.phone']

const BASES = ['opt-in state=gggg', 'opt-out']

interface Spec {
  readonly goesTo: readonly string[]
  readonly set: number
  readonly size: number
}

const specs = fc.array(
  fc.record({ goesTo: fc.subarray(DESTINATIONS), set: fc.nat(2), size: fc.constantFrom(0, 10, 5_000, 60_000) }),
  { maxLength: 60 },
)

function eventOf({ goesTo, set, size }: Spec, index: number): Verdict {
  return {
    eventId: `e-${index}`,
    name: 'purchase',
    occurredAtMs: 1_000 + index,
    dedupeKey: String(index),
    dedupeUntilDay: 1,
    deliveries: goesTo.map((destination) => ({
      destination,
      body: bodyOf({ for: destination, index, text: `\n${'x'.repeat(size)}` }),
      fields: FIELD_SETS[set] ?? '',
      level: 'full',
      basis: BASES[index % BASES.length] ?? '',
      ...(index % 2 === 0 && { grantedAtMs: index }),
    })),
    refused: {},
    personKeys: [`p-${index}`],
  }
}

function callOf(list: readonly Spec[]): AcceptCall {
  return { site: 'shop', digest: 'd', receivedAtMs: 5, events: list.map(eventOf) }
}

function rowOf(parcel: Parcel, id: number): PendingRow {
  const { events, bodies, sheet } = parcel
  return { id, accepted_at_ms: parcel.acceptedAtMs, events, bodies, sheet }
}

/** What a parcel holds, as a reader finds it: id, body, names of fields, keys of the person, why it was allowed and since when. */
function contentsOf(parcel: Pick<Parcel, 'bodies' | 'sheet' | 'events'>) {
  const { held, sheet } = openParcel(rowOf({ destination: '', acceptedAtMs: 5, ...parcel }, 1))
  return held.map(({ entry, body }) => [
    entry.id,
    body,
    sheet.sets[entry.f ?? -1],
    entry.p?.[0],
    sheet.bases[typeof entry.b === 'number' ? entry.b : -1],
    entry.g,
  ])
}

const everythingNew = () => true

it('a refusal says of which order it was, where there is a ledger', () => {
  const trace = { o: '0123456789abcdef', w: 'browser', u: '/merci' }
  const refused = { ...eventOf({ goesTo: [], set: 0, size: 0 }, 1), refused: { meta: 'consent_denied' }, trace }
  const sheet = refusalSheet({ site: 'shop', digest: 'd', receivedAtMs: 5, events: [refused] })
  expect(sheet?.list).toEqual([{ id: 'e-1', ev: 'purchase', t: 1_001, no: { meta: 'consent_denied' }, r: trace }])
})

describe('parcels', () => {
  it('lose nothing, double nothing and keep the order, for any list of events', () => {
    fc.assert(
      fc.property(specs, (list) => {
        const call = callOf(list)
        const parcels = parcelsOf(call, everythingNew)
        for (const destination of DESTINATIONS) {
          const expected = call.events.flatMap(({ eventId, deliveries, personKeys }) =>
            deliveries
              .filter((one) => one.destination === destination)
              .map(({ body, fields, basis, grantedAtMs }) => [
                eventId,
                body,
                fields,
                personKeys[0],
                basis,
                grantedAtMs,
              ]),
          )
          expect(parcels.filter((parcel) => parcel.destination === destination).flatMap(contentsOf)).toEqual(expected)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('are at hand as their sheet will be read again', () => {
    fc.assert(
      fc.property(specs, (list) => {
        for (const { unwritten, sheet } of parcelsOf(callOf(list), everythingNew))
          expect(unwritten).toStrictEqual(JSON.parse(sheet))
      }),
      { numRuns: 60 },
    )
  })

  it('count what is in them, and stay below a row’s 2 MB', () => {
    fc.assert(
      fc.property(specs, (list) => {
        for (const parcel of parcelsOf(callOf(list), everythingNew)) {
          expect(parcel.events).toBe(contentsOf(parcel).length)
          expect(parcel.events).toBeGreaterThan(0)
          expect(parcel.bodies.length + parcel.sheet.length).toBeLessThan(1_000_000)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('stay below a row’s 2 MB in bytes, also where the texts are not ASCII', () => {
    const body = bodyOf({ name: '汉'.repeat(174_000) })
    const events = Array.from({ length: 12 }, (_, index) => {
      const event = eventOf({ goesTo: ['meta'], set: 0, size: 0 }, index)
      return { ...event, deliveries: event.deliveries.map((delivery) => ({ ...delivery, body })) }
    })
    for (const { bodies } of parcelsOf({ ...callOf([]), events }, everythingNew))
      expect(Buffer.byteLength(bodies)).toBeLessThan(2_000_000)
  })

  it.each([
    ['ASCII', 'x'],
    ['Latin', 'é'],
    ['Chinese', '汉'],
    ['emoji', '😀'],
  ])('are filled up to 512 KiB and not beyond: %s', (_title, letter) => {
    const bodies = Array.from({ length: 900 }, (_, i) => bodyOf({ i, text: letter.repeat(600) }))
    const events = bodies.map((body, index) => {
      const event = eventOf({ goesTo: ['meta'], set: 0, size: 0 }, index)
      return { ...event, deliveries: event.deliveries.map((delivery) => ({ ...delivery, body })) }
    })
    const parcels = parcelsOf({ ...callOf([]), events }, everythingNew)
    const sizes = parcels.map((one) => Buffer.byteLength(one.bodies + one.sheet))
    expect(Math.max(...sizes)).toBeLessThanOrEqual(512 * 1024 + 300)
    for (const [index, size] of sizes.slice(0, -1).entries()) {
      expect(size > 400 * 1024 || parcels[index]?.events === 500).toBe(true)
    }
    expect(parcels.flatMap((one) => one.bodies.split('\n'))).toEqual(bodies)
  })

  it('leave out what a destination has had', () => {
    const both = { goesTo: ['tiktok', 'meta'], set: 0, size: 0 }
    const parcels = parcelsOf(callOf([both, both]), (index, destination) => !(index === 0 && destination === 'meta'))
    const ids = Object.fromEntries(parcels.map((parcel) => [parcel.destination, contentsOf(parcel).map(([id]) => id)]))
    expect(ids).toEqual({ tiktok: ['e-0', 'e-1'], meta: ['e-1'] })
  })
})

describe('what is left of a parcel', () => {
  it('is exactly what has not ended, whatever ended', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(fc.nat(39)), (size, ends) => {
        const list = Array.from({ length: size }, (_, index) => ({ goesTo: ['meta'], set: index % 3, size: 0 }))
        const [parcel] = parcelsOf(callOf(list), everythingNew)
        if (parcel === undefined) throw new Error('there is a parcel')
        const ended = new Set(ends.filter((line) => line < size))
        const rest = remainderOf(openParcel(rowOf(parcel, 1)), ended)
        const all = contentsOf(parcel)
        expect(rest === undefined ? [] : contentsOf(rest)).toEqual(all.filter((_, line) => !ended.has(line)))
        const sheet: Sheet = JSON.parse(endedSheet(openParcel(rowOf(parcel, 1)), ended))
        expect(sheet.list.map((entry) => [entry.id, sheet.sets[entry.f ?? -1]])).toEqual(
          all.filter((_, line) => ended.has(line)).map(([id, , fields]) => [id, fields]),
        )
      }),
    )
  })
})

describe('a batch', () => {
  const limits = { maxEvents: 1_000, maxBytes: 10_000 }
  const row = (id: number, events: number, bytes: number): ParcelSize => ({ id, events, bytes })
  const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 9_000 })), {
    maxLength: 20,
  })

  it('is the oldest parcels that fit; the next one would not; and there is always one', () => {
    fc.assert(
      fc.property(sizes, (list) => {
        const rows = list.map(([events, bytes], id) => row(id, events, bytes))
        const chosen = fitParcels(rows, limits)
        expect(chosen).toEqual(rows.slice(0, chosen.length))
        expect(chosen.length > 0).toBe(rows.length > 0)
        const fits = (some: readonly ParcelSize[]) =>
          some.reduce((sum, { events }) => sum + events, 0) <= limits.maxEvents &&
          some.reduce((sum, { bytes, events }) => sum + bytes + events, 0) <= limits.maxBytes
        if (chosen.length > 1) expect(fits(chosen)).toBe(true)
        if (chosen.length < rows.length) expect(fits(rows.slice(0, chosen.length + 1))).toBe(false)
      }),
    )
  })
})

describe('the sheet of refusals', () => {
  it('has every refusal with its reasons, and no key of a person', () => {
    const event = { ...eventOf({ goesTo: [], set: 0, size: 0 }, 1), refused: { meta: 'consent_denied' } }
    const sheet = refusalSheet({
      ...callOf([{ goesTo: ['meta'], set: 0, size: 0 }]),
      events: [eventOf({ goesTo: ['meta'], set: 0, size: 0 }, 0), event],
    })
    expect(sheet?.list).toEqual([{ id: 'e-1', ev: 'purchase', t: 1_001, no: { meta: 'consent_denied' } }])
    expect(JSON.stringify(sheet)).not.toContain('p-1')
  })

  it('is nothing where nothing was refused', () => {
    expect(refusalSheet(callOf([{ goesTo: ['meta'], set: 0, size: 0 }]))).toBeUndefined()
  })
})
