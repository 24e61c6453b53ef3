import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeKlaro, klaroReader } from './klaro.ts'

const read = (text: string) => klaroReader.read({ cookies: new Map([['klaro', text]]) })
const forward = (forwarded: unknown) => klaroReader.read({ cookies: new Map(), forwarded })
/** `encodeURIComponent(JSON.stringify({ tiktok: true, meta: false }))` */
const MIXED = '%7B%22tiktok%22%3Atrue%2C%22meta%22%3Afalse%7D'

describe('the cookie of Klaro', () => {
  it('says nothing where the site does not use it', () => {
    expect(klaroReader.read({ cookies: new Map() })).toBeUndefined()
  })

  it('is a choice for each service, since it is written when the person saves', () => {
    expect(read(MIXED)).toEqual({
      ok: true,
      choiceMade: true,
      choices: new Map([
        ['tiktok', true],
        ['meta', false],
      ]),
      optOut: null,
    })
  })

  it('takes two spellings of one service that disagree as refused', () => {
    expect(read('{"TikTok":true,"tiktok":false}')).toMatchObject({ choices: new Map([['tiktok', false]]) })
  })

  it.each([[''], ['{'], ['[]'], ['null'], ['true'], ['{"tiktok":"true"}'], ['{"tiktok":1}'], ['{"tiktok":null}']])(
    'cannot be read as %s',
    (text) => {
      expect(decodeKlaro(text)).toEqual({ ok: false })
      expect(read(text)).toEqual({ ok: false })
    },
  )
})

describe('what a page forwards of Klaro', () => {
  it('may be the cookie or its object', () => {
    expect(forward(MIXED)).toEqual(read(MIXED))
    expect(forward({ tiktok: true, meta: false })).toEqual(read(MIXED))
  })

  it('is no choice while the manager has no confirmation', () => {
    expect(forward({ consents: { tiktok: true }, confirmed: false })).toMatchObject({ choiceMade: false })
    expect(forward({ consents: { tiktok: true } })).toMatchObject({ choiceMade: false })
    expect(forward({ consents: { tiktok: true }, confirmed: true })).toMatchObject({ choiceMade: true })
  })

  it('does not undo a refusal in the cookie', () => {
    const record = klaroReader.read({ cookies: new Map([['klaro', MIXED]]), forwarded: { meta: true } })
    expect(record?.ok === true && record.choices.get('meta')).toBe(false)
  })

  it('cannot be read with more services than any banner has', () => {
    expect(forward(Object.fromEntries(Array.from({ length: 4_001 }, (_, i) => [`s${i}`, true])))).toEqual({ ok: false })
  })
})

/** A cookie may have been encoded twice on its way, so that a name that looks encoded (`%20`) is read as what it stands for. */
function spellingsOf(name: string): readonly string[] {
  const spellings = [name]
  for (let times = 0; times < 2; times++) {
    try {
      spellings.push(decodeURIComponent(spellings.at(-1) ?? ''))
    } catch {
      break
    }
  }
  return spellings.map((one) => one.trim().toLowerCase())
}

describe('whatever is written in its place', () => {
  it('never throws and grants nothing but what is true in an object of booleans', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof read(text)?.ok === 'boolean'))
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const [record, forwarded] = [read(encodeURIComponent(JSON.stringify(value))), forward(value)]
        const wasTrue = Object.entries(value ?? {}).flatMap(([name, v]) => (v === true ? spellingsOf(name) : []))
        for (const found of [record, forwarded]) {
          const granted = found?.ok === true ? [...found.choices].filter(([, answer]) => answer === true) : []
          for (const [key] of granted) expect(wasTrue).toContain(key)
        }
      }),
    )
  })
})
