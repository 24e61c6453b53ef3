/**
 * The three shapes in which Didomi tells who was allowed, brought to one: the token (`vendors: {enabled, disabled}`),
 * `getUserStatus()` (`vendors: {consent: {enabled, disabled}, global_consent, …}`) and `getCurrentUserStatus()`
 * (`vendors: {<id>: {id, enabled}}`).
 */
import { isMembers } from '../../../event/members.ts'
import { MAX_CHOICES } from './cmp.ts'
import { membersOf, own } from './members.ts'

export interface DidomiLists {
  readonly enabled: readonly string[]
  readonly disabled: readonly string[]
  readonly enabledSet: ReadonlySet<string>
  readonly disabledSet: ReadonlySet<string>
}

export interface DidomiStatus {
  readonly vendors: DidomiLists
  readonly purposes: DidomiLists
  readonly vendorsLi: DidomiLists
  readonly purposesLi: DidomiLists
  /** The vendors after Didomi itself has looked at their purposes; undefined where it does not tell. */
  readonly computed: DidomiLists | undefined
  readonly choiceMade: boolean
}

type Source = Readonly<Record<string, unknown>>

const LISTS: ReadonlySet<string> = new Set(['enabled', 'disabled'])
const EMPTY: DidomiLists = listsOf([], [])

export function isStatusShaped(source: Source): boolean {
  return Object.hasOwn(source, 'vendors') || Object.hasOwn(source, 'purposes')
}

/** Undefined where a list is none: it may have held a refusal. */
export function statusOf(source: Source): DidomiStatus | undefined {
  const vendors = own(source, 'vendors') ?? {}
  const purposes = own(source, 'purposes') ?? {}
  if (!isMembers(vendors) || !isMembers(purposes)) return undefined
  if (isUserStatus(vendors) || isUserStatus(purposes)) return userStatusOf(vendors, purposes)
  if (isLists(vendors) && isLists(purposes)) return tokenStatusOf(source)
  return currentStatusOf(source, vendors, purposes)
}

/** A refusal anywhere refuses; what Didomi computed of the vendor's purposes counts before what can be guessed of them. */
export function vendorAnswer(status: DidomiStatus, id: string): boolean | null {
  const { vendors, vendorsLi, computed, purposes, purposesLi } = status
  if (vendors.disabledSet.has(id) || vendorsLi.disabledSet.has(id) || computed?.disabledSet.has(id) === true)
    return false
  // An objection to one purpose: which vendors have it stands in the account, and what Didomi computed is of consent only.
  if (purposesLi.disabled.length > 0) return false
  if (!vendors.enabledSet.has(id)) return null
  if (computed !== undefined) return computed.enabledSet.has(id) ? true : null
  if (purposes.disabled.length > 0) return false
  return purposes.enabled.length > 0 ? true : null
}

function tokenStatusOf(source: Source): DidomiStatus | undefined {
  return finished(
    readLists(own(source, 'vendors')),
    readLists(own(source, 'purposes')),
    readLists(own(source, 'vendors_li')),
    readLists(own(source, 'purposes_li')),
  )
}

function userStatusOf(vendors: Source, purposes: Source): DidomiStatus | undefined {
  const computed = readLists(own(vendors, 'global_consent'))
  if (computed === undefined) return undefined
  const status = finished(
    readLists(own(vendors, 'consent')),
    readLists(own(purposes, 'consent')),
    readLists(own(vendors, 'legitimate_interest')),
    readLists(own(purposes, 'legitimate_interest')),
  )
  return status === undefined || !Object.hasOwn(vendors, 'global_consent') ? status : { ...status, computed }
}

function finished(
  vendors: DidomiLists | undefined,
  purposes: DidomiLists | undefined,
  vendorsLi: DidomiLists | undefined,
  purposesLi: DidomiLists | undefined,
): DidomiStatus | undefined {
  if (vendors === undefined || purposes === undefined || vendorsLi === undefined || purposesLi === undefined) {
    return undefined
  }
  const answered = [vendors, purposes].some(({ enabled, disabled }) => enabled.length + disabled.length > 0)
  const objected = vendorsLi.disabled.length + purposesLi.disabled.length > 0
  return { vendors, purposes, vendorsLi, purposesLi, computed: undefined, choiceMade: answered || objected }
}

/**
 * Here `enabled: false` also stands for "not asked yet", and `true` for whatever is on by default outside opt-in laws: a
 * choice is certain only under the GDPR and where something is on (what is essential always is, and grants nobody else).
 * Without a choice the refusals still count.
 */
function currentStatusOf(source: Source, vendorMap: Source, purposeMap: Source): DidomiStatus | undefined {
  const vendors = readStatusMap(vendorMap)
  const purposes = readStatusMap(purposeMap)
  if (vendors === undefined || purposes === undefined) return undefined
  const regulation = own(source, 'regulation')
  const underGdpr = typeof regulation === 'string' && regulation.toLowerCase() === 'gdpr'
  const choiceMade = underGdpr && vendors.enabled.length + purposes.enabled.length > 0
  return { vendors, purposes, vendorsLi: EMPTY, purposesLi: EMPTY, computed: vendors, choiceMade }
}

function readStatusMap(map: Source): DidomiLists | undefined {
  const entries = membersOf(map, MAX_CHOICES)
  if (entries === undefined) return undefined
  const enabled: string[] = []
  const disabled: string[] = []
  for (const [id, status] of entries) {
    const on = isMembers(status) ? own(status, 'enabled') : status
    if (typeof on !== 'boolean') return undefined
    if (on) enabled.push(id)
    else disabled.push(id)
  }
  return listsOf(enabled, disabled)
}

function isUserStatus(value: Source): boolean {
  const consent = own(value, 'consent')
  return isMembers(consent) && isLists(consent)
}

/** Has nothing but the two lists, or not even those. */
function isLists(value: Source): boolean {
  const members = membersOf(value, 2)
  return members?.every(([name, list]) => LISTS.has(name) && (list === null || Array.isArray(list))) === true
}

/** Absent is empty; undefined = not a pair of lists of ids. */
function readLists(value: unknown): DidomiLists | undefined {
  if (value === undefined || value === null) return EMPTY
  if (!isMembers(value)) return undefined
  const enabled = readIds(own(value, 'enabled'))
  const disabled = readIds(own(value, 'disabled'))
  return enabled === undefined || disabled === undefined ? undefined : listsOf(enabled, disabled)
}

function readIds(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || value.length > MAX_CHOICES) return undefined
  const ids = value.map((id: unknown) => (typeof id === 'number' ? String(id) : id))
  return ids.every((id) => typeof id === 'string') ? ids : undefined
}

function listsOf(enabled: readonly string[], disabled: readonly string[]): DidomiLists {
  return { enabled, disabled, enabledSet: new Set(enabled), disabledSet: new Set(disabled) }
}
