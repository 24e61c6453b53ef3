/**
 * Amounts of Stripe: whole numbers of the currency's smallest unit by ISO 4217, with Stripe's own exceptions.
 * Source: docs.stripe.com/currencies, "Zero-decimal currencies", "Three-decimal currencies" and "Special cases", read 2026-11-22.
 */
import { minorUnits } from '../event/currency.ts'
import type { LedgerMoney } from '../event/ledger-order.ts'
import { decimalOf, type Micros } from '../event/money.ts'
import type { CompiledOrders } from '../policy/types.ts'
import type { Members } from './parts.ts'
import { currencyOf } from './shop-parts.ts'
import { membersOf } from './shop-reading.ts'

/** The krona and the shilling lost their minor unit, and are still written with two digits; the ariary is written without its fifths. */
const OTHER_DIGITS: Readonly<Record<string, number>> = { ISK: 2, UGX: 2, MGA: 0 }
const MICROS_DIGITS = 6

/** Undefined where it is no whole number that is not negative, or the currency is none. */
export function microsOfStripe(amount: unknown, currency: string): Micros | undefined {
  const digits = OTHER_DIGITS[currency] ?? minorUnits(currency)
  if (digits === undefined || typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 0)
    return undefined
  return BigInt(amount) * 10n ** BigInt(MICROS_DIGITS - digits)
}

/** What was sold, on one side. */
export interface StripeMoney {
  readonly chosen: LedgerMoney
  readonly other?: LedgerMoney
}

/**
 * The session's own amounts, and with adaptive pricing those that the buyer saw instead: since 2025-03-31 beside them
 * (`presentment_details`), before in their place (`currency_conversion` then has the shop's).
 */
export function moneyOfSession(session: Members, orders: CompiledOrders): StripeMoney | undefined {
  const own = ownSide(session)
  if (own === undefined) return undefined
  const seen = sideOf(session['presentment_details'], 'presentment_amount', 'presentment_currency')
  const source = sideOf(session['currency_conversion'], 'amount_total', 'source_currency')
  const presentment = seen ?? own
  const shop = seen !== undefined ? own : (source ?? own)
  if (presentment === shop) return { chosen: own }
  // A side that tells the total alone cannot have tax and shipping taken off.
  const needsParts = orders.tax === 'excluded' || orders.shipping === 'excluded'
  const wanted = orders.money === 'shop' ? shop : presentment
  const chosen = needsParts ? own : wanted
  return { chosen, other: chosen === shop ? presentment : shop }
}

function ownSide(session: Members): LedgerMoney | undefined {
  const currency = currencyOf(session['currency'])
  const total = currency === undefined ? undefined : microsOfStripe(session['amount_total'], currency)
  if (currency === undefined || total === undefined) return undefined
  const details = membersOf(session['total_details'])
  const shipping = membersOf(session['shipping_cost'])
  return {
    total: decimalOf(total),
    currency,
    ...part('tax', details['amount_tax'], currency),
    ...part('shipping', shipping['amount_total'] ?? details['amount_shipping'], currency),
    ...part('shipping_tax', shipping['amount_tax'], currency),
    ...part('discount', details['amount_discount'], currency),
  }
}

function part(name: string, amount: unknown, currency: string): Readonly<Record<string, string>> {
  const micros = microsOfStripe(amount, currency)
  return micros === undefined ? {} : { [name]: decimalOf(micros) }
}

function sideOf(value: unknown, amount: string, code: string): LedgerMoney | undefined {
  const side = membersOf(value)
  const currency = currencyOf(side[code])
  const total = currency === undefined ? undefined : microsOfStripe(side[amount], currency)
  return currency === undefined || total === undefined ? undefined : { total: decimalOf(total), currency }
}
