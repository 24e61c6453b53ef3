/**
 * A whole GPP string → its fields by section, all or nothing: for the vectors and for `explain`. Decisions use read.ts, which
 * loses only the section that cannot be read.
 */
import { decodeTcf } from '../tcf/decode.ts'
import { decodeUsp } from '../usp.ts'
import { readFrame, type Frame } from './header.ts'
import { sectionNames, TCF_CANADA_ID, TCF_EU_ID, usLayoutOfId, USP_ID, type UsLayout } from './sections.ts'
import { readTcfCanada, readTcfEu } from './tcf-sections.ts'
import { CHILDREN, lacksChildConsent, optedOutOfAds } from './us-answers.ts'
import { readUsSection, type FieldValue, type UsSection } from './us-section.ts'

/** Field names of the official library; `_childNoConsent: true` is ours. */
export type GppFields = Readonly<Record<string, unknown>>

export type Gpp =
  | {
      readonly ok: true
      /** Of the sections that are read; others are passed over. */
      readonly sectionIds: readonly number[]
      readonly sections: Readonly<Record<string, GppFields>>
      /** True: one US section opts out of ads, or tells of GPC. False: none does. Null: no US section speaks. */
      readonly usAdvertisingOptOut: boolean | null
    }
  | { readonly ok: false }

interface Decoded {
  readonly fields: GppFields
  readonly optOut: boolean | null
}

/** Sensitive data and notices about it take no part in whether an event may leave, so they are not told. */
const TOLD: ReadonlySet<string> = new Set(
  (
    'Version MspaVersion SaleOptOutNotice SharingOptOutNotice TargetedAdvertisingOptOutNotice SaleOptOut SharingOptOut ' +
    'TargetedAdvertisingOptOut KnownChildSensitiveDataConsents PersonalDataConsents MspaCoveredTransaction MspaMode ' +
    'MspaOptOutOptionMode MspaServiceProviderMode'
  ).split(' '),
)

/** As in the official library, also where a version 1 is written in the layout with 3 ages; read.ts looks at all of them. */
const AGES_OF_VERSION_1 = 2

/** Never throws. */
export function decodeGpp(text: unknown): Gpp {
  const frame = readFrame(text)
  return frame.ok ? decodeSections(frame) : { ok: false }
}

function decodeSections({ ids, texts }: Extract<Frame, { ok: true }>): Gpp {
  const sectionIds: number[] = []
  const sections: Record<string, GppFields> = {}
  let usAdvertisingOptOut: boolean | null = null
  for (const [index, id] of ids.entries()) {
    const text = texts[index] ?? ''
    if (text.trim() === '') return { ok: false }
    const name = sectionNames().get(id)
    if (name === undefined) continue
    const decoded = decodeSection(id, text)
    if (decoded === undefined) return { ok: false }
    sectionIds.push(id)
    sections[name] = decoded.fields
    usAdvertisingOptOut = either(usAdvertisingOptOut, decoded.optOut)
  }
  return { ok: true, sectionIds, sections, usAdvertisingOptOut }
}

function decodeSection(id: number, text: string): Decoded | undefined {
  if (id === TCF_EU_ID) return isCutOff(text) ? undefined : withoutOptOut(readTcfEu(text))
  if (id === TCF_CANADA_ID) {
    const canada = readTcfCanada(text)
    return withoutOptOut(canada && { CmpId: canada.cmpId })
  }
  if (id === USP_ID) {
    const usp = decodeUsp(text)
    return usp.ok ? { fields: { raw: text }, optOut: usp.optOutSale } : undefined
  }
  const layout = usLayoutOfId().get(id)
  return layout === undefined ? undefined : decodeUsSection(text, layout)
}

/** The TC reader is stricter than the official library; in what is cut off they agree. */
function isCutOff(text: string): boolean {
  const tc = decodeTcf(text)
  return !tc.ok && tc.reason === 'truncated'
}

function decodeUsSection(text: string, layout: UsLayout): Decoded | undefined {
  const section = readUsSection(text, layout)
  if (section === undefined) return undefined
  const told = toldFields(section, layout)
  const gpc = layout.subSection === 'gpc' ? { Gpc: section.gpc === true } : {}
  const child = lacksChildConsent(told) ? { _childNoConsent: true } : {}
  const optOut = optedOutOfAds(section.fields) || section.gpc === true
  return { fields: { ...Object.fromEntries(told), ...gpc, ...child }, optOut }
}

function toldFields({ fields }: UsSection, layout: UsLayout): ReadonlyMap<string, FieldValue> {
  const told = new Map([...fields].filter(([name]) => TOLD.has(name)))
  const ages = told.get(CHILDREN)
  if (layout.state === undefined && told.get('Version') === 1 && typeof ages === 'object') {
    told.set(CHILDREN, ages.slice(0, AGES_OF_VERSION_1))
  }
  return told
}

function withoutOptOut(fields: object | undefined): Decoded | undefined {
  return fields && { fields: { ...fields }, optOut: null }
}

function either(a: boolean | null, b: boolean | null): boolean | null {
  return a === null || b === null ? (a ?? b) : a || b
}
