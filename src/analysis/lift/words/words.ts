/** What plans and readings say, in two languages: one sentence for each code. Figures stand in braces; `{x%}` is a share, `{x,p}` a p value. */
import type { Figures, LiftFaultCode } from '../faults.ts'
import type { Verdict, VerdictWhy } from '../reading.ts'
import { ENGLISH } from './english.ts'
import { FRENCH } from './french.ts'

export type LiftLanguage = 'en' | 'fr'

export interface LiftWords {
  readonly faults: Readonly<Record<LiftFaultCode, string>>
  readonly verdicts: Readonly<Record<Verdict, string>>
  readonly whys: Readonly<Record<VerdictWhy, string>>
  readonly notes: Readonly<Record<LiftNoteCode, string>>
  readonly columns: Readonly<Partial<Record<string, string>>>
  /** Cells of kind `name` that are codes. */
  readonly values: Readonly<Partial<Record<string, string>>>
  readonly tables: Readonly<Partial<Record<string, string>>>
  readonly labels: Readonly<Record<LiftLabel, string>>
}

export const LIFT_NOTES = [
  'placebos',
  'assignments',
  'pairs',
  'fit_poor',
  'history_restated',
  'regions_ignored',
  'ratio_holds',
  'points',
  'before_after',
  'placebo_windows',
  'days_alike',
] as const
export type LiftNoteCode = (typeof LIFT_NOTES)[number]

export const LIFT_LABELS = [
  'planTitle',
  'readingTitle',
  'pauseTitle',
  'drawn',
  'period',
  'method',
  'treated',
  'order',
  'smallest',
  'least',
  'leastVerdict',
  'leastPoints',
  'none',
  'falseAlarms',
  'hash',
  'effect',
  'incrementalOrders',
  'incrementalRevenue',
  'difference',
  'moreOrders',
  'moreRevenue',
  'unbounded',
  'pSpace',
  'pTime',
  'pTrend',
  'iroas',
  'icpa',
  'icpaLeast',
  'icpaNone',
  'beyond',
  'salt',
  'keep',
] as const
export type LiftLabel = (typeof LIFT_LABELS)[number]

export const LIFT_WORDS: Readonly<Record<LiftLanguage, LiftWords>> = { en: ENGLISH, fr: spacedAll(FRENCH) }

/** French sets no-break spaces before : ; ? ! » and %. */
function spacedAll(words: LiftWords): LiftWords {
  return JSON.parse(
    JSON.stringify(words)
      .replaceAll(/ (?=[:;!?»%])/g, '\u00A0')
      .replaceAll('« ', '«\u00A0'),
  ) as LiftWords
}

const PLACE = /\{(\w+)(%|,p)?\}/g

export function filled(template: string, figures: Figures, language: LiftLanguage): string {
  return template.replaceAll(PLACE, (_, name: string, form: string | undefined) => {
    const value = figures[name] ?? ''
    if (typeof value === 'string') return value
    if (form === '%') return shareText(value, language)
    return form === ',p' ? pText(value, language) : value.toLocaleString(language, { maximumFractionDigits: 1 })
  })
}

export function shareText(share: number, language: LiftLanguage): string {
  const percent = (share * 100).toLocaleString(language, {
    maximumFractionDigits: Math.abs(share) < 0.02 ? 2 : 1,
    signDisplay: 'negative',
  })
  return language === 'fr' ? `${percent}\u00A0%` : `${percent}%`
}

export function signedShare(share: number, language: LiftLanguage): string {
  const text = shareText(share, language)
  return share > 0 ? `+${text}` : text
}

/** Never "0": below the last digit it says so. */
export function pText(p: number, language: LiftLanguage): string {
  if (p < 0.0001) return `< ${(0.0001).toLocaleString(language, { maximumFractionDigits: 4 })}`
  return p.toLocaleString(language, { maximumSignificantDigits: 2, minimumSignificantDigits: 1 })
}
