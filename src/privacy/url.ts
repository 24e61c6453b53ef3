/**
 * Web addresses rebuilt from what may leave: origin + path + kept parameters. Everything else is left out by being
 * nobody's to copy, not by a list of bad names. Never throws; at most 2,048 characters come out.
 */
import { isBirthDateParameter } from './birth-date.ts'
import { CleanTexts } from './clean-texts.ts'
import { CLICK_ID_PARAMETERS } from './click-parameters.ts'
import { percentDecode } from './decode.ts'
import { detectPersonalData, MAX_DETECT_LENGTH } from './detect.ts'
import type { PersonalDataKind } from './kinds.ts'
import { UNPRINTABLE } from './guard.ts'
import { isPublicIpv4, isPublicIpv6 } from './ip.ts'
import { isTokenParameter, withoutPathTokens } from './tokens.ts'

/** What the detectors found in an address: in `` (its path or host) or in a parameter, `?utm_source`. */
export interface UrlHit {
  readonly at: string
  readonly kinds: readonly PersonalDataKind[]
}

export interface CleanUrl {
  readonly url: string
  /** Names of the parameters left out, fit to be counted; never their values. */
  readonly dropped: readonly string[]
}

/** What a campaign needs: click ids of the platforms, UTM, and the shop's own variant and article number. */
export const DEFAULT_URL_PARAMETERS: readonly string[] = (
  'ttclid fbclid gclid gbraid wbraid gad_source msclkid ScCid epik rdt_cid li_fat_id twclid dclid irclickid awc ' +
  'utm_source utm_medium utm_campaign utm_term utm_content utm_id variant sku'
).split(' ')

const MAX_URL = 2048
/** Address and path; a longer one is no page of a shop. */
const MAX_BASE = MAX_DETECT_LENGTH
const MAX_QUERY = 8192
const MAX_PARAMETERS = 100
const PARAMETER_NAME = /^[A-Za-z0-9_.\-[\]]{1,40}$/
const NO_PATH = '/_'

/**
 * One event's addresses, read once: destinations keep different parameters of the same page. A list, because an event has two: to look a
 * text up in a Map makes the engine hash it and copy it to where it outlives the event.
 */
export type UrlMemo = { readonly raw: string; readonly read: ReadUrl | undefined }[]

interface CleanBase {
  /** Address and path as they may leave. */
  readonly start: string
  readonly dropped: readonly string[]
  /** What was found in the path. */
  readonly kinds: readonly PersonalDataKind[]
}

/** What is in an address, before anybody's parameters are chosen. */
interface ReadUrl extends CleanBase {
  readonly parameters: readonly ReadParameter[]
}

interface ReadParameter {
  /** As it stands in the query. */
  readonly raw: string
  readonly decodedName: string
  readonly lowerName: string
  /** As it may be counted. */
  readonly name: string
  /** `name=value` as it may leave; false where the value may not; undefined: nobody has asked yet, as hardly any is kept. */
  text: string | false | undefined
  /** Why the value may not leave, where it was found out. */
  kinds: readonly PersonalDataKind[]
}

/**
 * Undefined where nothing of it may leave: no http(s) address, or a host that itself points at a person. `paths`: `cut` leaves
 * the origin and the kept parameters. What the detectors found is added to `hits`.
 */
export function cleanUrl(
  raw: string,
  keep: ReadonlySet<string>,
  memo?: UrlMemo,
  paths: 'kept' | 'cut' = 'kept',
  hits: UrlHit[] = [],
): CleanUrl | undefined {
  const read = memo === undefined ? readUrl(raw) : readOnce(raw, memo)
  if (read === undefined) return undefined
  if (read.kinds.length > 0) hits.push({ at: '', kinds: read.kinds })
  return keepParameters(read, lowerCased(keep), paths, hits)
}

function readOnce(raw: string, memo: UrlMemo): ReadUrl | undefined {
  for (const known of memo) if (known.raw === raw) return known.read
  const read = readUrl(raw)
  memo.push({ raw, read })
  return read
}

function readUrl(raw: string): ReadUrl | undefined {
  const { base, query } = split(raw)
  const cleaned = cleanBase(base)
  if (cleaned === undefined) return undefined
  const { start, dropped, kinds } = cleaned
  return { start, dropped, kinds, parameters: readParameters(query) }
}

/** Scheme, host and the first slash: the shortest host stands at the eighth character. */
export function originOf(start: string): string {
  return start.slice(0, start.indexOf('/', 8) + 1)
}

function keepParameters(read: ReadUrl, keep: ReadonlySet<string>, paths: 'kept' | 'cut', hits: UrlHit[]): CleanUrl {
  let url = paths === 'cut' ? originOf(read.start) : read.start
  let separator = '?'
  const dropped: string[] = []
  for (const name of read.dropped) dropped.push(name)
  const spread = kindsSpreadOver(read.parameters, keep)
  for (const parameter of read.parameters) {
    const text = keep.has(parameter.lowerName) && textOf(parameter)
    const kinds = spread.length > 0 && !CLICK_ID_PARAMETERS.has(parameter.lowerName) ? spread : parameter.kinds
    const wanted = text !== false && kinds.length === 0 && url.length + 1 + text.length <= MAX_URL
    if (wanted) url += separator + text
    else if (dropped.length < MAX_PARAMETERS) dropped.push(parameter.name)
    if (!wanted && kinds.length > 0 && keep.has(parameter.lowerName)) hits.push({ at: `?${parameter.name}`, kinds })
    if (wanted) separator = '&'
  }
  return { url, dropped }
}

/**
 * A name in one parameter and its `%40example.com` in the next: what the kept ones make when they are read in one go. Only
 * with an "@" in them, as digits of several parameters make somebody's number by chance.
 */
function kindsSpreadOver(parameters: readonly ReadParameter[], keep: ReadonlySet<string>): readonly PersonalDataKind[] {
  if (!parameters.some(({ raw, lowerName }) => keep.has(lowerName) && mayHoldAt(raw))) return NO_KINDS
  const values = parameters.flatMap((parameter) => {
    const isCampaign = keep.has(parameter.lowerName) && !CLICK_ID_PARAMETERS.has(parameter.lowerName)
    return isCampaign && textOf(parameter) !== false ? [parameter.raw.slice(valueStart(parameter.raw) + 1)] : []
  })
  return values.length < 2 ? NO_KINDS : detectPersonalData(values.join('').slice(0, MAX_DETECT_LENGTH), 'id')
}

function mayHoldAt(raw: string): boolean {
  return raw.includes('@') || (raw.includes('%') && /%(?:25)*40/.test(raw))
}

const NO_KINDS: readonly PersonalDataKind[] = []

function textOf(parameter: ReadParameter): string | false {
  if (parameter.text === undefined) {
    const { raw, decodedName, lowerName } = parameter
    const value = raw.slice(valueStart(raw) + 1)
    parameter.kinds = kindsOfValue(lowerName, value)
    parameter.text =
      parameter.kinds.length === 0 && isWholeValue(value) && decodedName + encoded(raw.slice(valueStart(raw)))
  }
  return parameter.text
}

/** Pages come again from event to event. */
const CLEAN_BASES = new CleanTexts<CleanBase>()

function cleanBase(base: string): CleanBase | undefined {
  const known = CLEAN_BASES.get(base)
  if (known !== undefined) return known
  const read = readBase(base)
  if (read !== undefined && read.kinds.length === 0 && read.dropped.length === 0) CLEAN_BASES.set(base, read)
  return read
}

function readBase(base: string): CleanBase | undefined {
  const parsed = parseBase(base)
  if (parsed === undefined || isPersonalHost(parsed, base)) return undefined
  const dropped: string[] = []
  const { path, kinds } = cleanPath(parsed.pathname, dropped)
  const address = parsed.origin + path
  return { start: address.length > MAX_URL ? parsed.origin + NO_PATH : address, dropped, kinds }
}

/** The URL standard's own order: tabs and line breaks vanish, "#" ends everything, then "?" ends the path. */
function split(raw: string): { base: string; query: string } {
  const text = raw.slice(0, MAX_BASE + MAX_QUERY).replace(/[\t\n\r]/g, '')
  const hash = text.indexOf('#')
  const whole = hash === -1 ? text : text.slice(0, hash)
  const mark = whole.indexOf('?')
  return mark === -1 ? { base: whole, query: '' } : { base: whole.slice(0, mark), query: whole.slice(mark + 1) }
}

type Parsed = Pick<URL, 'origin' | 'hostname' | 'pathname'>

function parseBase(base: string): Parsed | undefined {
  if (base.length > MAX_BASE) return undefined
  return parsePlain(base) ?? parseByStandard(base)
}

/**
 * Addresses that the URL standard leaves as they are: a lower-case name, no port, a path of segments that begin with a
 * letter or digit. Nearly all are, and reading them by the standard costs several times as much.
 */
const PLAIN_BASE =
  /^(https?:\/\/)([a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)*\.[a-z]{2,})((?:\/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)*\/?)$/

function parsePlain(base: string): Parsed | undefined {
  const match = PLAIN_BASE.exec(base)
  if (match === null) return undefined
  const [, scheme = '', hostname = '', pathname = ''] = match
  // Names in other scripts, whose spelling the standard checks.
  if (hostname.includes('xn--')) return undefined
  return { origin: scheme + hostname, hostname, pathname: pathname === '' ? '/' : pathname }
}

function parseByStandard(base: string): Parsed | undefined {
  try {
    const url = new URL(base)
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined
  } catch {
    return undefined
  }
}

/** A public address instead of a name may be somebody's home; a name may be somebody's number or e-mail address. */
function isPersonalHost(url: Parsed, base: string): boolean {
  const { hostname } = url
  if (isPublicIpv4(hostname) || (hostname.startsWith('[') && isPublicIpv6(hostname.slice(1, -1)))) return true
  if (detectPersonalData(hostname, 'text').length > 0) return true
  return !base.includes(hostname) && detectPersonalData(writtenHost(base), 'text').length > 0
}

/** The host as it was written, before it was lower-cased, without user name and password. */
function writtenHost(base: string): string {
  const authority = /^[^:]*:[/\\]*([^/\\]*)/.exec(base.trim())?.[1] ?? ''
  return authority.slice(authority.lastIndexOf('@') + 1)
}

function cleanPath(path: string, dropped: string[]): { path: string; kinds: readonly PersonalDataKind[] } {
  const plain =
    path.includes(';') || (path.includes('%') && /%(?:25)*3b/i.test(path)) ? withoutMatrix(path, dropped) : path
  const kinds = detectPersonalData(plain, 'text')
  if (kinds.length === 0) return { path: plain, kinds }
  const cleaned = withoutPathTokens(plain)
    .split('/')
    .map((segment) => (detectPersonalData(segment, 'text').length === 0 ? segment : '_'))
    .join('/')
  // What no segment shows alone may still be spread over several: /06/12/34/56/78.
  return { path: detectPersonalData(cleaned, 'text').length === 0 ? cleaned : NO_PATH, kinds }
}

/** `/page;jsessionid=1;email=x` → `/page`: matrix parameters are never kept. */
function withoutMatrix(path: string, dropped: string[]): string {
  return path
    .split('/')
    .map((segment) => {
      const [kept = '', ...parameters] = segment.split(/;|%(?:25)*3b/i)
      for (const parameter of parameters) note(dropped, nameOf(parameter))
      return DOT_SEGMENT.test(kept) || isCutInCode(segment, kept) ? '_' : kept
    })
    .join('/')
}

/** `jane&#64;example.fr`: the ";" ends a code of HTML, and what stands before it is no page. */
function isCutInCode(segment: string, kept: string): boolean {
  return CODE_AT_END.test(kept) && detectPersonalData(segment, 'text').length > 0
}
const CODE_AT_END = /(?:&|%(?:25)*26)(?:#|%(?:25)*23)?[a-z0-9]{1,31}$/i

/** Without its parameters it would lead up and away. */
const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i

function readParameters(query: string): readonly ReadParameter[] {
  if (query === '') return []
  const parameters: ReadParameter[] = []
  let start = 0
  for (let count = 0; count <= MAX_PARAMETERS && start <= query.length; count++) {
    const mark = query.indexOf('&', start)
    const end = mark === -1 ? query.length : mark
    if (end > start) parameters.push(readParameter(query.slice(start, end)))
    start = end + 1
  }
  return parameters
}

function readParameter(raw: string): ReadParameter {
  const decodedName = nameOf(raw)
  const lowerName = decodedName.toLowerCase()
  return { raw, decodedName, lowerName, name: printable(decodedName), text: undefined, kinds: [] }
}

/** By what the value is, and by what its name says that it is. */
function kindsOfValue(name: string, value: string): readonly PersonalDataKind[] {
  const found = detectPersonalData(value, 'text')
  if (found.length > 0 || CLICK_ID_PARAMETERS.has(name)) return found
  const decoded = percentDecode(percentDecode(value))
  if (isTokenParameter(name, decoded)) return ['session_token']
  return isBirthDateParameter(name, decoded) ? ['birth_date'] : found
}

/** A value that is cut off, or that hides a second parameter behind ";", is not taken. */
function isWholeValue(value: string): boolean {
  return !/;[^=;]*=/.test(value) && URL_VALUE.test(value)
}

/** What may stand in a query without breaking out of it. */
const URL_VALUE = /^[^\s\p{Cc}\p{Cs}"<>]*$/u

/** A browser leaves these in a query as they are (`utm_campaign=noel|retargeting`), where RFC 3986 has them encoded. */
function encoded(value: string): string {
  return value.replace(/[\\^`{|}]/g, encodeURIComponent)
}

function nameOf(parameter: string): string {
  const name = parameter.slice(0, valueStart(parameter))
  return name.includes('%') ? percentDecode(name) : name
}

/** Where "=" is, or the end. */
function valueStart(parameter: string): number {
  const equals = parameter.indexOf('=')
  return equals === -1 ? parameter.length : equals
}

/** The name of `name=value`, fit to be counted. */
export function countedName(parameter: string): string {
  return printable(nameOf(parameter))
}

function note(dropped: string[], name: string): void {
  if (dropped.length < MAX_PARAMETERS) dropped.push(printable(name))
}

/** Parameters have the same few names from page to page. */
const CLEAN_NAMES = new CleanTexts<true>()

function printable(name: string): string {
  if (CLEAN_NAMES.get(name) === true) return name
  if (!PARAMETER_NAME.test(name) || detectPersonalData(name, 'text').length > 0) return UNPRINTABLE
  CLEAN_NAMES.set(name, true)
  return name
}

/** One lower-cased copy per keep-list: sites share a handful of them for as long as the process lives. */
const LOWER_CASED: WeakMap<ReadonlySet<string>, ReadonlySet<string>> = new WeakMap()

function lowerCased(keep: ReadonlySet<string>): ReadonlySet<string> {
  let lower = LOWER_CASED.get(keep)
  if (lower === undefined) {
    lower = new Set(Array.from(keep, (name) => name.toLowerCase()))
    LOWER_CASED.set(keep, lower)
  }
  return lower
}
