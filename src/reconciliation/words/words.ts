/** What the figures of a reconciliation are called, for a marketer and for an accountant. */
import type { Cause, Credit, DoubleFire, Reason, Surplus, ValueDifference } from '../reasons.ts'
import type { LedgerSettings } from '../wire.ts'
import { ENGLISH } from './english.ts'
import { FRENCH } from './french.ts'

export type Language = 'en' | 'fr'

export interface Entry {
  /** A few words, as the name of a bar. */
  readonly title: string
  readonly means: string
  readonly todo: string
}

export interface ReasonEntry extends Entry {
  /** Where the proof lies. */
  readonly shown: string
}

export interface Words {
  readonly reasons: Readonly<Record<Reason, ReasonEntry>>
  readonly surpluses: Readonly<Record<Surplus, Entry>>
  /** Beside a foreign sender of which only the number is known. */
  readonly unknown: Entry
  readonly fires: Readonly<Record<DoubleFire, string>>
  readonly causes: Readonly<Record<Cause, Entry>>
  /** What to do about a cause that the policy of today no longer has. */
  readonly mended: string
  /** Codes that say more than a reason does. */
  readonly codes: Readonly<Record<string, string>>
  readonly differences: Readonly<Record<ValueDifference, Entry>>
  readonly credits: Readonly<Record<Credit, Entry>>
}

export const WORDS: Readonly<Record<Language, Words>> = { en: ENGLISH, fr: typeset(FRENCH) }

/** What happened before the policy was changed still has its cause, and nothing more to be done. */
export function causeEntry(cause: Cause, { purchase_unique: unique }: LedgerSettings, language: Language): Entry {
  const { causes, mended } = WORDS[language]
  const isMended = cause === 'policy_counts_by_event_id' && unique === 'order.id'
  return isMended ? { ...causes[cause], todo: mended } : causes[cause]
}

/** French puts a space before some signs, and a line must not break there. */
function typeset<Value>(value: Value): Value {
  if (typeof value === 'string') return spaced(value) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, typeset(one as unknown)])) as Value
}

export function spaced(text: string): string {
  return text.replaceAll(/ (?=[:;!?»%])/g, '\u00A0').replaceAll('« ', '«\u00A0')
}
