/**
 * The frame of a GPP string: a header that lists section ids in ascending order, then one text a section, joined by `~`.
 * Nothing is allocated by what a header claims: a range is counted before it is written out.
 * Source: IAB Tech Lab "Global Privacy Platform String", header section, read 2026-11-21.
 */
import { Bits, isBase64Url } from '../bits.ts'
import { readFibonacci } from './fibonacci.ts'
import { TCF_EU_ID } from './sections.ts'

/** Longest string that is looked at: a browser's own limit for one cookie. */
export const MAX_GPP_CHARACTERS = 4_096
/** 27 ids are given out; a header that lists more sections than this is an attack. */
export const MAX_SECTIONS = 32

export type FrameProblem = 'not_text' | 'too_long' | 'header' | 'section_count'

export type Frame =
  | {
      readonly ok: true
      /** Ascending, each once; also ids that nobody here knows. */
      readonly ids: readonly number[]
      /** The section's text at the same place as its id; not looked at yet. */
      readonly texts: readonly string[]
    }
  | { readonly ok: false; readonly reason: FrameProblem }

/** Type 3, version 1: the first two characters of every GPP string. */
const START = 'DB'
const START_BITS = 12
const COUNT_BITS = 12

/** Never throws. */
export function readFrame(text: unknown): Frame {
  if (typeof text !== 'string') return { ok: false, reason: 'not_text' }
  if (text.length > MAX_GPP_CHARACTERS) return { ok: false, reason: 'too_long' }
  // A page forwards an empty string while its consent tool has not answered: nothing is said in it.
  if (text === '') return { ok: true, ids: [], texts: [] }
  // A bare TC string, from before GPP: the official library takes it for a GPP string with that one section.
  if (text.startsWith('C')) return { ok: true, ids: [TCF_EU_ID], texts: [text] }
  const [header = '', ...texts] = text.split('~', MAX_SECTIONS + 2)
  const ids = readHeader(header)
  if (ids === undefined) return { ok: false, reason: 'header' }
  return ids.length === texts.length ? { ok: true, ids, texts } : { ok: false, reason: 'section_count' }
}

/** The text of one section as it stands in the string; undefined where the string has none. */
export function sectionText(frame: Frame, id: number): string | undefined {
  return frame.ok ? frame.texts[frame.ids.indexOf(id)] : undefined
}

function readHeader(header: string): readonly number[] | undefined {
  if (!header.startsWith(START) || !isBase64Url(header)) return undefined
  const bits = new Bits(header)
  bits.skip(START_BITS)
  const entries = bits.read(COUNT_BITS)
  if (bits.overrun || entries > MAX_SECTIONS) return undefined
  const ids: number[] = []
  for (let i = 0; i < entries; i++) if (!readEntry(bits, ids)) return undefined
  return ids
}

/** One id, or the first and last of a range; each is told as its distance from the id before. */
function readEntry(bits: Bits, ids: number[]): boolean {
  const isRange = bits.readFlag()
  const first = readNext(bits, ids.at(-1) ?? 0)
  const last = isRange && first !== undefined ? readNext(bits, first) : first
  if (first === undefined || last === undefined || ids.length + last - first >= MAX_SECTIONS) return false
  for (let id = first; id <= last; id++) ids.push(id)
  return true
}

function readNext(bits: Bits, previous: number): number | undefined {
  const distance = readFibonacci(bits)
  return distance === undefined ? undefined : previous + distance
}
