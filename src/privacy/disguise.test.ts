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
