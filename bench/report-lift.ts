/** The lift engine's part of the report. */
import { table, verdict, whole } from './format.ts'
import type { LiftCost } from './lift.ts'

const FIT_LIMIT_MS = 5
const PLACEBOS_LIMIT_MS = 3_000

export function liftPart(costs: readonly LiftCost[]): string[] {
  const rows = costs.map(({ regions, days, fitMs, placebosMs, conformalMs }, index) => [
    `${whole(regions)} × ${whole(days)}`,
    fitMs.toFixed(2),
    whole(placebosMs),
    conformalMs.toFixed(1),
    index === 0
      ? [verdict('fit ≤ 5 ms', fitMs <= FIT_LIMIT_MS), verdict('placebos ≤ 3 s', placebosMs <= PLACEBOS_LIMIT_MS)].join(
          '; ',
        )
      : '',
  ])
  return [
    '## Lift',
    'Two regions treated, all others as their comparison, simulated orders. A fit begins with the raw rows; the thousand placebos share what a window has in common; the second opinion is the block conformal test, fit included. Medians, in Node.',
    table(['regions × days', 'one fit, ms', '1,000 placebos, ms', 'second opinion, ms', 'target'], rows),
  ]
}
