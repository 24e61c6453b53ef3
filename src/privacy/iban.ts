/**
 * IBANs: country, its length, mod 97 = 1. With or without separators, either case.
 * Source: ISO 13616 and the SWIFT IBAN registry's lengths, read 2026-11-21.
 */
import { isAlnum, isDigit, isSeparator } from './survey.ts'

const LENGTHS: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 ' +
    'FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 ' +
    'LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SD18 SE24 SI19 SK24 ' +
    'SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map((entry): [string, number] => [entry.slice(0, 2), Number(entry.slice(2))]),
)

/** Two letters, two digits, and a start: only there is it worth to look on. */
export function hasIban(text: string): boolean {
  for (let i = 2; i + 1 < text.length; i++) {
    if (!isDigit(text.charCodeAt(i)) || !isDigit(text.charCodeAt(i + 1))) continue
    if (!mayBeLetter(text.charCodeAt(i - 1)) || !mayBeLetter(text.charCodeAt(i - 2))) continue
    if (i > 2 && isAlnum(text.charCodeAt(i - 3)) && !/iban$/i.test(text.slice(Math.max(0, i - 6), i - 2))) continue
    if (isIbanAt(text, i - 2)) return true
  }
  return false
}

function isIbanAt(text: string, start: number): boolean {
  const length = LENGTHS.get(text.slice(start, start + 2).toUpperCase())
  if (length === undefined) return false
  const { characters, end } = collect(text, start, length)
  return characters.length === length && !isAlnum(text.charCodeAt(end)) && mod97(characters) === 1
}

/** Most digits in a text follow no country's letters; letters beyond ASCII may become some when they are made upper case. */
function mayBeLetter(code: number): boolean {
  return code > 127 || (isAlnum(code) && !isDigit(code))
}

/** Separators in a row between two characters. */
const MAX_GAP = 3

/** The next `length` letters and digits, over a few separators. */
function collect(text: string, start: number, length: number): { characters: string; end: number } {
  let characters = ''
  let at = start
  let gap = 0
  while (at < text.length && characters.length < length) {
    const code = text.charCodeAt(at)
    if (isAlnum(code)) characters += text.charAt(at)
    else if (!isSeparator(code) || ++gap > MAX_GAP) break
    if (isAlnum(code)) gap = 0
    at++
  }
  return { characters: characters.toUpperCase(), end: at }
}

/** Country and check digits to the end, letters as 10..35, taken remainder by remainder. */
function mod97(iban: string): number {
  let remainder = 0
  for (let i = 0; i < iban.length; i++) {
    const code = iban.charCodeAt((i + 4) % iban.length)
    remainder = (code < 58 ? remainder * 10 + code - 48 : remainder * 100 + code - 55) % 97
  }
  return remainder
}
