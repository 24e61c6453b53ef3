import { describe, expect, it } from 'vitest'
import { toCanonical } from './canonical.ts'
import { likenessOf } from './likeness.ts'
import type { WireEvent } from './schema.ts'

const WIRE: WireEvent = {
  event: 'purchase',
  event_id: 'o-1',
  page: { url: 'https://shop.example/thanks?email=jane%40x.fr' },
  person: { email: 'jane@x.fr', phone: '06 12 34 56 78', state: 'IDF' },
  order: { id: 'A-1', value: 42.5, currency: 'EUR', items: [{ id: 'sku-1', quantity: 2, price: 21.25 }] },
  environment: { 'jane@x.fr': 1 },
  consent: {
    state: { ad_storage: 'granted', 'jane@x.fr': 'granted' },
    at: { 'jane@x.fr': 1 },
    signals: { tcf: 'CPx', cmp: { onetrust: { 'jane@x.fr': true } } },
  },
}

describe('what is kept of an event, so that V8 does not forget how it lies in memory', () => {
  for (const [form, event] of [
    ['as it came', WIRE],
    ['as it is judged', toCanonical(WIRE, 1_763_900_000_000)],
  ] as const) {
    describe(`an event ${form}`, () => {
      it('has the same members in the same order', () => {
        expect(namesIn(likenessOf(event))).toEqual(namesIn(event).filter((name) => !isFree(name)))
      })

      it('has no value of it: no text, no yes, and no number but nought', () => {
        expect(new Set(valuesIn(likenessOf(event)))).toEqual(new Set([undefined, 0]))
      })

      it('has no name that its sender chose', () => {
        expect(namesIn(likenessOf(event)).join(' ')).not.toContain('jane')
      })
    })
  }

  it('does not change the event', () => {
    const before = structuredClone(WIRE)
    likenessOf(WIRE)
    expect(WIRE).toEqual(before)
  })
})

/** Dotted, in the order in which they lie. */
function namesIn(value: unknown, at = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => [at + name, ...namesIn(member, `${at}${name}.`)])
}

function valuesIn(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesIn) : [value]
}

/** Below what a sender may name as it likes. */
function isFree(name: string): boolean {
  return /\b(?:at|cmp|environment|state)\./.test(name)
}
