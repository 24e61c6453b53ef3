/** One US section of a GPP string → its fields. Bounded by its layout, never by what it says. */
import { Bits, isBase64Url } from '../bits.ts'
import { USNAT_2022_CHARACTERS, usnatFields2022, type Field, type UsLayout } from './sections.ts'

export type FieldValue = number | readonly number[]

export interface UsSection {
  /** By the layout's names, the version included; sub-sections are not in it. */
  readonly fields: ReadonlyMap<string, FieldValue>
  /** Global Privacy Control as the sub-section tells it; null = there is no such sub-section. */
  readonly gpc: boolean | null
}

const VERSION_BITS = 6
const NUMBER_BITS = 2
/** A sub-section: 2 bits of type, then the bit. The official library reads the bit whatever the type, and so do we. */
const GPC_AT = 2
/** The format has described one. */
const MAX_SUB_SECTIONS = 4
/** Answers about 8 kinds of sensitive data. */
const SENSITIVE_BITS = 16

/** Undefined where it is not of the layout: too short, a version nobody here knows, no base64url. Never throws. */
export function readUsSection(text: string, layout: UsLayout): UsSection | undefined {
  const dot = text.indexOf('.')
  const core = readCore(dot < 0 ? text : text.slice(0, dot), layout)
  const gpc = dot < 0 ? null : readSubSections(text.slice(dot + 1), layout)
  return core === undefined || gpc === undefined ? undefined : { fields: core, gpc }
}

function readCore(text: string, layout: UsLayout): ReadonlyMap<string, FieldValue> | undefined {
  if (!isBase64Url(text)) return undefined
  const bits = new Bits(text)
  const version = bits.read(VERSION_BITS)
  if (!layout.versions.includes(version)) return undefined
  const fields = new Map<string, FieldValue>([[layout.versionField, version]])
  for (const field of fieldsOf(text, version, layout)) fields.set(field.name, readField(bits, field))
  return bits.overrun ? undefined : fields
}

/**
 * The national section changed its layout before it changed its number: consent tools write version 1 in both layouts, and
 * only the length tells which (OTGPPConsent cookies of 11 and of 12 characters in public repositories, read 2026-11-22).
 */
function fieldsOf(text: string, version: number, layout: UsLayout): readonly Field[] {
  const isOld = layout.state === undefined && version === 1 && text.length <= USNAT_2022_CHARACTERS
  return isOld ? usnatFields2022() : layout.fields
}

function readField(bits: Bits, { length }: Field): FieldValue {
  if (length === undefined) return bits.read(NUMBER_BITS)
  const list: number[] = []
  for (let i = 0; i < length; i++) list.push(bits.read(NUMBER_BITS))
  return list
}

/**
 * Undefined where one cannot be read. Any sub-section may opt out: the format allows several, and one that is passed over
 * could hold the only opt-out.
 */
function readSubSections(text: string, { subSection }: UsLayout): boolean | null | undefined {
  if (subSection === 'none') return null
  const parts = text.split('.', MAX_SUB_SECTIONS + 1)
  const width = subSection === 'gpc' ? GPC_AT + 1 : SENSITIVE_BITS
  if (parts.length > MAX_SUB_SECTIONS || !parts.every((part) => hasBits(part, width))) return undefined
  return subSection === 'gpc' ? parts.some((part) => new Bits(part).flagAt(GPC_AT)) : null
}

function hasBits(text: string, width: number): boolean {
  return isBase64Url(text) && new Bits(text).remaining >= width
}
