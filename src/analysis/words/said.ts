/** A code in words. One that is new is shown as it is, never left out; figures are written as the language does. */
import type { AnalysisColumn, AnalysisNote, NoValue } from '../table.ts'
import { COLUMNS } from './columns.ts'
import type { Language, Words } from './language.ts'
import { MODELS } from './models.ts'
import { NAMES } from './names.ts'
import { NOTES } from './notes.ts'
import { TABLES } from './tables.ts'
import { WHY } from './why.ts'

export function tableText(id: string, language: Language): string {
  return textOf(TABLES, id, language) ?? plain(id)
}

export function columnText(key: string, language: Language): string {
  return textOf(COLUMNS, key, language) ?? plain(key)
}

export function modelText(model: string, language: Language): string {
  return textOf(MODELS, model, language) ?? model
}

/** A source, kind, role … or a name of the customer's own, which stays as it is. */
export function nameText(name: string, language: Language): string {
  return textOf(NAMES, name, language) ?? name
}

export function whyText(why: NoValue, language: Language): string {
  return WHY[language][why]
}

export function noteText({ code, figures = {} }: AnalysisNote, language: Language): string {
  const text = textOf(NOTES, code, language)
  const values = Object.entries(figures).map(([name, value]) => [name, figureText(name, value, language)] as const)
  // Of what has no words yet, the figures at least.
  if (text === undefined)
    return [plain(code), values.map(([name, value]) => `${plain(name)} ${value}`).join(', ')].filter(Boolean).join(': ')
  return values.reduce((said, [name, value]) => said.replaceAll(`{${name}}`, value), text)
}

/** Whose claim it is, and in which window. */
export function claimText({ by, window }: NonNullable<AnalysisColumn['claim']>, language: Language): string {
  const whose = by === 'platform' ? { en: 'the platform', fr: 'la plateforme' }[language] : nameText(by, language)
  const claim = { en: `claimed by ${whose}`, fr: `revendiqué par ${whose}` }[language]
  return window === undefined ? claim : `${claim}, ${windowText(window, language)}`
}

const WAYS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  click: { en: 'click', fr: 'clic' },
  engaged_view: { en: 'engaged view', fr: 'vue engagée' },
  view: { en: 'view', fr: 'vue' },
}

/** `7d_click_1d_view` → "7 d click, 1 d view". What is no such window stays as it is. */
export function windowText(window: string, language: Language): string {
  const parts = window.split(/_(?=\d+d_)/).map((part) => /^(\d+)d_(\w+)$/.exec(part))
  const day = { en: 'd', fr: 'j' }[language]
  const said = parts.map((part) => {
    const way = WAYS[part?.[2] ?? '']
    return way === undefined ? undefined : `${part?.[1] ?? ''}\u00A0${day} ${way[language]}`
  })
  return said.includes(undefined) ? window : said.join(', ')
}

/** A rule of sharing has words of its own, for a customer may have a campaign called “first”; a seed is a name, not a quantity. */
function figureText(name: string, value: number | string, language: Language): string {
  if (name === 'model') return modelText(String(value), language)
  if (name === 'seed') return String(value)
  if (typeof value === 'string') return nameText(value, language)
  return value.toLocaleString(language, { maximumSignificantDigits: Number.isInteger(value) ? 15 : 3 })
}

function textOf(words: Words, code: string, language: Language): string | undefined {
  return Object.hasOwn(words[language], code) ? words[language][code] : undefined
}

function plain(code: string): string {
  return code.replaceAll('_', ' ')
}
