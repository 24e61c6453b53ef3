/** What `orders import` says, in both languages. */
import type { Bilingual, Language } from '../command.ts'
import type { ImportResult } from './ledger-client.ts'
import type { HowRead, LineProblem } from './order-file.ts'

type Say<Facts extends readonly unknown[]> = Readonly<Record<Language, (...facts: Facts) => string>>

const FORMATS = {
  shopify: 'Shopify',
  woocommerce: 'WooCommerce',
  prestashop: 'PrestaShop',
  'tiktok-shop': 'TikTok Shop',
  plain: 'plain',
} as const

const SEPARATORS: Readonly<Record<HowRead['separator'], Bilingual>> = {
  ',': { en: 'commas', fr: 'virgules' },
  ';': { en: 'semicolons', fr: 'points-virgules' },
  '\t': { en: 'tabs', fr: 'tabulations' },
}

/** Nothing of a file is guessed without saying so. */
export function howLine(
  { format, separator, encoding, decimal, dates, rows }: HowRead,
  zone: string,
  language: Language,
) {
  const count = rows.toLocaleString(language)
  if (language === 'fr') {
    const sign = decimal === 'comma' ? 'virgule décimale' : 'point décimal'
    const order = dates === undefined ? '' : dates === 'day-month' ? ', jour avant le mois' : ', mois avant le jour'
    const name = format === 'plain' ? 'simple' : FORMATS[format]
    return `Lu comme : format ${name}, ${count} ligne${rows < 2 ? '' : 's'}, ${SEPARATORS[separator].fr}, ${encoding}, ${sign}${order}, fuseau ${zone}.\n`
  }
  const sign = decimal === 'comma' ? 'decimal comma' : 'decimal point'
  const order = dates === undefined ? '' : dates === 'day-month' ? ', day before month' : ', month before day'
  const name = format === 'plain' ? 'plain' : FORMATS[format]
  return `Read as: ${name} format, ${count} row${rows === 1 ? '' : 's'}, ${SEPARATORS[separator].en}, ${encoding}, ${sign}${order}, times of ${zone}.\n`
}

export function problemLine({ line, why }: LineProblem, language: Language): string {
  const place = line === 0 ? '' : language === 'fr' ? `Ligne ${line} : ` : `Line ${line}: `
  return `${place}${why[language]}\n`
}

export const MORE_PROBLEMS: Say<[number]> = {
  en: (count) => `… and ${count.toLocaleString('en')} more. All of them: --problems <file>.\n`,
  fr: (count) => `… et ${count.toLocaleString('fr')} de plus. Tous : --problems <fichier>.\n`,
}

/** `(s)`: of several. */
const RESULT_WORDS: Readonly<Record<ImportResult, Bilingual>> = {
  new: { en: 'new', fr: 'nouvelle(s)' },
  changed: { en: 'changed', fr: 'modifiée(s)' },
  same: { en: 'the same as before', fr: 'inchangée(s)' },
  stale: { en: 'older than what is known', fr: 'plus ancienne(s) que ce qui est connu' },
  too_old: { en: 'older than the ledger keeps', fr: 'plus ancienne(s) que ce que garde le registre' },
  malformed: { en: 'refused', fr: 'refusée(s)' },
}

export function resultLine(counts: ReadonlyMap<ImportResult, number>, dryRun: boolean, language: Language): string {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const parts = Array.from(
    counts,
    ([result, count]) =>
      `${count.toLocaleString(language)} ${RESULT_WORDS[result][language].replaceAll('(s)', count < 2 ? '' : 's')}`,
  )
  const list = parts.length === 0 ? '' : ` ${parts.join(', ')}.`
  if (language === 'fr') {
    const head = dryRun ? 'Essai : rien n’a été écrit. Commandes' : 'Commandes'
    return `${head} : ${total.toLocaleString('fr')}.${list}\n`
  }
  return `${dryRun ? 'Trial: nothing was written. Orders' : 'Orders'}: ${total.toLocaleString('en')}.${list}\n`
}

export const LEFT_OUT: Say<[number]> = {
  en: (count) => `Rows that could not be read: ${count.toLocaleString('en')}; their orders were left out.\n`,
  fr: (count) => `Lignes illisibles : ${count.toLocaleString('fr')} ; leurs commandes ont été laissées de côté.\n`,
}

export const STRICT: Bilingual = {
  en: 'Nothing was sent, because of --strict.\n',
  fr: 'Rien n’a été envoyé, à cause de --strict.\n',
}

export const NO_FILE: Say<[string]> = {
  en: (reason) => `The file cannot be read: ${reason}\n`,
  fr: (reason) => `Le fichier ne peut pas être lu : ${reason}\n`,
}

export const AFTER_FAILURE: Bilingual = {
  en: 'What was sent before is in the ledger; running the same again counts nothing twice.\n',
  fr: 'Ce qui a été envoyé avant est dans le registre ; relancer la même commande ne compte rien deux fois.\n',
}
