import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeTarteaucitron, tarteaucitronReader } from './tarteaucitron.ts'

const read = (text: string) => tarteaucitronReader.read({ cookies: new Map([['tarteaucitron', text]]) })
const answersTo = (text: string) => {
  const record = read(text)
  return record?.ok === true ? Object.fromEntries(record.choices) : undefined
}

describe('the cookie of tarteaucitron', () => {
  it('says nothing where the site does not use it', () => {
    expect(tarteaucitronReader.read({ cookies: new Map() })).toBeUndefined()
  })

  it('answers for each service by its whole key', () => {
    expect(answersTo('!mygtag=true!gtag=false!tiktok=wait')).toEqual({ mygtag: true, gtag: false, tiktok: null })
    expect(answersTo('!mygtag=true')).not.toHaveProperty('gtag')
  })

  it('is no choice while every service waits', () => {
    expect(read('!gtag=wait!tiktok=wait')).toMatchObject({ ok: true, choiceMade: false })
    expect(read('!gtag=wait!tiktok=false')).toMatchObject({ ok: true, choiceMade: true })
  })

  it('skips the visitor id and everything that is not true, false or wait', () => {
    expect(decodeTarteaucitron('!id=0000000000000001!atinternet=true!x=TRUE!y=1!z=')).toEqual({
      ok: true,
      services: { atinternet: true },
      choiceMade: true,
    })
  })

  it('takes a service that is both allowed and refused as refused', () => {
    expect(answersTo('!gtag=true!gtag=false')).toEqual({ gtag: false })
    expect(answersTo('!gtag=false!gtag=true')).toEqual({ gtag: false })
    expect(answersTo('!gtag=false!GTAG=true')).toEqual({ gtag: false })
    expect(answersTo('!gtag=true!gtag=wait')).toEqual({ gtag: null })
  })

  it.each([[''], ['gtag=true'], ['!'], ['!gtag'], ['x!gtag=true'], ['%E0%A4%A'], [`!${'a'.repeat(4_100)}=true`]])(
    'cannot be read as %j',
    (text) => {
      expect(decodeTarteaucitron(text)).toEqual({ ok: false })
      expect(read(text)).toEqual({ ok: false })
    },
  )

  it('is read when it was percent-encoded on the way', () => {
    expect(answersTo('%21tiktok%3Dtrue')).toEqual({ tiktok: true })
  })
})

describe('what a page forwards of tarteaucitron', () => {
  it('may be the text of its cookie or its object of states', () => {
    const choices = new Map([['tiktok', true]])
    expect(tarteaucitronReader.read({ cookies: new Map(), forwarded: '!tiktok=true' })).toMatchObject({ choices })
    expect(tarteaucitronReader.read({ cookies: new Map(), forwarded: { tiktok: true } })).toMatchObject({ choices })
  })

  it('does not undo a refusal in the cookie', () => {
    const cookies = new Map([['tarteaucitron', '!tiktok=false']])
    const record = tarteaucitronReader.read({ cookies, forwarded: { tiktok: true } })
    expect(record).toMatchObject({ choices: new Map([['tiktok', false]]) })
  })

  it('cannot be read with more services than any banner has', () => {
    const services = Object.fromEntries(Array.from({ length: 4_001 }, (_, index) => [`s${index}`, true]))
    expect(tarteaucitronReader.read({ cookies: new Map(), forwarded: services })).toEqual({ ok: false })
  })

  it('may hold keys named after parts of every object', () => {
    const forwarded: unknown = JSON.parse('{"__proto__":true,"constructor":false}')
    const record = tarteaucitronReader.read({ cookies: new Map(), forwarded })
    expect(record).toMatchObject({ choices: new Map(Object.entries({ constructor: false })).set('__proto__', true) })
    expect(Object.hasOwn(Object.prototype, 'tiktok')).toBe(false)
  })
})

describe('whatever is written in its place', () => {
  it('never throws and grants nothing that is not written as `!service=true`', () => {
    const piece = fc.constantFrom('!', '=', 'true', 'wait', 'tiktok', '%3D', '%', 'id', '__proto__')
    const text = fc.oneof(
      fc.string(),
      fc.array(piece).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (value) => {
        const granted = Object.entries(answersTo(value) ?? {}).filter(([, answer]) => answer === true)
        for (const [key] of granted) expect(decodeURIComponent(value).toLowerCase()).toContain(`${key}=true`)
      }),
    )
    fc.assert(
      fc.property(fc.jsonValue(), (forwarded) => {
        const record = tarteaucitronReader.read({ cookies: new Map(), forwarded })
        const grants = record?.ok === true && [...record.choices.values()].includes(true)
        if (grants) expect(JSON.stringify(forwarded)).toContain('true')
      }),
    )
  })
})
