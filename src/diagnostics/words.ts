/** What each finding says and what to do about it, for a person who buys advertising: in English and French. Pure. */
import { UNPRINTABLE } from '../privacy/guard.ts'
import { OTHER } from './counts.ts'
import type { Finding } from './finding.ts'
import { ENGLISH } from './words/english.ts'
import { FRENCH } from './words/french.ts'
import type { Words } from './words/words.ts'

export const LANGUAGES = ['en', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

/** A finding in words: one sentence that says what is, and some that say what to do. */
export interface Said {
  readonly title: string
  readonly advice: string
}

const WORDS: Readonly<Record<Language, Words>> = { en: ENGLISH, fr: FRENCH }

export function say({ code, subject }: Finding, language: Language, destinationNames: Names): Said {
  const words = WORDS[language]
  const [title, advice] = own(words.findings, variantOf(code, subject)) ?? own(words.findings, code) ?? [code, '']
  const shown = Object.fromEntries(
    Object.entries(subject).map(([kind, name]) => [kind, nameIn(words, kind, name, destinationNames)]),
  )
  // What may be said of several events is said in the same words of one.
  const { event } = shown
  const values = event === undefined ? shown : { events: event, ...shown }
  return { title: filled(title, values, language), advice: filled(advice, values, language) }
}

/** destination → as people call it */
export type Names = Readonly<Record<string, string>>

/** Some findings say another thing for one of their subjects: those stand beside them as `<code>.<name>`. */
function variantOf(code: string, subject: Finding['subject']): string {
  if (subject['suggestion'] !== undefined) return `${code}.suggested`
  const deciding = ['key', 'kind', 'reason', 'side', 'field', 'event'].find((kind) => subject[kind] !== undefined)
  return `${code}.${deciding === undefined ? '' : subject[deciding]}`
}

function nameIn(words: Words, kind: string, name: string, destinationNames: Names): string {
  if (kind === 'destination') return own(destinationNames, name) ?? name
  // What a caller or the mapping called something is shown as it is, also where it is a word of ours.
  if (LISTS.has(kind))
    return name
      .split(' ')
      .map((one) => standIn(words, one) ?? one)
      .join(', ')
  return (OUR_CODES.has(kind) ? own(words.names, name) : standIn(words, name)) ?? name
}

function standIn(words: Words, name: string): string | undefined {
  return name === OTHER || name === UNPRINTABLE ? own(words.names, name) : undefined
}

/** Several names with spaces. */
const LISTS: ReadonlySet<string> = new Set(['events', 'others', 'origins'])
const OUR_CODES: ReadonlySet<string> = new Set(['key', 'kind', 'reason', 'outcome', 'caller'])

function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

function filled(text: string, values: Names, language: Language): string {
  const whole = text.replaceAll(/\{([a-z_]+)\}/g, (all, kind: string) => own(values, kind) ?? all)
  return language === 'fr' ? withHardSpaces(whole) : whole
}

/** French puts a space before some signs, and a line must not break there. */
function withHardSpaces(text: string): string {
  return text.replaceAll(/ (?=[:;!?»])/g, '\u00A0').replaceAll('« ', '«\u00A0')
}
