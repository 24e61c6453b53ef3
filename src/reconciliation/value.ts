/** Whether the value that left is the order's, and where not, which side of the money it was. */
import { microsOf, nearestMicros, oneMinorUnit, type Micros } from '../event/money.ts'
import type { LedgerMoney, LedgerOrder, LedgerRefund } from '../event/ledger-order.ts'
import type { ValueDifference } from './reasons.ts'
import type { LedgerSettings } from './wire.ts'

export type Basis = Pick<LedgerSettings, 'tax' | 'shipping'>

export interface Sent {
  readonly value: number
  readonly currency: string
}

export interface ValueCheck {
  /** By the order and the policy's choice of sides; undefined where the ledger does not know enough. */
  readonly expected: Micros | undefined
  readonly difference?: ValueDifference
}

export function checkValue(order: LedgerOrder, sent: Sent, basis: Basis): ValueCheck {
  const expected = valueOf(order.money, basis)
  const value = nearestMicros(sent.value)
  if (expected === undefined || value === undefined) return { expected }
  const isSame = sent.currency === order.money.currency && near(value, expected, sent.currency)
  if (!isSame) return { expected, difference: differenceOf(order, sent.currency, value, basis) }
  return editedTotal(order) === undefined ? { expected } : { expected, difference: 'edited_later' }
}

/** The order's value by a choice of sides: its total, less what is left out. */
export function valueOf(money: LedgerMoney, { tax, shipping }: Basis): Micros | undefined {
  const total = microsOf(money.total)
  if (total === undefined) return undefined
  const taxes = tax === 'excluded' ? microsOf(money.tax) : 0n
  const carriage = shipping === 'excluded' ? microsOf(money.shipping) : 0n
  if (taxes === undefined || carriage === undefined) return undefined
  // The tax of the shipping is in both: it is taken off once.
  const twice = tax === 'excluded' && shipping === 'excluded' ? (microsOf(money.shipping_tax) ?? 0n) : 0n
  return total - taxes - carriage + twice
}

function differenceOf(order: LedgerOrder, currency: string, value: Micros, basis: Basis): ValueDifference {
  const { money, other_money: otherMoney } = order
  if (currency !== money.currency) return 'currency_side'
  if (otherMoney !== undefined && otherMoney.currency === currency && isAnySide(otherMoney, value))
    return 'currency_side'
  const is = (candidate: Micros | undefined) => candidate !== undefined && near(value, candidate, currency)
  const otherTax = basis.tax === 'included' ? 'excluded' : 'included'
  const otherShipping = basis.shipping === 'included' ? 'excluded' : 'included'
  if (is(valueOf(money, { ...basis, tax: otherTax })) || isNetOfUsualTax(money, value, basis)) return 'tax_basis'
  if (is(valueOf(money, { ...basis, shipping: otherShipping }))) return 'shipping_basis'
  const expected = valueOf(money, basis)
  const discount = microsOf(money.discount)
  if (expected !== undefined && discount !== undefined && discount !== 0n && is(expected + discount)) return 'discount'
  if (is(editedTotal(order))) return 'edited_later'
  if (expected !== undefined && isRounded(value, expected, currency)) return 'rounding'
  return 'value_basis'
}

const SIDES = ['included', 'excluded'] as const

function isAnySide(money: LedgerMoney, value: Micros): boolean {
  return SIDES.some((tax) =>
    SIDES.some((shipping) => {
      const side = valueOf(money, { tax, shipping })
      return side !== undefined && near(value, side, money.currency)
    }),
  )
}

/** Standard rates of value added tax in per mille, for a shop that does not say what tax is in its totals. */
const USUAL_RATES = [200n, 190n, 210n, 220n, 230n, 240n, 250n, 270n, 170n, 180n, 255n, 81n, 100n]

function isNetOfUsualTax(money: LedgerMoney, value: Micros, { tax }: Basis): boolean {
  const total = microsOf(money.total)
  if (money.tax !== undefined || tax === 'excluded' || total === undefined) return false
  return USUAL_RATES.some((rate) => near(value, (total * 1_000n) / (1_000n + rate), money.currency))
}

/** The total after edits, where there was one. Some shops take refunds off it too: what a refund explains is no edit. */
function editedTotal(order: LedgerOrder): Micros | undefined {
  const { money, current, refunds = [], cancelled_at: cancelledAt } = order
  const [sold, now] = [microsOf(money.total), microsOf(current?.total)]
  if (sold === undefined || now === undefined || cancelledAt !== undefined) return undefined
  if (current?.currency !== money.currency || near(now, sold, money.currency)) return undefined
  const refunded = refunds.reduce((sum, refund) => sum + onSideOf(order, refund), 0n)
  return refunded > 0n && near(now + refunded, sold, money.currency) ? undefined : now
}

/** Paid back on the other side of the order's money, by what the two sides were to each other when it was sold. */
function onSideOf({ money, other_money: other }: LedgerOrder, { value, currency }: LedgerRefund): Micros {
  const [refunded = 0n, here = 0n, there = 0n] = [value, money.total, other?.total].map(microsOf)
  const isOther = currency === other?.currency && currency !== money.currency && there > 0n
  return isOther ? (refunded * here) / there : refunded
}

/** To whole units, or a few minor units off, as sums of rounded parts are. */
function isRounded(value: Micros, expected: Micros, currency: string): boolean {
  const off = sizeOf(value - expected)
  return off <= 5n * oneMinorUnit(currency) || (value % 1_000_000n === 0n && off < 1_000_000n)
}

function near(one: Micros, other: Micros, currency: string): boolean {
  return sizeOf(one - other) <= oneMinorUnit(currency)
}

function sizeOf(micros: Micros): Micros {
  return micros < 0n ? -micros : micros
}
