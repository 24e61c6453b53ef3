import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guardFieldName, guardText, mask } from './guard.ts'
import { cleanUrl, DEFAULT_URL_PARAMETERS } from './url.ts'

describe('guardText', () => {
  it('gives a clean text back as it is', () => {
    expect(guardText('Crème hydratante', 'text')).toEqual({ clean: 'Crème hydratante' })
  })

  // The four leaks that every adapter of the field was seen to make: URL e-mail, IBAN, phone in a note, a second e-mail.
  it.each([
    ['https://shop.example/thanks?email=jane@x.fr', 'email'],
    ['FR76 3000 6000 0112 3456 7890 189', 'iban'],
    ['please call 06 12 34 56 78 before delivery', 'phone'],
    ['gift for paul@y.fr', 'email'],
  ])('stops %s', (value, kind) => {
    expect(guardText(value, 'text')).toEqual({ found: [kind] })
  })

  it('lets through what cleanUrl made', () => {
    const keep = new Set(DEFAULT_URL_PARAMETERS)
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (raw) => {
        const url = cleanUrl(raw, keep)?.url
        if (url !== undefined) expect(guardText(url, 'id')).toEqual({ clean: url })
      }),
    )
  })
})

describe('guardFieldName', () => {
  it('keeps plain names for counting and hides the others', () => {
    expect(guardFieldName('loyalty_tier')).toBe('loyalty_tier')
    expect(guardFieldName('order.items.colour')).toBe('order.items.colour')
    for (const name of ['', 'jane@x.fr', '0612345678', 'x'.repeat(41), 'a b', '__proto__\n', 'é'])
      expect(guardFieldName(name)).toBe('(unprintable)')
  })
})

describe('guardFieldName of a key that is a value', () => {
  it.each([
    'order.203.0.113.7',
    'client.8.8.8.8',
    'k33639984217',
    'order.k0639984217',
    '184037512345678',
    'person.1984_03_12',
    'tel_06_39_98_42_17',
  ])('hides %s', (name) => {
    expect(guardFieldName(name)).toBe('(unprintable)')
  })

  it.each(['address_line2', 'utm_2024', 'order.items.sku_12345', 'v2.field_7'])('keeps %s, which is a name', (name) => {
    expect(guardFieldName(name)).toBe(name)
  })
})

describe('mask', () => {
  it('shows a shape, never more than a first letter', () => {
    expect(mask('jane@example.fr')).toBe('j•••@e•••.fr (15)')
    expect(mask('+33612345678')).toBe('••• (12)')
    expect(mask('Jane')).toBe('J••• (4)')
    expect(mask('Jo')).toBe('••• (2)')
    expect(mask('')).toBe('••• (0)')
  })

  it('holds no two neighbouring characters of a word', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{3,20}$/), (word) => {
        expect(mask(word)).not.toContain(word.slice(0, 2))
        // The top-level domain is shown on purpose, and some words begin like it.
        expect(mask(`${word}@${word}.fr`).replace('.fr', '')).not.toContain(word.slice(0, 2))
      }),
    )
  })
})
