/**
 * The field layouts of the GPP's US sections, as a table. All fields are 2-bit numbers, except the version (6 bits); a
 * field with a length is a list of such numbers.
 * Source: IAB Tech Lab "Global Privacy Platform", sections US National v1 and v2 and US states, and the tables of the
 * official library @iabgpp/cmpapi 3.2.0, read 2026-11-21.
 */

import { once } from '../../../event/once.ts'

export const TCF_EU_ID = 2
export const TCF_CANADA_ID = 5
export const USP_ID = 6

export const TCF_EU = 'tcfeuv2'
export const TCF_CANADA = 'tcfcav1'
export const USP = 'uspv1'

export interface Field {
  readonly name: string
  /** Undefined: one number, not a list. */
  readonly length?: number
}

/** What may follow the core after a `.`: the bit of Global Privacy Control, or answers on sensitive data. */
type SubSection = 'gpc' | 'sensitive' | 'none'

export interface UsLayout {
  readonly id: number
  readonly name: string
  /** Second part of the state's ISO 3166-2 code; undefined: the national section. */
  readonly state?: string
  readonly versions: readonly number[]
  /** What the first 6 bits are called. */
  readonly versionField: 'Version' | 'MspaVersion'
  /** After the version. */
  readonly fields: readonly Field[]
  readonly subSection: SubSection
}

/** The national section of 2022: 12 kinds of sensitive data and 2 ages, in 60 bits. */
export const usnatFields2022 = once(() => national(12, 2))
/** Characters of a national section of 2022: 60 bits, or 66 with padding. What is longer has the layout of 2024. */
export const USNAT_2022_CHARACTERS = 11

/** Made when a GPP string first asks: a cold start pays for none. */
export const usLayouts = once((): readonly UsLayout[] => [
  {
    id: 7,
    name: 'usnat',
    versions: [1, 2],
    versionField: 'Version',
    fields: national(16, 3),
    subSection: 'gpc',
  },
  state(8, 'CA', 'gpc', [
    ...numbers('SaleOptOutNotice SharingOptOutNotice SensitiveDataLimitUseNotice SaleOptOut SharingOptOut'),
    sensitive(9),
    children(2),
    ...numbers('PersonalDataConsents'),
    ...mspa(),
  ]),
  state(9, 'VA', 'none', [...sharing(), sensitive(8), child(), ...mspa()]),
  state(10, 'CO', 'gpc', [...sharing(), sensitive(7), child(), ...mspa()]),
  state(11, 'UT', 'none', [
    ...numbers('SharingNotice SaleOptOutNotice TargetedAdvertisingOptOutNotice SensitiveDataProcessingOptOutNotice'),
    ...optOuts(),
    sensitive(8),
    child(),
    ...mspa(),
  ]),
  state(12, 'CT', 'gpc', [...sharing(), sensitive(8), children(3), ...mspa()]),
  state(13, 'FL', 'none', [...processing(), sensitive(8), children(3), additional(), ...mspa()]),
  state(14, 'MT', 'gpc', [...sharing(), sensitive(8), children(3), additional(), ...mspa()]),
  state(15, 'OR', 'gpc', [...processing(), sensitive(11), children(3), additional(), ...mspa()]),
  state(16, 'TX', 'gpc', [...processing(), sensitive(8), child(), additional(), ...mspa()]),
  state(17, 'DE', 'gpc', [...processing(), sensitive(9), children(5), additional(), ...mspa()]),
  state(18, 'IA', 'gpc', [
    ...numbers('ProcessingNotice SaleOptOutNotice TargetedAdvertisingOptOutNotice SensitiveDataOptOutNotice'),
    ...optOuts(),
    sensitive(8),
    child(),
    ...mspa(),
  ]),
  state(19, 'NE', 'gpc', [...processing(), sensitive(8), child(), additional(), ...mspa()]),
  state(20, 'NH', 'gpc', [...processing(), sensitive(8), children(3), additional(), ...mspa()]),
  state(21, 'NJ', 'gpc', [...processing(), sensitive(10), children(5), additional(), ...mspa()]),
  state(22, 'TN', 'gpc', [...processing(), sensitive(8), child(), additional(), ...mspa()]),
  state(23, 'MN', 'gpc', [...processing(), sensitive(8), child(), additional(), ...mspa()]),
  mspaFirst(24, 'MD', 'gpc', [additional()]),
  mspaFirst(25, 'IN', 'sensitive', [child(), additional()]),
  mspaFirst(26, 'KY', 'sensitive', [child(), additional()]),
  mspaFirst(27, 'RI', 'sensitive', [child(), additional()]),
])

export const usLayoutOfId = once(
  (): ReadonlyMap<number, UsLayout> => new Map(usLayouts().map((layout) => [layout.id, layout])),
)

/** Section id → its name in the official library, for every section that is read. */
export const sectionNames = once(
  (): ReadonlyMap<number, string> =>
    new Map([
      [TCF_EU_ID, TCF_EU],
      [TCF_CANADA_ID, TCF_CANADA],
      [USP_ID, USP],
      ...usLayouts().map(({ id, name }) => [id, name] as const),
    ]),
)

function state(id: number, code: string, subSection: SubSection, fields: readonly Field[]): UsLayout {
  const name = `us${code.toLowerCase()}`
  return { id, name, state: code, versions: [1], versionField: 'Version', fields, subSection }
}

/** The states of 2025 and 2026 put the MSPA first. */
function mspaFirst(id: number, code: string, subSection: SubSection, rest: readonly Field[]): UsLayout {
  const fields = [...numbers('MspaCoveredTransaction MspaMode'), ...processing(), ...rest]
  return { ...state(id, code, subSection, fields), versionField: 'MspaVersion' }
}

function national(kinds: number, ages: number): readonly Field[] {
  return [
    ...numbers('SharingNotice SaleOptOutNotice SharingOptOutNotice TargetedAdvertisingOptOutNotice'),
    ...numbers('SensitiveDataProcessingOptOutNotice SensitiveDataLimitUseNotice'),
    ...numbers('SaleOptOut SharingOptOut TargetedAdvertisingOptOut'),
    sensitive(kinds),
    children(ages),
    ...numbers('PersonalDataConsents'),
    ...mspa(),
  ]
}

function sharing(): readonly Field[] {
  return [...numbers('SharingNotice SaleOptOutNotice TargetedAdvertisingOptOutNotice'), ...optOuts()]
}

function processing(): readonly Field[] {
  return [...numbers('ProcessingNotice SaleOptOutNotice TargetedAdvertisingOptOutNotice'), ...optOuts()]
}

function optOuts(): readonly Field[] {
  return numbers('SaleOptOut TargetedAdvertisingOptOut')
}

function mspa(): readonly Field[] {
  return numbers('MspaCoveredTransaction MspaOptOutOptionMode MspaServiceProviderMode')
}

function sensitive(length: number): Field {
  return { name: 'SensitiveDataProcessing', length }
}

function children(length: number): Field {
  return { name: 'KnownChildSensitiveDataConsents', length }
}

function child(): Field {
  return { name: 'KnownChildSensitiveDataConsents' }
}

function additional(): Field {
  return { name: 'AdditionalDataProcessingConsent' }
}

function numbers(names: string): readonly Field[] {
  return names.split(' ').map((name) => ({ name }))
}
