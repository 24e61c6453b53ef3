/**
 * Runs the vectors of GPP and US Privacy strings. Every key that a vector's `expected` names must agree; the words that the
 * official library uses for its errors are not ours.
 */
import { isDeepStrictEqual } from 'node:util'
import { decodeGpp, type GppFields } from '../../src/consent/signals/gpp/decode.ts'
import { decodeUsp } from '../../src/consent/signals/usp.ts'
import type { Vector } from './consent.ts'

type Members = Readonly<Record<string, unknown>>

/** Vector kind → runner: undefined where the vector passes, else what came instead. */
export const gppVectorRunners: Record<string, (vector: Vector) => string | undefined> = { gpp: runGpp, usp: runUsp }

/** Of the US Privacy string: a vector may use other words, for which there is no code here. */
const USP_ERRORS: readonly unknown[] = ['empty', 'length', 'enum']

function runGpp({ input, expected }: Vector): string | undefined {
  const actual = decodeGpp(input)
  const wanted = membersOf(expected)
  const same = actual.ok
    ? agree(actual, wanted, ['ok', 'sectionIds', 'usAdvertisingOptOut']) &&
      sameSections(actual.sections, membersOf(wanted['sections']))
    : wanted['ok'] === false
  return same ? undefined : difference(expected, actual)
}

/** The same sections, each with the fields that the vector names; a child is told of exactly where the vector does. */
function sameSections(actual: Readonly<Record<string, GppFields>>, wanted: Members): boolean {
  const names = Object.keys(actual)
  return (
    names.length === Object.keys(wanted).length &&
    names.every((name) => {
      const fields = membersOf(wanted[name])
      return (
        Object.hasOwn(wanted, name) && agree(actual[name] ?? {}, fields, [...Object.keys(fields), '_childNoConsent'])
      )
    })
  )
}

function runUsp({ input, expected }: Vector): string | undefined {
  const actual = decodeUsp(input)
  const wanted = membersOf(expected)
  const compared = Object.keys(wanted).filter((key) => key !== 'error' || USP_ERRORS.includes(wanted['error']))
  return agree(actual, wanted, ['ok', ...compared]) ? undefined : difference(expected, actual)
}

function agree(actual: object, wanted: Members, keys: readonly string[]): boolean {
  const members: Members = { ...actual }
  return keys.every((key) => isDeepStrictEqual(members[key], wanted[key]))
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function difference(expected: unknown, actual: unknown): string {
  return `expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`
}
