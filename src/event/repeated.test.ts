import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseConsentRequest } from './consent-request.ts'
import { parseBody } from './parse.ts'
import { contradictions, hasRepeated, mayRepeat } from './repeated.ts'
import { findStructureProblem } from './structure.ts'

const HEAD = '"event":"purchase","event_id":"e-1"'

/** Whether the evidence of each event is unreadable; undefined where the body is refused. */
function unreadable(text: string): readonly boolean[] | undefined {
  const body = parseBody(text, 0)
  if (!body.ok) return undefined
  return body.events.map((one) => one.ok && one.event.consent?.malformed === true)
}

describe('a yes and a no under one name', () => {
  it.each([
    '"consent":{"state":{"ad_storage":"denied","ad_storage":"granted"}}',
    '"consent":{"state":{"ad_storage":"granted","ad_storage":"denied"}}',
    '"consent":{"state":{"ad_storage":"denied","ad\\u005fstorage":"granted"}}',
    '"consent":{"state":{"ad_storage":"denied"},"state":{"ad_storage":"granted"}}',
    '"consent" : {"state":{"ad_storage" : "denied","ad_storage"\t:\n"granted"}}',
    '"consent":{"signals":{"gpc":true,"gpc":false}}',
    '"consent":{"signals":{"cmp":{"klaro":{"tiktok":false,"tiktok":true}}}}',
    '"consent":{"signals":{"cmp":{"didomi":[{"a":1},{"b":0,"b":1}]}}}',
    '"consent":{"state":{"ad_storage":"denied"}},"consent":{"state":{"ad_storage":"granted"}}',
    '"client":{"country":"FR","country":"US"}',
    '"client":{"country":"FR"},"client":{"country":"US"}',
    '"destinations":[],"destinations":["tiktok"]',
    '"environment":"staging","environment":"production"',
  ])('is no yes, in an event and in its place in a list: %s', (members) => {
    const event = `{${HEAD},${members}}`
    expect(unreadable(event)).toEqual([true])
    expect(unreadable(`[{${HEAD}},${event}]`)).toEqual([false, true])
    expect(unreadable(`{"events":[{${HEAD}},${event},{${HEAD}}]}`)).toEqual([false, true, false])
  })

  it('is no yes in an answer', () => {
    const state = '"state":{"ad_storage":"denied","ad_storage":"granted"}'
    const answers = [`{"order_id":"1","consent":{${state}}}`, '{"order_id":"1","consent":{"at":1},"consent":{}}']
    for (const body of answers)
      expect(parseConsentRequest(body)).toMatchObject({ ok: true, request: { consent: { malformed: true } } })
  })

  it('is told apart from one name in two objects, and from names that stand in a text', () => {
    const text = JSON.stringify('{"ad_storage":"denied","ad_storage":"granted"}')
    const members = `"consent":{"source":${text},"state":{"ad_storage":"granted"},"signals":{"cmp":{"a":[{"x":1},{"x":2}]}}}`
    expect(unreadable(`{${HEAD},"person":{"email":"a"},"page":{"url":":\\":"},${members}}`)).toEqual([false])
  })

  it('is nothing to an item’s price, of which the last counts', () => {
    const order = '"order":{"currency":"EUR","value":1,"items":[{"id":"1","price":1,"price":2}]}'
    expect(unreadable(`{${HEAD},${order}}`)).toEqual([false])
  })
})

it('refuses a body of which nobody can say which list is meant, or what was said of all of it', () => {
  const lists = `"events":[{${HEAD}}],"events":[{${HEAD}}]`
  expect(parseBody(`{${lists}}`, 0)).toMatchObject({ ok: false, code: 'wrong_structure' })
  const environments = '"environment":"staging","environment":"production"'
  expect(parseBody(`{${environments},"events":[{${HEAD}}]}`, 0)).toMatchObject({ ok: false, code: 'wrong_structure' })
})

it('looks no deeper than anything is read, however deep one event beside others lies', () => {
  const deep = `{${HEAD},"consent":{"state":${'['.repeat(60_000)}${']'.repeat(60_000)}}}`
  const twice = `{${HEAD},"consent":{"at":1,"at":2}}`
  expect(unreadable(`{"events":[${deep},${twice},{${HEAD}}]}`)).toEqual([false, true, false])
})

it('finds a member that is there twice wherever one is put, and none where there is none', () => {
  const spaces = fc.constantFrom('', ' ', '\n', '\t ')
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.string(), spaces, fc.boolean(), (value, name, space, twice) => {
      const key = JSON.stringify(name)
      const inner = `{${key}${space}:1${twice ? `,${key}${space}:2` : ''}}`
      const text = `{"x":${JSON.stringify(value)},"consent":${inner}}`
      const tally = { members: 0 }
      findStructureProblem(JSON.parse(text), 20, tally)
      expect(mayRepeat(text, tally.members) && contradictions(text)[0]).toBe(twice)
      expect(hasRepeated(text, tally.members)).toBe(twice)
    }),
  )
})
