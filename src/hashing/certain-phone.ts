/**
 * Phone numbers that can be read in one way only, straight from the library's own tables: valid numbers of a country whose
 * plan rewrites nothing. The library needs a dozen times as long for them, and was the dearest thing in an event. What is
 * not certain is left to it. Law in certain-phone.test.ts: what is read here, the library reads in the same way, for every
 * country.
 */
import metadata from 'libphonenumber-js/min/metadata'
import { once } from '../event/once.ts'

interface NumberingPlan {
  readonly callingCode: string
  /** What is dialled before a number to leave the country, at the start of a text. */
  readonly internationalPrefix: RegExp
  /** What is dialled before a number within the country and is no part of it. */
  readonly trunkPrefix: RegExp | undefined
  readonly number: NumberShape
  /** A number is also one of these, where there are any. */
  readonly types: readonly NumberShape[] | undefined
}

/** Digits of a number without calling code and trunk prefix. */
interface NumberShape {
  readonly pattern: RegExp
  readonly lengths: readonly unknown[] | undefined
}

/** Longest calling code (ITU-T E.164). */
const MAX_CALLING_CODE = 3

/** `33612345678`, the calling code first → `+33612345678`. Undefined: not certain. */
export function readCertainInternational(digits: string): string | undefined {
  for (let length = 1; length <= MAX_CALLING_CODE; length++) {
    const country = mainCountry(digits.slice(0, length))
    if (country === undefined) continue
    const national = digits.slice(length)
    const plan = planOf(country)
    return plan !== undefined && plan.trunkPrefix?.test(national) !== true && isNumberOf(plan, national)
      ? `+${digits}`
      : undefined
  }
  return undefined
}

/** `0612345678` in `FR` → `+33612345678`. Undefined: not certain. */
export function readCertainNational(digits: string, country: string): string | undefined {
  const plan = planOf(country)
  // What is dialled abroad is another country's number. A calling code without its "+" needs no care: where the digits are
  // a number as they stand, the library reads them as that.
  if (plan === undefined || plan.internationalPrefix.test(digits)) return undefined
  const national = plan.trunkPrefix === undefined ? digits : digits.replace(plan.trunkPrefix, '')
  return isNumberOf(plan, national) ? `+${plan.callingCode}${national}` : undefined
}

/**
 * What follows where somebody in this country dials abroad by more than `00`: 001 in Singapore, 0021 by way of a Brazilian carrier.
 * Undefined where these digits begin with no such prefix.
 */
export function afterLongPrefix(digits: string, country: string): string | undefined {
  const prefix = textAt(rows().get(country) ?? [], INTERNATIONAL_PREFIX)
  const dialled = prefix === undefined ? undefined : new RegExp(`^(?:${prefix})`).exec(digits)?.[0]
  return dialled !== undefined && dialled.length > 2 ? digits.slice(dialled.length) : undefined
}

function isNumberOf(plan: NumberingPlan, national: string): boolean {
  if (!hasShape(national, plan.number)) return false
  return plan.types === undefined || plan.types.some((type) => hasShape(national, type))
}

function hasShape(national: string, { lengths, pattern }: NumberShape): boolean {
  return (lengths === undefined || lengths.includes(national.length)) && pattern.test(national)
}

/** The one whose plan all countries with this calling code follow; undefined where there is no such calling code. */
function mainCountry(callingCode: string): string | undefined {
  return metadata.country_calling_codes[callingCode]?.[0]
}

/** Made on first use; at most one for each country of the tables. */
const PLANS = new Map<string, NumberingPlan | undefined>()

function planOf(country: string): NumberingPlan | undefined {
  const known = PLANS.get(country)
  if (known !== undefined || PLANS.has(country)) return known
  const row = rows().get(country)
  if (row === undefined) return undefined
  const plan = readPlan(row)
  PLANS.set(country, plan)
  return plan
}

/** The tables are read with the first number, and not at every start. */
const rows = once((): ReadonlyMap<string, readonly unknown[]> => new Map(Object.entries(metadata.countries)))

// Places in a country's row: libphonenumber-js, METADATA.md, version 4 of the tables. A 0 stands for nothing.
const CALLING_CODE = 0
const INTERNATIONAL_PREFIX = 1
const PATTERN = 2
const LENGTHS = 3
const TRUNK_PREFIX = 5
/** In place of TRUNK_PREFIX, where it is more than digits. */
const TRUNK_PREFIX_PATTERN = 7
const REWRITTEN_TRUNK_PREFIX = 8
const LEADING_DIGITS = 10
const TYPES = 11

function readPlan(row: readonly unknown[]): NumberingPlan | undefined {
  const callingCode = textAt(row, CALLING_CODE)
  const internationalPrefix = textAt(row, INTERNATIONAL_PREFIX)
  const trunkPrefix = textAt(row, TRUNK_PREFIX_PATTERN) ?? textAt(row, TRUNK_PREFIX)
  const number = shapeOf(row[PATTERN], row[LENGTHS])
  if (callingCode === undefined || number === undefined || internationalPrefix === undefined) return undefined
  // A group in the prefix names a carrier or is written back.
  if (row[REWRITTEN_TRUNK_PREFIX] || row[LEADING_DIGITS] || trunkPrefix?.includes('(') === true) return undefined
  return {
    callingCode,
    internationalPrefix: new RegExp(`^(?:${internationalPrefix})`),
    trunkPrefix: trunkPrefix === undefined ? undefined : new RegExp(`^(?:${trunkPrefix})`),
    number,
    types: typesOf(row[TYPES]),
  }
}

function typesOf(types: unknown): readonly NumberShape[] | undefined {
  if (!Array.isArray(types)) return undefined
  return types.flatMap((type: unknown) => (Array.isArray(type) ? (shapeOf(type[0], type[1]) ?? []) : []))
}

function shapeOf(pattern: unknown, lengths: unknown): NumberShape | undefined {
  if (typeof pattern !== 'string' || pattern === '') return undefined
  return { pattern: new RegExp(`^(?:${pattern})$`), lengths: Array.isArray(lengths) ? lengths : undefined }
}

function textAt(row: readonly unknown[], place: number): string | undefined {
  const text = row[place]
  return typeof text === 'string' ? text : undefined
}
