/** What `media import` and `media pull` say, in both languages. */
import type { Bilingual, Language } from '../command.ts'
import { shown } from '../orders/order-words.ts'
import { rowsText } from '../platform-rows.ts'
import type { MediaKind } from './format.ts'
import type { HowMediaRead } from './media-file.ts'
import type { SentMedia } from './send-media.ts'

const KINDS: Readonly<Record<MediaKind, Bilingual>> = {
  ads: { en: 'ads, by day', fr: 'publicités, par jour' },
  posts: { en: 'posts', fr: 'publications' },
  lives: { en: 'Lives', fr: 'Lives' },
  creators: { en: 'posts of creators', fr: 'publications de créateurs' },
  verification: { en: 'viewability and brand safety, by day', fr: 'visibilité et sûreté de marque, par jour' },
  costs: { en: 'lines of cost', fr: 'lignes de coût' },
  survey: { en: 'answers to a survey', fr: 'réponses à un sondage' },
}

const SEPARATORS: Readonly<Record<HowMediaRead['separator'], Bilingual>> = {
  ',': { en: 'commas', fr: 'virgules' },
  ';': { en: 'semicolons', fr: 'points-virgules' },
  '\t': { en: 'tabs', fr: 'tabulations' },
}

/** Nothing of a file is guessed without saying so. */
export function howText(how: HowMediaRead, rows: number, language: Language): string {
  const { kind, source, lines, totals, unread, separator, encoding, decimal, dates } = how
  const columns = unread.map(shown).join(', ')
  const of = source === undefined ? '' : ` (${source})`
  if (language === 'fr') {
    const sign = decimal === 'comma' ? 'virgule décimale' : 'point décimal'
    const order = dates === undefined ? '' : dates === 'day-month' ? ', jour avant le mois' : ', mois avant le jour'
    return `Lu comme : ${KINDS[kind].fr}${of}, ${rowsText(lines, 'fr')}, ${SEPARATORS[separator].fr}, ${encoding}, ${sign}${order}. Totaux laissés de côté : ${totals}. À garder : ${rowsText(rows, 'fr')}.\n${columns === '' ? '' : `Colonnes non lues : ${columns}.\n`}`
  }
  const sign = decimal === 'comma' ? 'decimal comma' : 'decimal point'
  const order = dates === undefined ? '' : dates === 'day-month' ? ', day before month' : ', month before day'
  return `Read as: ${KINDS[kind].en}${of}, ${rowsText(lines, 'en')}, ${SEPARATORS[separator].en}, ${encoding}, ${sign}${order}. Sums left out: ${totals}. To keep: ${rowsText(rows, 'en')}.\n${columns === '' ? '' : `Columns that are not read: ${columns}.\n`}`
}

export function sentText({ added, changed, same }: SentMedia, dryRun: boolean, language: Language): string {
  const [news, others, olds] = [added, changed, same].map((count) => count.toLocaleString(language))
  if (language === 'fr')
    return `${dryRun ? 'Essai, rien n’a été écrit : ' : ''}${news} nouvelle${added < 2 ? '' : 's'}, ${others} à la place de ce qu’un fichier précédent disait de la même chose, ${olds} déjà là.\n`
  return `${dryRun ? 'Trial, nothing was written: ' : ''}${news} new, ${others} in place of what an earlier file said of the same, ${olds} there already.\n`
}

export const NOTHING_STORED: Bilingual = { en: 'Nothing was stored.\n', fr: 'Rien n’a été enregistré.\n' }

export const AFTER_FAILURE: Bilingual = {
  en: 'What was sent before is in the record; running the same again counts nothing twice.\n',
  fr: 'Ce qui a été envoyé avant est dans le registre ; relancer la même commande ne compte rien deux fois.\n',
}
