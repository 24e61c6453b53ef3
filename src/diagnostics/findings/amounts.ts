/** Orders that do not add up, told from the share on that makes it more than a single odd order. */
import type { AmountProblem } from '../amounts.ts'
import { countsBy, finding, grouped, totalOf, type Finding, type Known, type Severity } from '../finding.ts'

const TOLD: Readonly<Record<AmountProblem, { readonly severity: Severity; readonly from: number }>> = {
  value_missing: { severity: 'error', from: 0 },
  value_zero: { severity: 'warning', from: 0 },
  currency_without_value: { severity: 'info', from: 0.05 },
  order_id_missing: { severity: 'warning', from: 0 },
  tax_above_value: { severity: 'error', from: 0 },
  decimals_beyond_currency: { severity: 'warning', from: 0 },
  value_in_minor_units: { severity: 'error', from: 0 },
  prices_in_minor_units: { severity: 'error', from: 0 },
  // Shipping that is in the value and not in its own field looks just so.
  value_above_items: { severity: 'warning', from: 0.05 },
  // A discount looks just so.
  value_below_items: { severity: 'info', from: 0.2 },
}

export function amountFindings(known: Known): readonly Finding[] {
  const { counts } = known
  const looked = countsBy(counts.rows('looked'))
  const problems = counts.rows('amounts').flatMap((row) => {
    const problem = row.a as AmountProblem
    const told = Object.hasOwn(TOLD, problem) ? TOLD[problem] : undefined
    const of = looked.get(row.b) ?? row.count
    if (told === undefined || row.count < told.from * of) return []
    return [finding(problem, told.severity, { event: row.b }, row, of)]
  })
  return [...problems, ...currencyFindings(known)]
}

/** More than one is normal for a shop that sells abroad, and a surprise for one that does not. */
function currencyFindings({ counts }: Known): readonly Finding[] {
  const [main, ...others] = grouped(counts.rows('currencies'), ({ a }) => a)
  if (main === undefined || others.length === 0) return []
  const rows = others.flatMap((group) => group.rows)
  const subject = { currency: main.key, others: others.map(({ key }) => key).join(' ') }
  return [finding('several_currencies', 'info', subject, totalOf(rows), main.count + totalOf(rows).count)]
}
