/**
 * Whether a changed setting widens or narrows what may leave: one rule for each kind of setting. A rule is asked only where the
 * two values differ. When in doubt a change widens: then somebody has to look at it.
 */
import type { Regime } from '../consent/types.ts'
import type { Condition } from './document.ts'
import { canonicalJson } from './digest.ts'

/** `widens` and `wording` need a new approval; `narrows` and `technical` do not. */
export const DIRECTIONS = ['widens', 'narrows', 'wording', 'technical'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** `before` and `after` are what a reader is shown; a list holds what is gone, or what is new, and not the rest. */
export interface Finding {
  readonly direction: Direction
  readonly before?: unknown
  readonly after?: unknown
  /** Of a setting by key: which. */
  readonly key?: string
}

export type Rule = (before: unknown, after: unknown) => readonly Finding[]

export function same(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null)
}

/** Any change goes this way. */
export function always(direction: Direction): Rule {
  return (before, after) => [{ direction, before, after }]
}

/** Of settings by key, each that differs widens. */
export const byKeyWidens: Rule = (before, after) => {
  const [old, now] = [recordOf(before), recordOf(after)]
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((key) => !same(old[key], now[key]))
  return keys.map((key) => ({ direction: 'widens', key, before: old[key], after: now[key] }))
}

/** Looked at elsewhere. */
export const ELSEWHERE: Rule = () => []

/** A larger number widens, as of days that something is kept. */
export const largerWidens: Rule = (before, after) => {
  const narrows = typeof before === 'number' && typeof after === 'number' && after < before
  return [{ direction: narrows ? 'narrows' : 'widens', before, after }]
}

/** A later day widens; written YYYY-MM-DD, so that the order of texts is that of days. */
export const laterWidens: Rule = (before, after) => {
  const narrows = isDay(before) && isDay(after) && after < before
  return [{ direction: narrows ? 'narrows' : 'widens', before, after }]
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
}

/** From the closed end of `scale` towards the open one widens. What is not on the scale widens. */
export function opens(scale: readonly unknown[]): Rule {
  return (before, after) => {
    const [from, to] = [scale.indexOf(before), scale.indexOf(after)]
    return [{ direction: from !== -1 && to !== -1 && to < from ? 'narrows' : 'widens', before, after }]
  }
}

/** What is added to a list goes one way, what is taken away the other. */
function listRule(added: Direction, removed: Direction): Rule {
  return (before, after) => {
    const [old, now] = [listOf(before), listOf(after)]
    const [gone, fresh] = [old.filter((value) => !now.includes(value)), now.filter((value) => !old.includes(value))]
    return [
      ...(fresh.length > 0 ? [{ direction: added, after: fresh }] : []),
      ...(gone.length > 0 ? [{ direction: removed, before: gone }] : []),
    ]
  }
}

export const moreWidens = listRule('widens', 'narrows')
export const fewerWidens = listRule('narrows', 'widens')

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : []
}

const STRICTNESS: Readonly<Record<Regime, number>> = { none: 0, 'opt-out': 1, 'opt-in': 2 }

/**
 * Country or region → regime. Without an entry the law as built in holds, which is at most as strict as `opt-in` and at
 * least as strict as `none`: an entry that is new or gone narrows only where that alone decides it.
 */
export const looserRegimeWidens: Rule = (before, after) => {
  const [old, now] = [recordOf(before), recordOf(after)]
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((key) => !same(old[key], now[key]))
  return keys.map((key) => {
    const [from, to] = [strictness(old[key], 0), strictness(now[key], 0)]
    const known = Object.hasOwn(old, key) && Object.hasOwn(now, key)
    const narrows = known ? to > from : Object.hasOwn(now, key) ? now[key] === 'opt-in' : old[key] === 'none'
    return { direction: narrows ? 'narrows' : 'widens', key, before: old[key], after: now[key] }
  })
}

function strictness(regime: unknown, otherwise: number): number {
  return typeof regime === 'string' && Object.hasOwn(STRICTNESS, regime) ? STRICTNESS[regime as Regime] : otherwise
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** Narrows where whoever meets the new condition meets the old one too. */
export const looserConditionWidens: Rule = (before, after) => [
  { direction: isWithin(recordOf(after), before) ? 'narrows' : 'widens', before, after },
]

function isWithin(now: Condition & Readonly<Record<string, unknown>>, before: unknown): boolean {
  const old: Condition = recordOf(before)
  const known = ['countries', 'exceptCountries', 'withField']
  if ([...Object.keys(old), ...Object.keys(now)].some((key) => !known.includes(key))) return false
  return countriesWithin(now, old) && exceptionsWithin(now, old) && fieldWithin(now, old)
}

function countriesWithin(now: Condition, old: Condition): boolean {
  const { countries } = old
  return countries === undefined || now.countries?.every((country) => countries.includes(country)) === true
}

/** The old exceptions still hold: they are written again, or none of the countries that are left is one of them. */
function exceptionsWithin(now: Condition, old: Condition): boolean {
  const exceptions = old.exceptCountries
  if (exceptions === undefined) return true
  if (now.countries !== undefined && now.countries.every((country) => !exceptions.includes(country))) return true
  return (
    exceptions.every((country) => now.exceptCountries?.includes(country) === true) && now.exceptCountries !== undefined
  )
}

function fieldWithin(now: Condition, old: Condition): boolean {
  return old.withField === undefined || old.withField === now.withField
}
