/** How each language counts, lists, dates and sets its marks. No `Intl`: its texts change with the runtime's version. */
import type { Words } from '../document.ts'
import { join, type Text } from './blocks.ts'

export type Language = keyof Words

const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  en: 'January February March April May June July August September October November December'.split(' '),
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
}

/** `2026-11-22` → 22 November 2026, 22 novembre 2026. What is no such date stays as it is. */
export function dateIn(language: Language, isoDay: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(isoDay) ?? []
  const name = MONTHS[language][Number(month) - 1]
  if (year === undefined || name === undefined) return isoDay
  const number = Number(day)
  return `${language === 'fr' && number === 1 ? '1er' : number} ${name} ${year}`
}

/** `2026-11-22T10:00:00Z` → 22 November 2026, 10:00 UTC. */
export function timeIn(language: Language, iso: string): string {
  const [, day, hour, minute] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?Z$/.exec(iso) ?? []
  if (day === undefined) return iso
  return language === 'fr'
    ? `${dateIn('fr', day)} à ${hour} h ${minute} UTC`
    : `${dateIn('en', day)} at ${hour}:${minute} UTC`
}

/** 7 days, 7 jours; in French zero is singular. */
export function count(language: Language, number: number, one: string, many: string): string {
  const singular = language === 'fr' ? number < 2 : number === 1
  return `${number} ${singular ? one : many}`
}

export function days(language: Language, number: number): string {
  return language === 'fr' ? count('fr', number, 'jour', 'jours') : count('en', number, 'day', 'days')
}

/** a, b and c. */
export function listed(language: Language, texts: readonly Text[]): Text {
  if (texts.length < 2) return texts[0] ?? []
  const last = texts.at(-1) ?? []
  return [...join(texts.slice(0, -1), ', '), language === 'fr' ? ' et ' : ' and ', ...last]
}

/** French marks stand after a space that does not break: the renderers ask this of every text, and of no code. */
export function typeset(language: Language, text: string): string {
  if (language === 'en') return text
  return text
    .replaceAll(/ (?=[:;?!»%€])/g, '\u00A0')
    .replaceAll(/« /g, '«\u00A0')
    .replaceAll(/(?<=\bart\.) (?=\d)/g, '\u00A0')
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
