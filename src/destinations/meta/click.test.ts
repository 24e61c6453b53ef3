import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CanonicalEvent } from '../../event/types.ts'
import { fbc as fbcAt, fbp } from './click.ts'

function event(click: CanonicalEvent['click'], url?: string): CanonicalEvent {
  const page = url === undefined ? {} : { page: { url } }
  return { name: 'page_view', eventId: '1', occurredAtMs: 1_795_262_400_123, ...page, ...(click && { click }) }
}

function fbc(clicked: CanonicalEvent): string | undefined {
  return fbcAt(clicked, clicked.occurredAtMs)
}

// The example of "fbp and fbc Parameters", read 2026-11-21.
const DOCUMENTED = 'fb.1.1554763741205.AbCdEfGhIjKlMnOpQrStUvWxYz1234567890'

describe('fbc', () => {
  it('keeps a well-formed cookie where no click id says otherwise', () => {
    expect(fbc(event({ fbc: DOCUMENTED }))).toBe(DOCUMENTED)
  })

  it('keeps a cookie with the fifth part that Meta’s own builder adds', () => {
    expect(fbc(event({ fbc: `${DOCUMENTED}.AQ`, fbclid: DOCUMENTED.split('.')[3] ?? '' }))).toBe(`${DOCUMENTED}.AQ`)
    expect(fbc(event({ fbc: `${DOCUMENTED}.AQMAAQAA` }))).toBe(`${DOCUMENTED}.AQMAAQAA`)
  })

  it('is made from the click id on the address, with the time of the event in milliseconds', () => {
    expect(fbc(event(undefined, 'https://s.example/?fbclid=IwAR0_aB-c'))).toBe('fb.1.1795262400123.IwAR0_aB-c')
  })

  it('prefers the click’s own id to the one on the address', () => {
    expect(fbc(event({ fbclid: 'Own' }, 'https://s.example/?fbclid=FromUrl'))).toBe('fb.1.1795262400123.Own')
  })

  it('does not cut a long click id', () => {
    const long = 'Ab'.repeat(500)
    expect(fbc(event({ fbclid: long }))).toBe(`fb.1.1795262400123.${long}`)
  })

  it('repairs an ill-formed cookie from the click id', () => {
    expect(fbc(event({ fbc: 'IwAR', fbclid: 'IwAR' }))).toBe('fb.1.1795262400123.IwAR')
  })

  it.each([
    '',
    'IwAR',
    'fb.1.1554763741.IwAR',
    'fb.1.1554763741205.',
    'fb.1.1554763741205',
    'fb.1.1554763741205.a b',
    'FB.1.1554763741205.a',
  ])('leaves out the ill-formed cookie %j where there is no click id', (cookie) => {
    expect(fbc(event({ fbc: cookie }))).toBeUndefined()
  })

  it('is never made without a click id', () => {
    expect(fbc(event(undefined, 'https://s.example/?ttclid=x'))).toBeUndefined()
    expect(fbc(event({ fbp: 'fb.1.1596403881668.1116446470' }))).toBeUndefined()
    expect(fbc(event({ fbclid: 'not a click id' }))).toBeUndefined()
    expect(fbc(event({ fbclid: 'undefined', fbc: 'fb.1.1554763741205.null' }))).toBeUndefined()
  })

  it('is well formed or absent, whatever comes', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (cookie, fbclid) => {
        const value = fbc(event({ fbc: cookie, fbclid }))
        expect(value === undefined || /^fb\.\d\.\d{13}\.[\w-]+(\.[\w-]+)?$/.test(value)).toBe(true)
      }),
    )
  })
})

describe('fbp', () => {
  it.each([
    'fb.1.1596403881668.1116446470',
    'fb.0.1596403881668.1',
    'fb.2.1731004800000.66812345678901234',
    'fb.1.1596403881668.1116446470.AQMAAQAA',
  ])('keeps %s', (cookie) => {
    expect(fbp(event({ fbp: cookie }))).toBe(cookie)
  })

  it.each(['', 'fb.1.1596403881.1116446470', 'fb.1.1596403881668.abc', '1116446470', 'fb.1.1596403881668.1.2.3'])(
    'leaves out %j',
    (cookie) => {
      expect(fbp(event({ fbp: cookie }))).toBeUndefined()
    },
  )
})
