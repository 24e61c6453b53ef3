import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GLANCE_FROM_CHARACTERS, glanceAt } from './glance.ts'
import { parseBody, parseValue, PARSE_LIMITS } from './parse.ts'

const LIMITS = { maxDepth: 3, maxEvents: 5 }
/** Long enough to be looked at. */
const PAD = ' '.repeat(GLANCE_FROM_CHARACTERS)

function listOf(count: number, element = '{}'): string {
  return `[${Array.from({ length: count }, () => element).join(',')}]`
}

function objectOf(count: number): string {
  return `{${Array.from({ length: count }, (_, index) => `"k${index}":{}`).join(',')}}`
}

describe('a glance at a long text', () => {
  it.each([
    ['[[[1]]]', undefined],
    ['[[[[1]]]]', 'too_deep'],
    ['{"a":{"b":[{}]}}', 'too_deep'],
    ['[[],[[]],[[]]]', undefined],
    [listOf(5), undefined],
    [listOf(6), 'too_many_events'],
    [`{"events":${listOf(5)}}`, undefined],
    [`{"events":${listOf(6)}}`, 'too_many_events'],
    [`{"events": ${listOf(6)}}`, 'too_many_events'],
    [`{"site":"a","events":${listOf(6)}}`, 'too_many_events'],
    [`{"other":${listOf(600)}}`, undefined],
    [`{"a":{"events":${listOf(600, '1')}}}`, undefined],
    [`{"events":${listOf(3, '{"a":1,"b":2,"c":3}')},"x":[1,2,3,4,5,6,7]}`, undefined],
    [`["[[[[[","\\"[[[[","\\\\",",,,,,,,,"]`, undefined],
    [`["\\\\\\"[[[[["]`, undefined],
    [`["\\\\",[[[1]]]]`, 'too_deep'],
    ['["', undefined],
    [']]]]', undefined],
  ])('%j is %s', (text, problem) => {
    expect(glanceAt(text + PAD, LIMITS)).toBe(problem)
  })

  it.each([
    [objectOf(5_000), undefined],
    [objectOf(5_001), 'wrong_structure'],
    [`[${objectOf(5_000)},${objectOf(5_000)}]`, undefined],
    [`[1,${objectOf(5_001)}]`, 'wrong_structure'],
    [`{"other":${listOf(6_000, '1')}}`, undefined],
  ])('counts the members of each object (%#)', (text, problem) => {
    expect(glanceAt(text + PAD, LIMITS)).toBe(problem)
  })

  it('leaves short texts to the parser', () => {
    expect(glanceAt('['.repeat(GLANCE_FROM_CHARACTERS - 1), LIMITS)).toBeUndefined()
    expect(glanceAt('['.repeat(GLANCE_FROM_CHARACTERS), LIMITS)).toBe('too_deep')
  })

  it('refuses a million opening brackets before JSON is made of them', () => {
    expect(parseBody('['.repeat(1_000_000), 0)).toMatchObject({ ok: false, code: 'too_deep' })
  })

  it('refuses nothing that the parser takes', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue({ maxDepth: 20 }), fc.array(fc.jsonValue(), { maxLength: 9 })),
        fc.boolean(),
        (value, wrapped) => {
          const body = wrapped ? { events: value } : value
          const found = glanceAt(JSON.stringify(body) + PAD, { maxDepth: PARSE_LIMITS.maxDepth + 2, maxEvents: 5 })
          if (found === undefined) return
          const parsed = parseValue(body, 0, { ...PARSE_LIMITS, maxEvents: 5 })
          expect(parsed.ok).toBe(false)
        },
      ),
      { numRuns: 500 },
    )
  })
})
