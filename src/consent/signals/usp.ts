/**
 * The US Privacy string: `1` + notice + opt-out of sale + LSPA, each of the last three `Y`, `N` or `-`; any case is seen.
 * Only the opt-out is read: nothing in it is a consent. Source: IAB "US Privacy String", read 2026-11-21.
 */
import type { Finding } from '../types.ts'
import { plainText } from './plain-text.ts'
import { invalidFinding } from './reader.ts'
import type { SignalInput, SignalReader } from './reader.ts'

export type UspLetter = 'Y' | 'N' | '-'

export type Usp =
  | {
      readonly ok: true
      /** False for `1---`: the law does not apply to this person. */
      readonly applies: boolean
      readonly notice: UspLetter
      /** Null: not said. */
      readonly optOutSale: boolean | null
      /** Whether the sale is under the IAB's Limited Service Provider Agreement. */
      readonly lspa: UspLetter
    }
  | { readonly ok: false; readonly error: 'empty' | 'length' | 'enum' }

export const uspReader: SignalReader = { signal: 'usprivacy', read }

/** Never throws. */
export function decodeUsp(text: unknown): Usp {
  if (typeof text !== 'string') return { ok: false, error: 'enum' }
  if (text.length !== 4) return { ok: false, error: text === '' ? 'empty' : 'length' }
  const notice = letterAt(text, 1)
  const sale = letterAt(text, 2)
  const lspa = letterAt(text, 3)
  if (text[0] !== '1' || notice === undefined || sale === undefined || lspa === undefined) {
    return { ok: false, error: 'enum' }
  }
  const applies = notice !== '-' || sale !== '-' || lspa !== '-'
  return { ok: true, applies, notice, optOutSale: sale === '-' ? null : sale === 'Y', lspa }
}

/** The finding of one string, wherever it stood. A `N` is no consent: it leaves the opt-out unspoken of. */
export function readUsp(text: unknown): Finding {
  const usp = decodeUsp(text)
  if (!usp.ok) return invalidFinding('usprivacy')
  return { signal: 'usprivacy', validity: 'valid', answers: {}, optOut: usp.optOutSale === true ? true : null }
}

function read(input: SignalInput): Finding | undefined {
  const text: unknown = input.evidence?.signals?.usprivacy
  return text === undefined ? undefined : readUsp(typeof text === 'string' ? plainText(text) : text)
}

function letterAt(text: string, index: number): UspLetter | undefined {
  switch (text[index]) {
    case 'Y':
    case 'y':
      return 'Y'
    case 'N':
    case 'n':
      return 'N'
    case '-':
      return '-'
    default:
      return undefined
  }
}
