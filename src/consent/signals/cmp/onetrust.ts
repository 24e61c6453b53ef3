/**
 * OneTrust: the cookie `OptanonConsent`, a query string with one switch a group of cookies (`groups=C0001:1,C0004:0`) and a
 * vendor (`genVendors=V2:0`). It is there before anybody has answered; `interactionCount` of 1 or more, or the cookie
 * `OptanonAlertBoxClosed` with its time, is the answer, unless a new one is awaited (`AwaitingReconsent=true`).
 * Source: OneTrust, "OneTrust Cookies", and cookies as seen on public sites, read 2026-11-21.
 */
import { isMembers } from '../../../event/members.ts'
import { UNREADABLE, addChoice, percentDecoded } from './cmp.ts'
import type { CmpInput, CmpReader, CmpRecord } from './cmp.ts'
import { own } from './members.ts'
import { type Parameters, readParameters, readSwitches } from './onetrust-text.ts'
import { strictestRecord } from './strictest.ts'
import { browserDateMs, timeMs } from './times.ts'

type Switches = Readonly<Record<string, 0 | 1>>

export type OneTrust =
  | { readonly ok: false }
  | {
      readonly ok: true
      /** Group, host or vendor → 1 on, 0 off. */
      readonly groups: Switches
      readonly hosts: Switches
      readonly genVendors: Switches
      readonly interactionCount: number | null
      readonly choiceMade: boolean
      /** The groups for advertising and for selling or sharing, together; null = the site has none of OneTrust's names. */
      readonly advertising: boolean | null
      /** The browser asked for Global Privacy Control, whatever the groups say. */
      readonly gpc: boolean
      readonly awaitingReconsent: boolean
      /** Country and region as OneTrust saw them, e.g. `FR;IDF`. */
      readonly geo: string | null
      readonly treatAs?: 'unknown'
    }

const CONSENT = 'OptanonConsent'
const CLOSED = 'OptanonAlertBoxClosed'
const GPP = 'OTGPPConsent'
const TCF = 'eupubconsent-v2'
const COOKIES = [CONSENT, CLOSED, GPP, TCF] as const

/** Targeting; in old accounts group 4; in TCF accounts the stack that stands for it. */
const TARGETING: readonly string[] = ['c0004', '4', 'stack42', 'v2stack42']
/** Sale, sharing and targeted advertising in the templates for US states: off is an opt-out. */
const SALE: readonly string[] = ['spd_bg', 'sspd_bg', 'ossta_bg']
const MAX_VERSION_LENGTH = 64

export const onetrustReader: CmpReader = { cmp: 'onetrust', cookies: COOKIES, read }

/** Takes the text of `OptanonConsent`, or an object with OneTrust's cookies by name. Never throws. */
export function decodeOneTrust(input: unknown): OneTrust {
  const source = typeof input === 'string' ? { [CONSENT]: input } : input
  const parameters = isMembers(source) ? readParameters(own(source, CONSENT)) : undefined
  return isMembers(source) && parameters !== undefined ? decode(parameters, closedAtOf(source)) : { ok: false }
}

function read(input: CmpInput): CmpRecord | undefined {
  const { forwarded } = input
  const cookies = input.cookies.size === 0 ? undefined : recordOf(Object.fromEntries(input.cookies))
  if (forwarded === undefined) return cookies
  return strictestRecord([cookies, recordOf(typeof forwarded === 'string' ? { [CONSENT]: forwarded } : forwarded)])
}

function recordOf(source: unknown): CmpRecord {
  if (!isMembers(source) || !COOKIES.some((name) => Object.hasOwn(source, name))) return UNREADABLE
  const wrapped = wrappedBy(source)
  const withWrapped = Object.keys(wrapped).length > 0 && { wrapped }
  if (!Object.hasOwn(source, CONSENT)) {
    return { ok: true, choiceMade: false, choices: new Map(), optOut: null, ...withWrapped }
  }
  const parameters = readParameters(own(source, CONSENT))
  const decoded = parameters === undefined ? undefined : decode(parameters, closedAtOf(source))
  const choices = decoded?.ok === true ? choicesOf(decoded) : undefined
  if (parameters === undefined || decoded?.ok !== true || choices === undefined) return UNREADABLE
  return {
    ok: true,
    choiceMade: decoded.choiceMade,
    choices,
    ...optOutOf(decoded),
    ...detailsOf(parameters, closedAtOf(source)),
    ...withWrapped,
  }
}

function decode(parameters: Parameters, closedAtMs: number | undefined): OneTrust {
  const groups = readSwitches(parameters, 'groups')
  const hosts = readSwitches(parameters, 'hosts')
  const genVendors = readSwitches(parameters, 'genVendors')
  if (groups === undefined || hosts === undefined || genVendors === undefined) return { ok: false }
  const interactionCount = smallestCount(parameters.get('interactionCount'))
  const awaitingReconsent = (parameters.get('AwaitingReconsent') ?? []).some((value) => value !== 'false')
  const isClosed = closedAtMs !== undefined && !Number.isNaN(closedAtMs)
  const answered = isClosed || (interactionCount !== null && interactionCount > 0)
  return {
    ok: true,
    groups,
    hosts,
    genVendors,
    interactionCount,
    choiceMade: answered && !awaitingReconsent,
    advertising: allOn(groups, [...TARGETING, ...SALE]),
    gpc: ['isGpcEnabled', 'browserGpcFlag'].some((name) => parameters.get(name)?.includes('1') === true),
    awaitingReconsent,
    geo: parameters.get('geolocation')?.[0] ?? null,
    ...(awaitingReconsent && { treatAs: 'unknown' }),
  }
}

/** Hosts are left out: they follow from the groups, and a site has hundreds. */
function choicesOf(decoded: Extract<OneTrust, { ok: true }>): ReadonlyMap<string, boolean | null> | undefined {
  const choices = new Map<string, boolean | null>()
  let fits = true
  for (const [key, value] of [...Object.entries(decoded.groups), ...Object.entries(decoded.genVendors)]) {
    fits &&= addChoice(choices, key, value === 1)
  }
  // A refusal under one of the other names for targeting is a refusal of targeting; a grant under one is the policy's to name.
  if (allOn(decoded.groups, TARGETING) === false) fits &&= addChoice(choices, 'c0004', false)
  return fits ? choices : undefined
}

/** A sale switched off may be the browser's doing or the person's: then it is not taken for Global Privacy Control alone. */
function optOutOf({ groups, gpc }: Extract<OneTrust, { ok: true }>): { optOut: boolean | null; viaGpc?: true } {
  const sale = allOn(groups, SALE)
  if (sale === false) return { optOut: true }
  if (gpc) return { optOut: true, viaGpc: true }
  return { optOut: sale === null ? null : false }
}

/**
 * `datestamp` is renewed with every page; so without the time of the closed banner the earlier of the others counts,
 * and beside it nobody minds what they are.
 */
function detailsOf(parameters: Parameters, closedAtMs: number | undefined): { atMs?: number; version?: string } {
  const receipt = timeMs(parameters.get('crTime')?.[0])
  const written = browserDateMs(parameters.get('datestamp')?.[0])
  const atMs =
    closedAtMs ?? (receipt === undefined || written === undefined ? (receipt ?? written) : Math.min(receipt, written))
  const version = parameters.get('version')?.[0]?.slice(0, MAX_VERSION_LENGTH)
  return { ...(atMs !== undefined && { atMs }), ...(version !== undefined && { version }) }
}

function closedAtOf(source: Readonly<Record<string, unknown>>): number | undefined {
  const text = own(source, CLOSED)
  return timeMs(typeof text === 'string' ? (percentDecoded(text) ?? text) : text)
}

function wrappedBy(source: Readonly<Record<string, unknown>>): { readonly tcf?: string; readonly gpp?: string } {
  const tcf = standardOf(source, TCF)
  const gpp = standardOf(source, GPP)
  return { ...(tcf !== undefined && { tcf }), ...(gpp !== undefined && { gpp }) }
}

function standardOf(source: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const text = own(source, name)
  return typeof text === 'string' && text !== '' ? (percentDecoded(text) ?? text) : undefined
}

/** Names count in any case. True where all that are there are on; null where none is there. */
function allOn(groups: Switches, names: readonly string[]): boolean | null {
  const values = Object.entries(groups).filter(([name]) => names.includes(name.toLowerCase()))
  return values.length === 0 ? null : values.every(([, value]) => value === 1)
}

function smallestCount(values: readonly string[] | undefined): number | null {
  if (values === undefined) return null
  return Math.min(...values.map((value) => (/^\d{1,9}$/.test(value) ? Number(value) : 0)))
}
