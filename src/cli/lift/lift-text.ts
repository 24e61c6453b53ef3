/** Plans and readings in the terminal. */
import type { AnalysisCell, AnalysisTable, ColumnKind } from '../../analysis/table.ts'
import type { LiftPlan } from '../../analysis/lift/plan.ts'
import type { LiftReading } from '../../analysis/lift/reading.ts'
import { planTables } from '../../analysis/lift/tables.ts'
import {
  filled,
  LIFT_WORDS,
  pText,
  shareText,
  signedShare,
  type LiftNoteCode,
  type LiftWords,
} from '../../analysis/lift/words/words.ts'
import { minorUnits } from '../../event/currency.ts'
import type { Language } from '../command.ts'
import { printable } from '../dead-letters.ts'

/** Tables that the terminal shows; the rest is in --json. */
const SHOWN: readonly string[] = ['lift_plan_windows', 'lift_plan_blocks', 'lift_plan_holdout']

export function planText(plan: LiftPlan, language: Language): string {
  const words = LIFT_WORDS[language]
  const { labels } = words
  const tables = planTables(plan).filter(({ id }) => SHOWN.includes(id))
  return lines([
    `${labels.planTitle} · ${words.values[plan.design] ?? plan.design}`,
    filled(labels.period, { from: plan.start, to: plan.end }, language),
    filled(labels.drawn, { day: plan.drawn_on, seed: String(plan.seed) }, language),
    '',
    ...designLines(plan, words),
    ...reachLines(plan, words, language),
    ...tables.flatMap((one) => ['', words.tables[one.id] ?? one.id, ...tableLines(one, words, language)]),
    '',
    pair(labels.hash, plan.plan_hash, language),
    filled(labels.keep, { end: plan.end }, language),
  ])
}

function designLines(plan: LiftPlan, { labels, values }: LiftWords): readonly string[] {
  if (plan.design === 'geo')
    return [
      `${labels.method} · ${values[plan.method] ?? plan.method}`,
      labels.treated,
      ...plan.treated.map((name) => `  · ${printable(name)}`),
    ]
  return plan.design === 'holdout' ? [`${labels.salt} · ${plan.salt}`] : []
}

function reachLines(plan: LiftPlan, { labels }: LiftWords, language: Language): readonly string[] {
  const least = (mde: number | null): string => (mde === null ? labels.none : shareText(mde, language))
  if (plan.design === 'holdout') return [pair(labels.leastPoints, least(plan.mde), language)]
  return [
    pair(labels.smallest, pText(plan.smallest_p, language), language),
    pair(labels.least, least(plan.mde_worst), language),
    ...(plan.mde_verdict_worst === undefined
      ? []
      : [pair(labels.leastVerdict, least(plan.mde_verdict_worst), language)]),
    pair(labels.falseAlarms, shareText(plan.false_alarm_rate, language), language),
  ]
}

export function readingText(reading: LiftReading, language: Language): string {
  const words = LIFT_WORDS[language]
  const { labels } = words
  const title = reading.design === 'pause' ? labels.pauseTitle : labels.readingTitle
  return lines([
    `${title} · ${words.values[reading.design] ?? reading.design} · ${filled(labels.period, { from: reading.from, to: reading.to }, language)}`,
    '',
    words.verdicts[reading.verdict].toUpperCase(),
    words.whys[reading.why],
    '',
    ...figureLines(reading, words, language),
    ...spendLines(reading, words, language),
    '',
    ...reading.notes.map(({ code, figures = {} }) => `· ${filled(noteOf(words, code), figures, language)}`),
    ...(reading.plan_hash === undefined ? [] : ['', pair(labels.hash, reading.plan_hash, language)]),
  ])
}

function noteOf({ notes }: LiftWords, code: string): string {
  return Object.hasOwn(notes, code) ? notes[code as LiftNoteCode] : code
}

function figureLines(reading: LiftReading, { labels }: LiftWords, language: Language): readonly string[] {
  const { estimate, p, alpha } = reading
  const level = shareText(1 - alpha, language)
  const between = (value: string, low: string | undefined, high: string | undefined): string =>
    low === undefined || high === undefined
      ? `${value} (${labels.unbounded})`
      : `${value} (${level}${COLON[language]} ${low} … ${high})`
  const share = (value: number | undefined) => (value === undefined ? undefined : signedShare(value, language))
  const amount = (value: number | undefined) => (value === undefined ? undefined : amountText(value, reading, language))
  const [effect, incremental] = effectNames(reading, labels)
  const { rel, low, high } = estimate
  const ps = [
    [labels.pSpace, p.space],
    [labels.pTime, p.time],
    [labels.pTrend, p.trend],
  ] as const
  return [
    pair(effect, between(signedShare(rel, language), share(low), share(high)), language),
    pair(
      incremental,
      between(amount(estimate.incremental) ?? '', amount(estimate.incremental_low), amount(estimate.incremental_high)),
      language,
    ),
    ...ps.flatMap(([label, value]) => (value === undefined ? [] : [pair(label, pText(value, language), language)])),
  ]
}

/** What nobody drew has neither an effect nor anything incremental: it differs from what was expected. */
function effectNames({ design, metric }: LiftReading, labels: LiftWords['labels']): readonly [string, string] {
  const isRevenue = metric === 'revenue'
  return design === 'pause'
    ? [labels.difference, isRevenue ? labels.moreRevenue : labels.moreOrders]
    : [labels.effect, isRevenue ? labels.incrementalRevenue : labels.incrementalOrders]
}

function spendLines({ spend, currency }: LiftReading, { labels }: LiftWords, language: Language): readonly string[] {
  if (spend === undefined) return []
  const money = (value: number): string => moneyText(value, currency, language)
  const ratio = (value: number): string => value.toLocaleString(language, { maximumFractionDigits: 2 })
  const { iroas, icpa } = spend
  if (iroas !== undefined)
    return [filled(labels.iroas, { low: ratio(iroas.low ?? 0), high: ratio(iroas.high ?? 0) }, language)]
  if (icpa?.low === undefined) return [labels.icpaNone]
  const low = money(icpa.low)
  return icpa.high === undefined
    ? [filled(labels.icpaLeast, { low }, language)]
    : [filled(labels.icpa, { low, high: money(icpa.high) }, language)]
}

function amountText(value: number, { metric, currency }: LiftReading, language: Language): string {
  return metric === 'revenue'
    ? moneyText(value, currency, language)
    : value.toLocaleString(language, { maximumFractionDigits: 0 })
}

function moneyText(minor: number, currency: string | undefined, language: Language): string {
  const value = minor / 10 ** (minorUnits(currency ?? '') ?? 2)
  return value.toLocaleString(language, currency === undefined ? {} : { style: 'currency', currency })
}

function tableLines(table: AnalysisTable, words: LiftWords, language: Language): readonly string[] {
  const { columns, rows } = withoutEmpty(table)
  const head = columns.map(({ key }) => words.columns[key] ?? key)
  const body = rows.map(({ cells }) =>
    cells.map((cell, at) => cellText(cell, columns[at]?.kind ?? 'name', words, language)),
  )
  const widths = head.map((name, at) => Math.max(name.length, ...body.map((row) => row[at]?.length ?? 0)))
  return [head, ...body].map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd())
}

/** A column that has nothing for this design is not shown. */
function withoutEmpty({ columns, rows }: AnalysisTable): Pick<AnalysisTable, 'columns' | 'rows'> {
  const kept = columns.flatMap((_, at) => (rows.some(({ cells }) => cells[at]?.why !== 'does_not_apply') ? [at] : []))
  const of = <T>(all: readonly T[]): T[] => kept.flatMap((at) => all.slice(at, at + 1))
  return { columns: of(columns), rows: rows.map((row) => ({ ...row, cells: of(row.cells) })) }
}

function cellText({ value, why }: AnalysisCell, kind: ColumnKind, words: LiftWords, language: Language): string {
  if (value === null) return why === 'too_few' ? words.labels.beyond : '–'
  const { values } = words
  if (typeof value === 'string') return kind === 'name' ? (values[value] ?? printable(value)) : value
  return kind === 'share' ? shareText(value, language) : value.toLocaleString(language)
}

const COLON: Readonly<Record<Language, string>> = { en: ':', fr: '\u00A0:' }

function pair(label: string, value: string, language: Language): string {
  return `${label}${COLON[language]} ${value}`
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`
}
