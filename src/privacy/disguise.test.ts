import { describe, expect, it } from 'vitest'
import { detectPersonalData } from './detect.ts'

/** How people and programs write the same number when they do not write it plainly. */
describe('a number between unusual separators', () => {
  it.each([
    '06_12_34_56_78',
    '06,12,34,56,78',
    '06:12:34:56:78',
    '06|12|34|56|78',
    '06·12·34·56·78',
    '06–12–34–56–78',
    '06‑12‑34‑56‑78',
    '06\t12\t34\t56\t78',
    '+33_6_12_34_56_78',
    '०६ १२ ३४ ५६ ७८',
    '০৬ ১২ ৩৪ ৫৬ ৭৮',
  ])('is a phone: %s', (text) => {
    expect(detectPersonalData(text, 'text')).toContain('phone')
  })

  it.each(['4111_1111_1111_1111', '4111–1111–1111–1111', '4111,1111,1111,1111'])('is a card: %s', (text) => {
    expect(detectPersonalData(text, 'text')).toContain('card')
  })

  // The example of the IBAN registry for France.
  it.each([
    'IBANFR1420041010050500013M02606',
    'FR14,2004,1010,0505,0001,3M02,606',
    'FR14–2004–1010–0505–0001–3M02–606',
    'FR14  2004  1010  0505  0001  3M02  606',
  ])('is an IBAN: %s', (text) => {
    expect(detectPersonalData(text, 'text')).toContain('iban')
  })

  it.each(['2026-11-22 12:34:56', '12:34:56.789', 'Crème 50 ml, lot de 2, 12,50 €', '1,234,567.89', '3 × 12 × 40 cm'])(
    'is nothing where it is an ordinary figure: %s',
    (text) => {
      expect(detectPersonalData(text, 'text')).toEqual([])
    },
  )
})

const hex = (value: string) => Buffer.from(value).toString('hex')

/** RFC 5321's own forms of the part before the "@", RFC 2606's domains, Arcep's numbers for fiction, the schemes' test cards. */
describe('what hides behind characters that nobody sees', () => {
  it.each([
    ['jane\u0000.doe@example.com', 'email'],
    ['j\u0000a\u0000n\u0000e\u0000@\u0000e\u0000x\u0000.\u0000c\u0000o\u0000m', 'email'],
    ['jane%00.doe%40example.com', 'email'],
    ['0639\u0000984217', 'phone'],
    ['0639\u0007984217', 'phone'],
    ['0639\u0085984217', 'phone'],
    ['0639\uD800984217', 'phone'],
    ['0639%FF984217', 'phone'],
    ['0639\u0301984217', 'phone'],
    [
      '0\uFE0F\u20E36\uFE0F\u20E33\uFE0F\u20E39\uFE0F\u20E39\uFE0F\u20E38\uFE0F\u20E34\uFE0F\u20E32\uFE0F\u20E31\uFE0F\u20E37\uFE0F\u20E3',
      'phone',
    ],
    ['06 3\t9 98 42 17', 'phone'],
    ['4111\u0000111111111111', 'card'],
    ['DE89\u0000370400440532013000', 'iban'],
    // Between a word and a number they are a border, as a blank is.
    ['Paul\u200B0639984217', 'phone'],
    ['Paul\u00000639984217', 'phone'],
  ])('is found: %j', (value, kind) => {
    expect(detectPersonalData(value, 'text')).toContain(kind)
  })
})

describe('what is written byte by byte', () => {
  it.each([
    [hex('jane.doe@example.com'), 'email'],
    [hex('jane.doe@example.com').toUpperCase(), 'email'],
    [`0x${hex('jane.doe@example.com')}`, 'email'],
    [`u-${hex('+33639984217')}`, 'phone'],
    [hex('4111111111111111'), 'card'],
    [hex('FR1420041010050500013M02606'), 'iban'],
    ['jane.doe\\x40example.com', 'email'],
    ['jane.doe\\u{40}example.com', 'email'],
    ['jane.doe&commat;example&period;com', 'email'],
  ])('is found: %s', (value, kind) => {
    expect(detectPersonalData(value, 'text')).toContain(kind)
    expect(detectPersonalData(value, 'id')).toContain(kind)
  })

  it.each(['5d41402abc4b2a76b9719d911017c592', '6745740163ef2b5cd10a1c3b', '3735363433343536', '2024112435363738'])(
    'is an id where it is only that: %s',
    (value) => {
      expect(detectPersonalData(value, 'id')).toEqual([])
    },
  )
})

describe('an e-mail address with a name of unusual signs', () => {
  it.each([
    '"jane doe"@example.com',
    '"jane"@example.com',
    'jane!@example.com',
    'jane{x}@example.com',
    'jane$@example.com',
  ])('is found: %s', (value) => {
    expect(detectPersonalData(value, 'text')).toContain('email')
  })

  it.each(['{"shop":"@rivage.shop"}', '{@root.name}', 'Vu par "@rivage.shop"', 'Rivage | @rivage.shop'])(
    'is none where nobody is named: %s',
    (value) => {
      expect(detectPersonalData(value, 'text')).toEqual([])
    },
  )
})

describe('a phone number', () => {
  it('keeps its plus where a form has made blanks pluses', () => {
    expect(detectPersonalData('+44+20+7946+0958', 'text')).toContain('phone')
    expect(detectPersonalData('tel=+44+20+7946+0958', 'text')).toContain('phone')
  })

  it('in pairs with blanks between is one in an id, too', () => {
    expect(detectPersonalData('06 39 98 42 17', 'id')).toContain('phone')
    expect(detectPersonalData('06\u00A039\u00A098\u00A042\u00A017', 'id')).toContain('phone')
    for (const id of ['06-39-98-42-17', '0639984217', '02 04 06 08 10', '06 39 98'])
      expect([id, detectPersonalData(id, 'id')]).toEqual([id, []])
  })

  it('may be an Italian mobile, whatever comes behind its prefix', () => {
    expect(detectPersonalData('347 123 4567', 'text')).toContain('phone')
  })
})
