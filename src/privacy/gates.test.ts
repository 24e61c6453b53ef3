/**
 * The detectors cost too much to run on every text, so a survey and cheap looks decide which of them do. Here each runs
 * unasked, and what it finds must be found behind the looks as well.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { plantedValues } from '../../test/support/planted.ts'
import { hasBirthDate } from './birth-date.ts'
import { isCard } from './card.ts'
import { foldForms, withoutInvisible } from './decode.ts'
import { detectPersonalData } from './detect.ts'
import { hasEmail } from './email.ts'
import { hasIban } from './iban.ts'
import { hasIpv4, hasIpv6 } from './ip.ts'
import type { PersonalDataKind, TextShape } from './kinds.ts'
import { anyWord, followsRule, hasLetterId, mayBeWord } from './letter-ids.ts'
import { isNationalNumber } from './national-ids.ts'
import { hasNir } from './nir.ts'
import { numberRuns } from './number-runs.ts'
import { isPhone } from './phone.ts'
import { hasSha256, SHA256 } from './sha256-texts.ts'
import { aroundAt, aroundDot, domainEnding, LETTER_BY_LETTER, tightened } from './spacing.ts'
import { survey, type Survey } from './survey.ts'
import { hasJwt, hasSessionToken } from './tokens.ts'

const RUNS = 4_000
const DIGEST = 'fa747909a8bbee112848038c2c9e614de990832a81193370d072fd3f3e2617ac'

/** As people and programs write them, and what stands around them. */
const SPECIMENS = [...new Set(plantedValues().map(({ value }) => value))]
const OTHERS = [
  'RSS MRA 85T10 A562S',
  'RSSMRA85T10A562S',
  'RSS MRALRT1LA5S2S',
  'AB 12 34 56 C',
  'QQ123456C',
  'S1234567D',
  '131052-308T',
  'X1234567L',
  '12.345.678 Z',
  '2 69 05 2A 588 157 64',
  '1 85 05 2A 006 084 35',
  '185052A00608435',
  'a b c d e f',
  '4\u00A01\u00A01\u00A01\u00A01\u00A01',
  '2001:db8::8a2e:370:7334',
  '2a01:cb00:1:2::5',
  'sha256:' + DIGEST,
  DIGEST.match(/../g)?.join(':') ?? '',
  DIGEST.match(/.{8}/g)?.join(' ') ?? '',
]
const AROUND = [
  '',
  ' ',
  '  ',
  '\t',
  '\u00A0',
  '\u2028',
  '.',
  ' . ',
  '. ',
  '@',
  ' @ ',
  ':',
  '=',
  '/',
  '-',
  ',',
  'x',
  'é',
  '7',
  'née le ',
  'carte ',
  'nir',
  'ip',
  'hash',
  '0x',
  'national insurance ',
  'DNI ',
  'session=',
  'v',
]

const piece = fc.oneof(
  fc.constantFrom(...SPECIMENS, ...OTHERS),
  fc.constantFrom(...AROUND),
  fc.string({ unit: fc.constantFrom(...'0123456789 .-:/@abcdefXYé\u00A0'.split('')), maxLength: 20 }),
  fc.string({ unit: fc.constantFrom(...'ab \t\u00A0\u2003.@'.split('')), maxLength: 16 }),
)

/** A few of them in a row, and here and there a character gone. */
const texts = fc
  .tuple(fc.array(piece, { minLength: 1, maxLength: 5 }), fc.array(fc.nat(200), { maxLength: 2 }))
  .map(([pieces, gone]) => {
    let text = pieces.join('')
    for (const at of gone) text = text.slice(0, at) + text.slice(at + 1)
    return text
  })

const shapes = fc.constantFrom<TextShape>('text', 'id', 'event_id', 'ip')

/** As if everything had been seen. */
const ALL: Survey = {
  at: true,
  encoded: true,
  foldable: false,
  plusSpace: true,
  digits: 99,
  digitsTogether: 99,
  ibanStart: true,
  dots: 99,
  dotsAfterDigits: 99,
  blanks: 99,
  colons: 99,
  longestRun: 99,
}

/** Each detector on the text as it stands. */
const UNASKED: Readonly<Partial<Record<PersonalDataKind, (text: string, shape: TextShape) => boolean>>> = {
  email: hasEmail,
  phone: (text, shape) => numberRuns(text).some((run) => isPhone(run, shape)),
  iban: hasIban,
  card: (text, shape) => numberRuns(text).some((run) => isCard(run, shape)),
  nir: hasNir,
  national_id: (text, shape) =>
    followsRule(text, shape) || numberRuns(text).some((run) => isNationalNumber(text, run, shape)),
  birth_date: hasBirthDate,
  ip: (text, shape) => shape !== 'ip' && (hasIpv4(text) || hasIpv6(text)),
  sha256: (text, shape) => shape !== 'event_id' && SHA256.test(text),
  jwt: hasJwt,
  session_token: (text) => hasSessionToken(text, ALL),
}

it('finds whatever a detector finds that nobody asked', () => {
  fc.assert(
    fc.property(texts, shapes, (raw, shape) => {
      const text = withoutInvisible(foldForms(raw), '')
      const found = detectPersonalData(text, shape)
      for (const [kind, finds] of Object.entries(UNASKED)) {
        if (finds(text, shape)) expect(found, `${kind} in ${text}`).toContain(kind)
      }
    }),
    { numRuns: RUNS },
  )
})

it('looks for letters with numbers where a rule would find them, and finds no others', () => {
  fc.assert(
    fc.property(texts, shapes, (text, shape) => {
      expect(hasLetterId(text, survey(text), shape)).toBe(followsRule(text, shape))
    }),
    { numRuns: RUNS },
  )
})

it.each(
  (
    'national|identity card|ID number|pièce d’identité|documento de identidad|carta d’identità|Ausweis|Personalausweis|passport|' +
    'paſſeport|codice|FISCAL|fiscaal|dni|nie|NIF|nric|fin|Singapore|hetu|henkilötunnus|personbeteckning|nino|NI|insurance'
  ).split('|'),
)('knows the word %s by its letters', (word) => {
  expect([anyWord().test(word), mayBeWord().test(word)]).toEqual([true, true])
})

it('finds a digest where its pattern does', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(hasSha256(text)).toBe(SHA256.test(text))
    }),
    { numRuns: RUNS },
  )
})

it('takes away the same blanks as its patterns, one after the other', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const plain = text
        .replace(LETTER_BY_LETTER, (run) => run.replaceAll(/\s/g, ''))
        .replace(aroundAt(), '@')
        .replace(aroundDot(), '.')
        .replace(domainEnding(), '.')
      expect(tightened(text)).toBe(plain)
    }),
    { numRuns: RUNS },
  )
})
