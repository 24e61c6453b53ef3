/**
 * What the ledger knows of an order once it has heard one thing more. Pure. The sale's own money stays as it was when it was
 * sold; what became of it (payment, cancellation, refunds, the total after edits) follows whoever spoke last. A file completes,
 * and takes nothing back that the shop itself has said since.
 */
import { isHeard, type LedgerMoney, type LedgerOrder, type LedgerRefund } from '../event/ledger-order.ts'

/** Without its aliases, of which links are kept. */
export type KeptOrder = Omit<LedgerOrder, 'aliases'>

export interface MergeRules {
  /** When an order is a sale (`orders.purchase_when`): until then its money may still change. */
  readonly purchaseWhen: 'paid' | 'created'
}

/** Undefined: what was heard is older than what is known. */
export function mergeOrder(known: KeptOrder, heard: KeptOrder, rules: MergeRules): KeptOrder | undefined {
  if (isImport(heard) && !isImport(known)) return completed(known, heard)
  if (isOlder(heard, known)) return isOtherTeller(heard, known) ? completed(known, heard) : undefined
  if (isImport(known) && !isImport(heard)) return takenOver(known, heard)
  return followed(known, heard, rules)
}

export function isImport({ source }: Pick<LedgerOrder, 'source'>): boolean {
  return source.startsWith('import:')
}

/** Fetched from the shop by the gateway itself. */
export function isSwept({ source }: Pick<LedgerOrder, 'source'>): boolean {
  return source.startsWith('sweep:')
}

/** ISO 8601 in UTC, of one length: texts are in the order of their times. */
function isOlder(heard: KeptOrder, known: KeptOrder): boolean {
  return heard.updated_at !== undefined && known.updated_at !== undefined && heard.updated_at < known.updated_at
}

/** The shop and its payment service each have their own clock: which of them changed the order last is not known. */
function isOtherTeller(heard: KeptOrder, known: KeptOrder): boolean {
  return isHeard(heard) && isHeard(known) && heard.source !== known.source
}

/** Of one shop, one thing after the other. */
function followed(known: KeptOrder, heard: KeptOrder, rules: MergeRules): KeptOrder {
  const sold = rules.purchaseWhen === 'created' || known.payment === 'paid'
  const money = sold ? completedMoney(known.money, heard.money) : heard.money
  const current = heard.current ?? (sold ? editedOf(money, heard.money) : undefined) ?? known.current
  return tidied({
    ...(isOfOneShop(known, heard) ? untagged(known) : known),
    ...heard,
    // What the sweep finds as it was heard is the same line, and no row is written for it.
    source: isSwept(heard) ? known.source : heard.source,
    at: sold ? known.at : heard.at,
    money,
    ...both('other_money', sold ? (known.other_money ?? heard.other_money) : heard.other_money),
    ...both('current', current),
    ...both('refunds', unitedRefunds(known.refunds, heard.refunds)),
    ...both('updated_at', later(known.updated_at, heard.updated_at)),
    // A shop counts the buyer's orders anew each time it speaks: what it said first was said when this one was new.
    ...both('first_time', known.first_time ?? heard.first_time),
  })
}

/** Whoever knows the order's tags says anew which it has; others do not know. */
function untagged({ excluded_by: _tag, ...order }: KeptOrder): KeptOrder {
  return order
}

function isOfOneShop(...[one, other]: readonly [KeptOrder, KeptOrder]): boolean {
  const shopOf = ({ source }: KeptOrder) => source.replace(/^sweep:/, '')
  return shopOf(one) === shopOf(other)
}

/** Until now only a file knew of it; the shop's word takes the place of what the file said. */
function takenOver(known: KeptOrder, heard: KeptOrder): KeptOrder {
  const { refunds: fromFile, current: _current, cancelled_at: _cancelled, ...told } = known
  const refunds = heard.refunds ?? fromFile
  return tidied({ ...told, ...heard, money: heard.money, ...both('refunds', refunds) })
}

/** A file beside what the shop has said: it fills what is missing; what it says newer of the order's fate is believed. */
function completed(known: KeptOrder, file: KeptOrder): KeptOrder {
  const newer = file.updated_at !== undefined && known.updated_at !== undefined && file.updated_at > known.updated_at
  const { payment, cancelled_at: cancelled, refunds, current } = file
  return tidied({
    ...file,
    ...known,
    money: completedMoney(known.money, file.money),
    ...(newer && { payment, ...both('cancelled_at', cancelled), ...both('current', current) }),
    ...both('refunds', known.refunds ?? refunds),
    ...both('updated_at', newer ? file.updated_at : known.updated_at),
  })
}

/** Tax, shipping and discount that were not known; of another side or another total they would be wrong. */
function completedMoney(known: LedgerMoney, heard: LedgerMoney): LedgerMoney {
  return known.currency === heard.currency && known.total === heard.total ? { ...heard, ...known } : known
}

/** Shops that keep one total only write the new one over it. */
function editedOf(known: LedgerMoney, { total, currency }: LedgerMoney): KeptOrder['current'] {
  return known.currency === currency && known.total !== total ? { total, currency } : undefined
}

/** By id; what is heard of a refund last is how it is, but for its time: some shops have none, and each change of the order stands for it. */
export function unitedRefunds(
  known: readonly LedgerRefund[] | undefined,
  heard: readonly LedgerRefund[] | undefined,
): readonly LedgerRefund[] | undefined {
  if (known === undefined || heard === undefined) return known ?? heard
  const byId = new Map(known.map((refund) => [refund.id, refund]))
  for (const refund of heard) {
    const { at = refund.at } = byId.get(refund.id) ?? {}
    byId.set(refund.id, { ...refund, at: at < refund.at ? at : refund.at })
  }
  return [...byId.values()].toSorted((one, other) => (one.at + one.id < other.at + other.id ? -1 : 1))
}

function later(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return one > other ? one : other
}

function both<Name extends string, Value>(name: Name, value: Value | undefined): { [key in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { [key in Name]?: Value }
}

/** Members always in one order: the same is then the same text. */
export function tidied(order: KeptOrder): KeptOrder {
  return inOrder(order) as KeptOrder
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  members.sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(members.map(([name, member]) => [name, inOrder(member)]))
}
