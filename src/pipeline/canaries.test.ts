/** Every kind × every writing × every place, with a policy that lets all fields out: what is left to stop them is the guard. */
import { describe, expect, it } from 'vitest'
import { plantedValues, PLACES, readablePlanted, textsOf } from '../../test/support/planted.ts'
import { judge } from './judge.ts'
import { CONTEXT, eventOf, PLAN, WIRE } from './judge.fixture.ts'

const BASE = {
  client: { ...WIRE.client, ip: '203.0.113.7' },
  click: WIRE.click,
  // The fixture's own event has an order that is nobody's.
  order: WIRE.order,
}

/** Without the fixture's own person: hashes are not what is looked for here. */
const { person: _person, ...NOBODY } = WIRE

const VALUES = plantedValues()

describe('a planted value', () => {
  it.each(PLACES.map(({ name }) => name))('reaches no platform from %s, and every event still arrives', (place) => {
    const planted = VALUES.filter(({ title }) => title.endsWith(`in ${place}`))
    expect(planted.length).toBeGreaterThan(50)
    const seen: Record<string, readonly string[]> = {}
    const stopped: string[] = []
    for (const { title, value, put } of planted) {
      const event = eventOf({ ...NOBODY, person: { external_id: 'c-77' }, client: BASE.client, ...put(value, BASE) })
      const verdict = judge(event, PLAN, CONTEXT)
      if (verdict.deliveries.length !== 2) stopped.push(title)
      const found = readablePlanted([
        ...verdict.deliveries.flatMap(({ body }) => textsOf(JSON.parse(body) as unknown)),
        verdict.eventId,
      ])
      if (found.length > 0) seen[title] = [...found, value]
    }
    expect(stopped).toEqual([])
    expect(seen).toEqual({})
  })

  it('would be seen if it were there, in each writing', () => {
    const unseen = VALUES.filter(({ value }) => readablePlanted([value]).length === 0)
    expect(unseen.map(({ title }) => title)).toEqual([])
  })
})
