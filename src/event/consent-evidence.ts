/**
 * The consent part of an event on the wire → ConsentEvidence. Never refuses the event: a sale is not an error because a
 * banner is broken. What cannot be read is left out and `malformed` is set, because it may have been a denial.
 */
import { knownEvent } from './known-fields.ts'
import { isMembers } from './members.ts'
import { once } from './once.ts'
import { BOUNDS } from './schema.ts'
import type { ConsentEvidence, ConsentSignals } from './types.ts'

/** More claims than any consent tool makes. */
const MAX_CLAIMS = 100
/** A tool with 500 vendors and all its lists has some 2,000. */
const MAX_CMP_VALUES = 5_000

const CLAIMS = ['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage']
/** Name on the wire, name inside, longest. */
const TEXT_SIGNALS = [
  ['tcf', 'tcf', BOUNDS.signal],
  ['ac', 'ac', BOUNDS.signal],
  ['gpp', 'gpp', BOUNDS.signal],
  ['gpp_sid', 'gppSid', BOUNDS.signal],
  ['usprivacy', 'usprivacy', BOUNDS.signal],
  ['gcs', 'gcs', BOUNDS.signal],
  ['gcd', 'gcd', BOUNDS.signal],
  ['cookies', 'cookies', BOUNDS.cookies],
] as const
const SIGNAL_NAMES = [...TEXT_SIGNALS.map(([wireName]) => wireName), 'gpc', 'cmp']

/** Names as foldName leaves them. */
const FOLDED_CLAIMS = CLAIMS.map(foldName)

/**
 * What the signals are called elsewhere: the browser's header and its JavaScript name, the members of the IAB's
 * interfaces, the keys that its frameworks write into an app's storage, the cookies that hold their strings.
 */
const ALIASES = [
  'secgpc globalprivacycontrol gpcenabled uspstring usprivacystring iabusprivacystring',
  'gppstring gpcstring iabgpphdrgppstring iabgppgppsid',
  'tcstring tcfstring gdprconsent euconsent euconsentv iabtcftcstring',
  'acstring addtlconsent iabtcfaddtlconsent cookie cookieheader',
].flatMap((names) => names.split(' '))

/** Consent tools, and cookies that bear a tool's name. In `cmp` they are in their place. */
const TOOLS = [
  'axeptio commandersact complianz cookiebot cookieconsent cookieyes didomi klaro onetrust optanonconsent',
  'shopify tarteaucitron trustarc usercentrics vanillacookieconsent',
].flatMap((names) => names.split(' '))

/** Whatever is called so was meant to be read: where it is not, it would be left out, and a denial with it. */
const EVIDENCE = [...FOLDED_CLAIMS, ...SIGNAL_NAMES.map(foldName), ...ALIASES, ...TOOLS]
const PARTS = ['consent', 'state', 'signals']
/** A no in somebody's own words, and the nameless letters of a text that was spread into an object. */
const NOES = ['', 'denied', 'refused', 'rejected', 'optout', 'optedout', 'donotsell', 'donotshare']
/** The same as a value, under whatever name. */
const NO_WORDS: ReadonlySet<string> = new Set([
  ...NOES.slice(1),
  ...'deny refuse reject declined false off no'.split(' '),
])
/** Where `NO` is Norway, or its language. */
const PLACES: ReadonlySet<string> = new Set('country countrycode geo region lang language locale'.split(' '))

/** One place where evidence may stand: the names that are read there, and those that are evidence gone astray. */
interface Place {
  readonly read: ReadonlySet<string>
  /** Folded: `AD_STORAGE`, `adStorage`, `ad storage` were meant to say something too. */
  readonly astray: ReadonlySet<string>
  /** What is a no under any other name counts: where silence is no obstacle, to leave it out would widen. */
  readonly hearsNoes?: true
  /** The schema's other fields stand there, of which none is evidence: they are spared the folding. */
  readonly hasFieldsOfItsOwn?: true
}

/** The schema's fields of an event and of its groups, but for those of `consent`. */
const fieldsOfEvents = once((): ReadonlySet<string> => {
  const { fields } = knownEvent()
  const groups = ['client', 'person', 'order'].map((name) => fields.get(name))
  const inGroups = groups.flatMap((group) => (typeof group === 'object' ? [...group.fields.keys()] : []))
  return new Set(without([...fields.keys(), ...inGroups], ['consent']))
})

/** A time in the wrong place counts as well: without it an old answer would be a new one. */
const IN_CONSENT: Place = {
  read: new Set(['state', 'at', 'signals', 'source']),
  astray: new Set([...EVIDENCE, ...PARTS, ...NOES, 'at']),
  hearsNoes: true,
}
const IN_STATE: Place = {
  // The other three of Google's names say nothing here, and are spared the folding.
  read: new Set([...CLAIMS, 'functionality_storage', 'personalization_storage', 'security_storage']),
  astray: IN_CONSENT.astray,
  hearsNoes: true,
}
const IN_SIGNALS: Place = { read: new Set(SIGNAL_NAMES), astray: IN_CONSENT.astray }
const IN_CMP: Place = { read: new Set(), astray: new Set(without(EVIDENCE, TOOLS)) }
/** `shopify` is a shop as well as a tool: an event may carry what it likes of it. */
const IN_EVENT: Place = {
  read: new Set(['consent']),
  astray: new Set([...without(EVIDENCE, ['shopify']), 'consent', 'signals']),
  hasFieldsOfItsOwn: true,
}
/** An opt-out in the words of others, the platforms' own among them, beside the consent that it belongs in. */
const OPT_OUTS: ReadonlySet<string> = new Set(
  'optout optedout donotsell donotshare limiteddatause dataprocessingoptions'.split(' '),
)
const IN_PERSON: Place = { read: new Set(), astray: new Set([...IN_CMP.astray, 'consent']), hasFieldsOfItsOwn: true }
const IN_STRAY_STATE: Place = { read: new Set(), astray: new Set(FOLDED_CLAIMS) }

type Members = Readonly<Record<string, unknown>>
type Writable<T> = { -readonly [K in keyof T]: T[K] }

const MALFORMED: ConsentEvidence = { malformed: true }

/** `value` is what the event carries under `consent`, its null members deleted; undefined where it carries none. */
export function readConsentEvidence(value: unknown): ConsentEvidence | undefined {
  if (value === undefined) return undefined
  if (!isMembers(value)) return MALFORMED
  // All members from the start: whoever reads one finds it at the same place of every event (decision 0064).
  const evidence: Writable<ConsentEvidence> = {
    state: undefined,
    at: undefined,
    source: undefined,
    signals: undefined,
    malformed: undefined,
  }
  const readable = [readState(value, evidence), readSignals(value, evidence), !hasAstray(value, IN_CONSENT)]
  if (value['at'] !== undefined) evidence.at = value['at']
  if (isText(value['source'], BOUNDS.text)) evidence.source = value['source']
  if (readable.includes(false)) evidence.malformed = true
  return evidence
}

/**
 * `event` is an event, or an answer, as it arrived. True where evidence stands beside `consent` instead of in it, or in `client`,
 * `person` or `order`, or `consent` is spelt another way; `state` also is a part of an address, so that one counts only with a claim inside.
 */
export function hasStrayConsent(event: Members): boolean {
  const { state, client, person, order } = event
  return (
    hasAstray(event, IN_EVENT) ||
    hasOptOut(event) ||
    [client, person, order].some((part) => isMembers(part) && (hasAstray(part, IN_PERSON) || hasOptOut(part))) ||
    (isMembers(state) && hasAstray(state, IN_STRAY_STATE))
  )
}

/** `opt_out: false` and `data_processing_options: []` are none. */
function hasOptOut(members: Members): boolean {
  const fields = fieldsOfEvents()
  for (const name in members)
    if (!fields.has(name) && isSaid(members[name]) && OPT_OUTS.has(foldName(name))) return true
  return false
}

function isSaid(value: unknown): boolean {
  return Boolean(value) && !(Array.isArray(value) && value.length === 0)
}

function readState(consent: Members, evidence: Writable<ConsentEvidence>): boolean {
  const state = consent['state']
  if (state === undefined) return true
  if (!isMembers(state)) return false
  evidence.state = state
  return !hasAstray(state, IN_STATE)
}

function readSignals(consent: Members, evidence: Writable<ConsentEvidence>): boolean {
  const from = consent['signals']
  if (from === undefined) return true
  if (!isMembers(from)) return false
  const signals: Writable<ConsentSignals> = {}
  evidence.signals = signals
  let readable = !hasAstray(from, IN_SIGNALS)
  for (const [wireName, name, max] of TEXT_SIGNALS) {
    const value = from[wireName]
    if (isText(value, max)) signals[name] = value
    else if (value !== undefined) readable = false
  }
  const others = [readGpc(from['gpc'], signals), readCmp(from['cmp'], signals)]
  return readable && !others.includes(false)
}

function readGpc(value: unknown, signals: Writable<ConsentSignals>): boolean {
  if (typeof value === 'boolean') signals.gpc = value
  return value === undefined || typeof value === 'boolean'
}

/** A tool's object is read whole, so what is larger than any real one is not read at all. */
function readCmp(value: unknown, signals: Writable<ConsentSignals>): boolean {
  if (value === undefined) return true
  if (!isMembers(value) || countUpTo(value, MAX_CMP_VALUES) > MAX_CMP_VALUES) return false
  signals.cmp = value
  return !hasAstray(value, IN_CMP)
}

/** Objects, lists and values inside, counted only as far as it matters; the depth has been bounded before. */
function countUpTo(value: object, max: number): number {
  if (Array.isArray(value) && value.length > max) return value.length
  let count = 0
  for (const key in value) {
    const inner: unknown = Reflect.get(value, key)
    count += 1 + (typeof inner === 'object' && inner !== null ? countUpTo(inner, max - count) : 0)
    if (count > max) break
  }
  return count
}

/** Evidence that will not be read where it stands, or so many names that nobody looks for it. A null is absent. */
function hasAstray(members: Members, { read, astray, hearsNoes, hasFieldsOfItsOwn }: Place): boolean {
  const fields = hasFieldsOfItsOwn === true ? fieldsOfEvents() : undefined
  let count = 0
  for (const key in members) {
    if (++count > MAX_CLAIMS) return true
    const value = members[key]
    if (read.has(key) || value === null || fields?.has(key) === true) continue
    if (astray.has(foldName(key)) || (hearsNoes === true && holdsNo(value, key))) return true
  }
  return false
}

/** `marketing: false`, `ads: 'no'`, `purposes: { ads: 'denied' }`. The depth and the members have been bounded before. */
function holdsNo(value: unknown, name: string): boolean {
  if (typeof value === 'string') return NO_WORDS.has(foldName(value)) && !PLACES.has(foldName(name))
  if (typeof value !== 'object' || value === null) return value === false
  return Object.entries(value).some(([inner, member]) => holdsNo(member, inner))
}

function without(names: readonly string[], others: readonly string[]): readonly string[] {
  return names.filter((name) => !others.includes(name))
}

function foldName(name: string): string {
  return name
    .slice(0, 64)
    .toLowerCase()
    .replace(/[^a-z]/g, '')
}

function isText(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.length <= max
}
