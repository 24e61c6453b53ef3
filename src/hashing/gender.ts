/**
 * Gender as one letter. Only whole words that can mean one thing: Spanish writes `m` for mujer, so `h` and `v` are left out.
 * Source: Meta, Customer Information Parameters (f, m); Pinterest API specification 5.23.0 (f, m, n); read 2026-11-21.
 */
import { once } from '../event/once.ts'
import { lookupKey } from './clean.ts'
import { omit, text, type NormalizedText, type Omitted } from './normalized.ts'

/** In the languages of country-names.ts, without accents: `Féminin` and `FEMININ` are one word. */
const MALE =
  'm male man boy gentleman guy sir mister mr he him his homme masculin garcon monsieur mannlich maennlich herr mann hombre masculino ' +
  'maschio maschile uomo signore mannelijk homem'
const FEMALE =
  'f female woman girl lady miss ms mrs madam maam she her hers femme feminin fille madame mme mademoiselle mlle weiblich frau mujer ' +
  'femenino femmina femminile donna signora vrouw vrouwelijk mulher feminino'
const NON_BINARY = 'n nonbinary enby nonbinaire'

const LETTERS: ReadonlyMap<string, string> = new Map([
  ...MALE.split(' ').map((word) => [word, 'm'] as const),
  ...FEMALE.split(' ').map((word) => [word, 'f'] as const),
])
const NEITHER: ReadonlySet<string> = new Set(NON_BINARY.split(' '))

/** `m` or `f`; anything else is left out. */
export function gender(value: string): NormalizedText | Omitted {
  const letter = LETTERS.get(wholeWord(value))
  return letter === undefined ? omit('not_a_gender') : text(letter)
}

/** `m`, `f` or `n`. */
export function genderOrNonBinary(value: string): NormalizedText | Omitted {
  return NEITHER.has(wholeWord(value)) ? text('n') : gender(value)
}

const oneWord = once(() => /^[\p{L}\p{M}\s.'’-]+$/u)

/** `m/f` must not become a word: only the punctuation that words have is taken out. */
function wholeWord(value: string): string {
  return oneWord().test(value) ? lookupKey(value) : ''
}
