/** What would be lost without a word, or leave as something else: in the text, in its keys, in the name of a secret. */
import { describe, expect, it } from 'vitest'
import { errorsOf, errorsWith, SHOP } from './errors.fixture.ts'

describe('a name that a plain value cannot hold', () => {
  it.each([
    ['version: 1', 'version: 1\n__proto__: {}', '2:1'],
    ['sites:\n', 'sites:\n  __proto__: { hosts: [other.example] }\n', '12:3'],
    ['field_groups:\n', 'field_groups:\n  "__proto__": {}\n', '3:3'],
    ['shards: 2', 'shards: 2\n    sectors: [health]\n    __proto__: 1', '18:5'],
    ['regimes: { US: opt-out }', 'regimes: {}, cookie_names: { __proto__: klaro }', '17:83'],
    ['looking: [contact]', 'looking: [contact]\n          __proto__: [contact]', '27:11'],
  ])('is an error at its place: `%s` → `%s`', (from, to, place) => {
    expect(errorsWith(from, to)).toEqual([`p.yaml:${place}  \`__proto__\` cannot be a name here — choose another one`])
  })
})

describe('a key that stands for another', () => {
  it('is an error where it is an alias, which could undo the key that it repeats', () => {
    const text = SHOP.replace('shards: 2', 'shards: 2\n    &k sectors: [health]\n    *k : []')
    expect(errorsOf(text)).toEqual(['p.yaml:18:5  an alias (*name) cannot be a key — write the key out'])
    expect(errorsOf(text, 'fr')).toEqual([
      'p.yaml:18:5  un renvoi (*nom) ne peut pas servir de clé — écrivez la clé en toutes lettres',
    ])
  })

  it('is written twice where a number and a text read the same', () => {
    const [, shop = ''] = SHOP.split('  shop:\n')
    const text = SHOP.replace('  shop:\n', '  1:\n') + `  "1":\n${shop}`
    expect(errorsOf(text)).toEqual([expect.stringContaining('`1` is written twice in the same block') as unknown])
  })
})

describe('a character that nobody can see', () => {
  it.each([
    ['shards: 2', 'shards: 2 \u0000', 'p.yaml:16:15  holds a character that cannot be seen (U+0000) — take it out'],
    ['name: Shop', 'name: "Sh\\0op"', 'p.yaml:31:25  holds a character that cannot be seen (U+0000) — take it out'],
    ['name: Shop', 'name: Sh\uFFFDp', 'p.yaml:31:27  not readable as UTF-8 — save the file as UTF-8'],
  ])('is an error at its place: `%s` → %j', (from, to, error) => {
    expect(errorsWith(from, to)).toEqual([error])
  })

  it('is how bytes that are not UTF-8 arrive', () => {
    const text = new TextDecoder().decode(Uint8Array.of(0x76, 0x3a, 0x20, 0xe9, 0x0a))
    expect(errorsOf(text)).toEqual(['p.yaml:1:4  not readable as UTF-8 — save the file as UTF-8'])
  })
})

describe('a limited send of nothing', () => {
  it('is an error that says what to write', () => {
    expect(errorsWith('on_opt_out: drop', 'on_opt_out: limited\n        limited: []')).toEqual([
      expect.stringMatching(/^p\.yaml:25:9 .*names no group.*set on_opt_out to drop/) as unknown,
    ])
  })
})

describe('the gateway’s own secret', () => {
  it.each(['TIDEGATE_TOKEN_SECRET', 'TIDEGATE_RECEIPT_KEY', 'TIDEGATE_X'])('is no token: %s', (name) => {
    expect(errorsWith('ACME_TOKEN', name)).toEqual([
      expect.stringMatching(/^p\.yaml:22:23 .*must not begin with TIDEGATE_/) as unknown,
    ])
  })
})
