/**
 * The consent part of an event on the wire → ConsentEvidence. Never refuses the event: a sale is not an error because a
 * banner is broken. What cannot be read is left out and `malformed` is set, because it may have been a denial.
 */
import { BOUNDS } from './schema.ts'
import type { ConsentEvidence, ConsentSignals } from './types.ts'

/** More claims than any consent tool makes. */
const MAX_CLAIMS = 100
/** A tool with 500 vendors and all its lists has some 2,000. */
const MAX_CMP_VALUES = 5_000

/** Names that belong in `state` or `signals`: elsewhere they would be left out as unknown, and a denial with them. */
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

/** Names as they are written, and as they are recognised in any other spelling. */
interface Names {
  readonly written: ReadonlySet<string>
  readonly folded: ReadonlySet<string>
}

/** Folding a name costs more than finding it: the names that nearly every event carries are folded once. */
const FOLDED: ReadonlyMap<string, string> = new Map(
  [...CLAIMS, ...SIGNAL_NAMES, 'state', 'at', 'signals', 'source'].map((name) => [name, foldName(name)]),
)

function namesOf(names: readonly string[]): Names {
  return { written: new Set(names), folded: new Set(names.map(foldName)) }
}

const OF_CLAIMS = namesOf(CLAIMS)
const OF_SIGNALS = namesOf(SIGNAL_NAMES)
const OF_PARTS = namesOf(['state', 'at', 'signals'])
const MISPLACED_IN_CONSENT = namesOf([...CLAIMS, ...SIGNAL_NAMES])

type Members = Readonly<Record<string, unknown>>
type Writable<T> = { -readonly [K in keyof T]: T[K] }

const MALFORMED: ConsentEvidence = { malformed: true }

/** `value` is what the event carries under `consent`, its null members deleted; undefined where it carries none. */
export function readConsentEvidence(value: unknown): ConsentEvidence | undefined {
  if (value === undefined) return undefined
  if (!isMembers(value)) return MALFORMED
  const evidence: Writable<ConsentEvidence> = {}
  const readable = [
    readState(value, evidence),
    readSignals(value, evidence),
    !hasAny(value, MISPLACED_IN_CONSENT),
    !hasMisspelt(value, OF_PARTS),
  ]
  if (value['at'] !== undefined) evidence.at = value['at']
  if (isText(value['source'], BOUNDS.text)) evidence.source = value['source']
  if (readable.includes(false)) evidence.malformed = true
  return evidence
}

function readState(consent: Members, evidence: Writable<ConsentEvidence>): boolean {
  const state = consent['state']
  if (state === undefined) return true
  if (!isMembers(state) || Object.keys(state).length > MAX_CLAIMS) return false
  evidence.state = state
  return !hasMisspelt(state, OF_CLAIMS)
}

function readSignals(consent: Members, evidence: Writable<ConsentEvidence>): boolean {
  const from = consent['signals']
  if (from === undefined) return true
  if (!isMembers(from)) return false
  const signals: Writable<ConsentSignals> = {}
  evidence.signals = signals
  let readable = !hasAny(from, OF_CLAIMS) && !hasMisspelt(from, OF_SIGNALS)
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
  return true
}

/** Objects, lists and values inside, counted only as far as it matters; the depth has been bounded before. */
function countUpTo(value: object, max: number): number {
  let count = 0
  for (const key in value) {
    const inner: unknown = Reflect.get(value, key)
    count += 1 + (typeof inner === 'object' && inner !== null ? countUpTo(inner, max - count) : 0)
    if (count > max) break
  }
  return count
}

/** Also where it is spelt another way: `AD_STORAGE`, `adStorage`, `ad storage` were meant to say something. */
function hasAny(members: Members, { folded }: Names): boolean {
  return Object.keys(members)
    .slice(0, MAX_CLAIMS)
    .some((key) => folded.has(FOLDED.get(key) ?? foldName(key)))
}

/** As it is written here, but not quite: a `State` beside no `state`. */
function hasMisspelt(members: Members, { written, folded }: Names): boolean {
  return Object.keys(members).some((key) => !written.has(key) && folded.has(FOLDED.get(key) ?? foldName(key)))
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

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
