/**
 * The fixed fields of the two TCF sections: what a GPP decoder needs to name them. Whether a European TC string is valid and
 * what it says of a vendor is for the TCF reader, which gets the section's text.
 * Sources: IAB Europe "Consent string and vendor list formats v2"; IAB Canada TCF v1 as @iabgpp/cmpapi 3.2.0 lays it out;
 * both read 2026-11-21.
 */
import { Bits, isBase64Url } from '../bits.ts'

export interface TcfEuFields {
  readonly CmpId: number
  readonly PolicyVersion: number
  /** Purposes consented to, ascending. */
  readonly PurposeConsents: readonly number[]
}

/** Bit `purpose - 1` of a mask is set where the person has agreed to the purpose. */
export interface CanadaPurposes {
  readonly express: number
  readonly implied: number
}

export interface TcfCanada {
  readonly cmpId: number
  readonly purposes: CanadaPurposes
}

const VERSION_BITS = 6
/** Created and last updated, 36 bits each. */
const TIME_BITS = 72
const CMP_ID_BITS = 12
/** Between the CMP's id and the policy version: CMP version 12, screen 6, language 12, vendor list version 12. */
const CMP_BITS = 42
const POLICY_VERSION_BITS = 6
const PURPOSES = 24
/** Before the purposes: service-specific 1 and non-standard texts 1 in Europe, stacks 1 in Canada; special features 12. */
const EU_FLAG_BITS = 14
const CANADA_FLAG_BITS = 13
/** After the purposes: legitimate interests 24, purpose one treatment 1, publisher's country 12. */
const EU_REST_BITS = 37

/** Undefined where the core is too short or is not of version 2. Never throws. */
export function readTcfEu(text: string): TcfEuFields | undefined {
  const bits = coreOf(text, 2)
  if (bits === undefined) return undefined
  const { cmpId, policyVersion } = readCmp(bits)
  bits.skip(EU_FLAG_BITS)
  const consents = readMask(bits)
  bits.skip(EU_REST_BITS)
  if (bits.overrun) return undefined
  return { CmpId: cmpId, PolicyVersion: policyVersion, PurposeConsents: purposesOf(consents) }
}

/** Undefined where the core is too short or is not of version 1. Never throws. */
export function readTcfCanada(text: string): TcfCanada | undefined {
  const bits = coreOf(text, 1)
  if (bits === undefined) return undefined
  const { cmpId } = readCmp(bits)
  bits.skip(CANADA_FLAG_BITS)
  const purposes = { express: readMask(bits), implied: readMask(bits) }
  return bits.overrun ? undefined : { cmpId, purposes }
}

/** The core segment, after its version. */
function coreOf(text: string, version: number): Bits | undefined {
  const dot = text.indexOf('.')
  const core = dot < 0 ? text : text.slice(0, dot)
  if (!isBase64Url(core)) return undefined
  const bits = new Bits(core)
  return bits.read(VERSION_BITS) === version ? bits : undefined
}

function readCmp(bits: Bits): { readonly cmpId: number; readonly policyVersion: number } {
  bits.skip(TIME_BITS)
  const cmpId = bits.read(CMP_ID_BITS)
  bits.skip(CMP_BITS)
  return { cmpId, policyVersion: bits.read(POLICY_VERSION_BITS) }
}

function readMask(bits: Bits): number {
  let mask = 0
  for (let i = 0; i < PURPOSES; i++) if (bits.readFlag()) mask |= 1 << i
  return mask
}

function purposesOf(mask: number): readonly number[] {
  const purposes: number[] = []
  for (let i = 0; i < PURPOSES; i++) if ((mask >> i) & 1) purposes.push(i + 1)
  return purposes
}
