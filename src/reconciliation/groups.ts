/** The findings gathered into what is shown: a fall from the shop's orders to what was delivered, and what stands beside it. */
import { decimalOf, microsOf, type Micros } from '../event/money.ts'
import { isDelivered, SURPLUSES, VALUE_DIFFERENCES, type Reason, type ValueDifference } from './reasons.ts'
import type { OrderFinding, Reconciliation } from './reconcile.ts'
import type { SurplusFinding } from './surplus.ts'

export interface ReasonGroup {
  readonly reason: Reason
  readonly count: number
  /** Totals of the shop by currency, as decimal text. */
  readonly totals: Readonly<Record<string, string>>
  readonly orders: readonly OrderFinding[]
}

/** Those that led away first, in the order of the closed list; the delivered ones last. */
export function reasonGroups({ orders, reasons }: Reconciliation): readonly ReasonGroup[] {
  return reasons.map(({ reason, count }) => {
    const own = orders.filter((finding) => finding.reason === reason)
    return { reason, count, totals: totalsOf(own), orders: own }
  })
}

export function deliveredCount({ reasons }: Reconciliation): number {
  return reasons.reduce((sum, { reason, count }) => (isDelivered(reason) ? sum + count : sum), 0)
}

export function totalsOf(orders: readonly OrderFinding[]): Readonly<Record<string, string>> {
  const sums = new Map<string, Micros>()
  for (const { order } of orders) {
    const { total, currency } = order.money
    sums.set(currency, (sums.get(currency) ?? 0n) + (microsOf(total) ?? 0n))
  }
  return Object.fromEntries(Array.from(sums, ([currency, sum]) => [currency, decimalOf(sum)]))
}

export interface SurplusGroup {
  readonly kind: Pick<SurplusFinding, 'surplus' | 'fire' | 'cause' | 'page' | 'unknown'>
  readonly count: number
  readonly findings: readonly SurplusFinding[]
}

/** What has one cause, on one page, in one way, together: the most first within each kind. */
export function surplusGroups(surplus: readonly SurplusFinding[]): readonly SurplusGroup[] {
  const groups = new Map<string, SurplusFinding[]>()
  for (const finding of surplus) {
    const { surplus: kind, fire, cause, page, unknown } = finding
    const key = [kind, cause, page, fire, unknown].join('\n')
    const same = groups.get(key)
    if (same === undefined) groups.set(key, [finding])
    else same.push(finding)
  }
  return [...groups.values()]
    .flatMap((findings) => {
      const [kind] = findings
      return kind === undefined ? [] : [{ kind, count: countOf(findings), findings }]
    })
    .toSorted((one, other) => rankOf(one) - rankOf(other) || other.count - one.count)
}

export function countOf(findings: readonly SurplusFinding[]): number {
  return findings.reduce((sum, { count }) => sum + count, 0)
}

function rankOf({ kind }: SurplusGroup): number {
  return SURPLUSES.indexOf(kind.surplus) + (kind.unknown === true ? 0.5 : 0)
}

export interface DifferenceGroup {
  readonly difference: ValueDifference
  readonly count: number
  readonly orders: readonly OrderFinding[]
}

export function differenceGroups({ orders }: Reconciliation): readonly DifferenceGroup[] {
  return VALUE_DIFFERENCES.flatMap((difference) => {
    const own = orders.filter((finding) => finding.difference === difference)
    return own.length === 0 ? [] : [{ difference, count: own.length, orders: own }]
  })
}
