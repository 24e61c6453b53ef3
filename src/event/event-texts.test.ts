import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CODE_POINT } from '../../test/support/code-points.ts'
import { eventTexts } from './event-texts.ts'

const object = fc.dictionary(fc.string({ unit: CODE_POINT }), fc.jsonValue())
const spaced = fc.constantFrom(0, 1, '\t', ' \r\n')

describe('the texts of a body’s events', () => {
  it('are the events, whatever is in them and however they are written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { minLength: 1 }),
        object,
        object,
        spaced,
        (events, before, after, space) => {
          const { events: _own, ...rest } = after
          for (const body of [events, { ...before, events, ...rest }]) {
            const found = eventTexts(` ${JSON.stringify(body, undefined, space)}\n`).map((one) => JSON.parse(one))
            expect(found).toEqual(JSON.parse(JSON.stringify(events)))
          }
        },
      ),
    )
  })

  it('are the text itself where it is one event', () => {
    expect(eventTexts(' {"event":"purchase","x":{"events":[1]}} ')).toEqual([
      ' {"event":"purchase","x":{"events":[1]}} ',
    ])
  })

  it('are those of the last list, where it is written twice or in other letters', () => {
    expect(eventTexts('{"events":[1],"a":"]","\\u0065vents":[2, 3]}')).toEqual(['2', ' 3'])
  })

  it('keep what JSON written anew would lose', () => {
    expect(eventTexts('[{"value":1e999,"a":1,"a":2}]')).toEqual(['{"value":1e999,"a":1,"a":2}'])
  })
})
