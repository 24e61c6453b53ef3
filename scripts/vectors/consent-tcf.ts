/**
 * Runs the `tcf` and `ac` vectors. A vector names some keys of what a string says; each named key must be exactly so.
 * Decisions are made with the vendor list `gvl-excerpt.json` that lies beside the vectors, else with that of test/vectors.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { acSays, decodeAc, type AcString } from '../../src/consent/signals/ac.ts'
import { decodeTcf, SPECIAL_FEATURE_BITS, type TcString } from '../../src/consent/signals/tcf/decode.ts'
import type { Gvl } from '../../src/consent/signals/tcf/gvl.ts'
import type { PublisherTc } from '../../src/consent/signals/tcf/publisher-tc.ts'
import { idsIn } from '../../src/consent/signals/tcf/purposes.ts'
import { readTcf } from '../../src/consent/signals/tcf/read.ts'
import type { PublisherRestriction } from '../../src/consent/signals/tcf/restrictions.ts'
import { MAX_VENDOR_ID, type VendorList } from '../../src/consent/signals/tcf/vendor-list.ts'
import ownExcerpt from '../../test/vectors/gvl-excerpt.json' with { type: 'json' }
import type { Vector } from './consent.ts'

/** Vector kind → runner: undefined where the vector passes, else what came instead. */
export const tcfVectorRunners: Record<string, (vector: Vector) => string | undefined> = {
  tcf: runTcf,
  ac: (vector) => differences(vector.expected, acAsNamed(decodeAc(vector.input))),
}

type Fields = Readonly<Record<string, unknown>>

/** 13 months, as the vectors are judged. */
const MAX_AGE_DAYS = 395
/** Longer lists are written in the vectors as a count, the first ids and the last. */
const MAX_LISTED = 40
const LISTED_FIRST = 5
/** What another library does with the string is told, not asked for; decisions are compared by themselves. */
const TOLD_ONLY: readonly string[] = ['iabLibrary', 'at', 'decision', 'publisherRestrictions']
const META_PROVIDER = 89

function runTcf({ input, expected }: Vector): string | undefined {
  if (!isFields(expected)) return 'expected is no object'
  const tc = decodeTcf(input)
  if (!tc.ok) return differences(expected, { ok: false, error: tc.reason })
  return (
    differences(expected, asNamed(tc)) ??
    restrictionDifferences(expected['publisherRestrictions'], tc.publisherRestrictions) ??
    decisionDifferences(input, expected)
  )
}

/** A decoded string under the vectors' names. */
function asNamed(tc: TcString): Fields {
  return {
    ...tc,
    created: new Date(tc.createdMs).toISOString(),
    lastUpdated: new Date(tc.lastUpdatedMs).toISOString(),
    specialFeatureOptins: idsIn(tc.specialFeatureOptIns, SPECIAL_FEATURE_BITS),
    purposeConsents: idsIn(tc.purposeConsents),
    purposeLegitimateInterests: idsIn(tc.purposeLegitimateInterests),
    vendorConsents: summary(idsOf(tc.vendorConsents)),
    vendorLegitimateInterests: summary(idsOf(tc.vendorLegitimateInterests)),
    disclosedVendors: tc.disclosedVendors === null ? null : summary(idsOf(tc.disclosedVendors)),
    publisherTC: tc.publisherTC === null ? null : publisherAsNamed(tc.publisherTC),
  }
}

function publisherAsNamed(publisher: PublisherTc): Fields {
  const { consents, legitimateInterests, numCustomPurposes, customConsents, customLegitimateInterests } = publisher
  return { consents, li: legitimateInterests, numCustomPurposes, customConsents, customLI: customLegitimateInterests }
}

function acAsNamed(ac: AcString): Fields {
  if (!ac.ok) return { ok: false, metaAtp89Consented: null }
  return { ...ac, metaAtp89Consented: acSays(ac, META_PROVIDER) === 'granted' }
}

function idsOf(list: VendorList): readonly number[] {
  const ids: number[] = []
  for (let id = 1; id <= Math.min(list.maxVendorId, MAX_VENDOR_ID); id++) if (list.has(id)) ids.push(id)
  return ids
}

function summary(ids: readonly number[]): unknown {
  if (ids.length <= MAX_LISTED) return ids
  return { count: ids.length, first: ids.slice(0, LISTED_FIRST), last: ids.at(-1) }
}

/** The same purposes and types in the same order, each for the same vendors: listed singly or as `[first, last]`. */
function restrictionDifferences(expected: unknown, actual: readonly PublisherRestriction[]): string | undefined {
  if (expected === undefined) return undefined
  const named = actual.map(({ purposeId, type, vendors }) => ({ purposeId, type, vendors: idsOf(vendors) }))
  const wanted = Array.isArray(expected) ? expected.map(withIds) : expected
  return isDeepStrictEqual(named, wanted) ? undefined : `publisherRestrictions are ${JSON.stringify(named)}`
}

function withIds(restriction: unknown): unknown {
  if (!isFields(restriction) || !Array.isArray(restriction['vendors'])) return restriction
  return { ...restriction, vendors: restriction['vendors'].flatMap(entryIds) }
}

function entryIds(entry: unknown): readonly unknown[] {
  if (!Array.isArray(entry)) return [entry]
  const [first, last] = entry.map(Number)
  if (first === undefined || last === undefined || last > MAX_VENDOR_ID) return [entry]
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

function decisionDifferences(input: unknown, expected: Fields): string | undefined {
  const { at, decision } = expected
  if (!isFields(decision)) return undefined
  const reading = readTcf(input, { nowMs: Date.parse(String(at)), maxAgeDays: MAX_AGE_DAYS, gvl: excerpt() })
  if (!reading.ok) return `decision: ${reading.reason}`
  if (reading.validity !== decision['validity']) return `validity is ${reading.validity}`
  const vendors = isFields(decision['vendors']) ? Object.entries(decision['vendors']) : []
  for (const [id, wanted] of vendors) {
    const { disclosed, bases } = reading.vendor(Number(id))
    const named = isFields(wanted) && isFields(wanted['bases']) ? wanted['bases'] : {}
    const difference = differences(wanted, { disclosed, bases: pick(bases, Object.keys(named)) })
    if (difference !== undefined) return `vendor ${id}: ${difference}`
  }
  return undefined
}

/** Every key that `expected` names, except what is only told. */
function differences(expected: unknown, actual: Fields): string | undefined {
  if (!isFields(expected)) return 'expected is no object'
  for (const [key, wanted] of Object.entries(expected)) {
    if (TOLD_ONLY.includes(key) || isDeepStrictEqual(actual[key], wanted)) continue
    return `${key}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(actual[key])}`
  }
  return undefined
}

function pick(from: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(keys.map((key) => [key, from[key]]))
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

let loaded: Gvl | undefined

function excerpt(): Gvl {
  loaded ??= loadExcerpt()
  return loaded
}

function loadExcerpt(): Gvl {
  const folder = process.env['TIDEGATE_VECTORS']
  const beside = folder === undefined ? undefined : join(folder, 'gvl-excerpt.json')
  if (beside === undefined || !existsSync(beside)) return asGvl(ownExcerpt)
  return asGvl(JSON.parse(readFileSync(beside, 'utf8')) as Excerpt)
}

interface Excerpt {
  readonly evaluatedAt: string
  readonly lastUpdated?: string
  readonly vendors: Gvl['vendors']
}

/** The excerpt is a list without a date of its own; vendors are judged as of `evaluatedAt`. */
function asGvl({ vendors, lastUpdated, evaluatedAt }: Excerpt): Gvl {
  return { vendors, lastUpdated: lastUpdated ?? evaluatedAt }
}
