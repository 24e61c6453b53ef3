/** Cohorts of a sequence by the role of their first creative and by week: how many went on, and how fast they came to basket and order. */
import { conversionBy, kaplanMeier } from '../delay/kaplan-meier.ts'
import type { DelayGroup } from '../delay/time-to-conversion.ts'
import { followSequences, type Cohort } from '../funnel/sequences.ts'
import { wilson } from '../numbers/wilson.ts'
import { SMALL } from '../guards/threshold.ts'
import { momentsOf, purchases } from '../moments.ts'
import { SEQUENCE_ROLES } from '../steps.ts'
import type { AnalysisCell, AnalysisRow, AnalysisTable } from '../table.ts'
import { followedBlocks, groupsOf, learningBlocks } from './blocks.ts'
import { columns, curveShare, journeyCount, journeyShare, none, text } from './cells.ts'
import { DELAY_MARKS } from './delay-table.ts'
import type { LearningInput } from './input.ts'

/** One cell of a heat strip. */
export interface CohortPoint {
  readonly role: string
  readonly week: string | null
  readonly to: 'add_to_cart' | 'purchase'
  readonly by: string
  readonly share: number | null
}

export function sequencesTable(input: LearningInput): {
  readonly table: AnalysisTable
  readonly points: readonly CohortPoint[]
} {
  const cohorts = cohortsOf(input)
  return {
    table: {
      id: 'sequences',
      frame_id: input.frameId,
      level: input.level,
      columns: [
        ...columns(['role', 'name'], ['week', 'date'], ['journeys', 'count']),
        ...columns(...SEQUENCE_ROLES.map((role) => [`then_${role}`, 'share'] as const)),
        ...columns(...DELAY_MARKS.map(([mark]) => [`cart_by_${mark}`, 'share'] as const)),
        ...columns(...DELAY_MARKS.map(([mark]) => [`order_by_${mark}`, 'share'] as const)),
      ],
      rows: cohorts.map((cohort) => cohortRow(input, cohort)),
      notes: [
        { code: 'cohort_by_first_creative_and_week' },
        { code: 'sequence_is_a_description' },
        { code: 'window_days', figures: { days: input.windowMs / 86_400_000 } },
      ],
    },
    points: cohorts.flatMap((cohort) => [
      ...pointsOf(input, cohort, 'add_to_cart', cohort.toCart),
      ...pointsOf(input, cohort, 'purchase', cohort.toOrder),
    ]),
  }
}

/**
 * Weeks with too few journeys are not said; with just one of them its number would be the role's whole less the other weeks, so the next
 * smallest week is not said either.
 */
function cohortsOf(input: LearningInput): readonly (Cohort & { readonly isHeld: boolean })[] {
  const roles = new Map(input.creatives.flatMap(({ id, role }) => (role === undefined ? [] : [[id, role] as const])))
  const roleOfChannel = rolesSaid(
    input,
    Int32Array.from(input.journeys.channels, ({ creative = '' }) => {
      const role = roles.get(creative)
      return role === undefined ? -1 : SEQUENCE_ROLES.indexOf(role)
    }),
  )
  const carts = momentsOf(input.journeys.count, input.steps, 'add_to_cart')
  const orders = purchases(input.journeys.count, input.orders, input.countsAsOrder)
  const cohorts = followSequences(input.journeys, carts, orders, {
    ...input,
    roleOfChannel,
    roles: SEQUENCE_ROLES.length,
  })
  const held = new Set(SEQUENCE_ROLES.flatMap((_, role) => heldWeeks(cohorts.filter((cohort) => cohort.role === role))))
  return cohorts.map((cohort) => ({ ...cohort, isHeld: held.has(cohort) }))
}

/** A role's cohorts are made of the blocks of which the curves by role are made, and of no others. */
function rolesSaid(input: LearningInput, roleOfChannel: Int32Array): Int32Array {
  const blocks = followedBlocks(input, learningBlocks(input), 'first')
  const { groupOfChannel, members, folded } = groupsOf(blocks, roleOfChannel, SEQUENCE_ROLES.length)
  return groupOfChannel.map((group) => (group < 0 || group === folded ? -1 : (members[group]?.[0] ?? -1)))
}

function heldWeeks(ofRole: readonly Cohort[]): readonly Cohort[] {
  const wholes = ofRole.filter(({ week, journeys }) => week === undefined && journeys < SMALL)
  const weeks = ofRole.filter(({ week }) => week !== undefined).toSorted((a, b) => a.journeys - b.journeys)
  const small = weeks.filter(({ journeys }) => journeys < SMALL)
  if (small.length === 0) return wholes
  const held = [...small]
  for (const week of weeks.slice(small.length)) {
    if (held.length > 1 && held.reduce((sum, { journeys }) => sum + journeys, 0) >= SMALL) break
    held.push(week)
  }
  return [...wholes, ...held]
}

function cohortRow(input: LearningInput, cohort: Cohort & { readonly isHeld: boolean }): AnalysisRow {
  const names = [text(roleName(cohort)), cohort.week === undefined ? text('(all)') : text(weekName(input, cohort))]
  if (cohort.isHeld) {
    const why = cohort.journeys < SMALL ? 'too_few' : 'suppressed'
    const hidden = 1 + SEQUENCE_ROLES.length + 2 * DELAY_MARKS.length
    return { kind: 'row', cells: [...names, ...Array.from({ length: hidden }, () => none(why))] }
  }
  return {
    kind: 'row',
    cells: [
      ...names,
      journeyCount(cohort.journeys),
      ...SEQUENCE_ROLES.map((_, role) => wentOnCell(cohort, role, input.level)),
      ...DELAY_MARKS.map(([, hours]) => byCell(cohort.toCart, hours, input.level)),
      ...DELAY_MARKS.map(([, hours]) => byCell(cohort.toOrder, hours, input.level)),
    ],
  }
}

function wentOnCell(cohort: Cohort, role: number, level: number): AnalysisCell {
  if (role <= cohort.role) return none('does_not_apply')
  return journeyShare(wilson(cohort.wentOn[role] ?? 0, cohort.journeys, level))
}

function byCell({ durations }: DelayGroup, hours: number, level: number): AnalysisCell {
  return curveShare(conversionBy(kaplanMeier(durations), hours, level, SMALL))
}

function pointsOf(
  input: LearningInput,
  cohort: Cohort & { readonly isHeld: boolean },
  to: CohortPoint['to'],
  delay: DelayGroup,
): readonly CohortPoint[] {
  const curve = kaplanMeier(delay.durations)
  return DELAY_MARKS.map(([mark, hours]) => ({
    role: roleName(cohort),
    week: cohort.week === undefined ? null : weekName(input, cohort),
    to,
    by: mark,
    share: cohort.isHeld ? null : shareOf(curveShare(conversionBy(curve, hours, input.level, SMALL))),
  }))
}

function shareOf({ value }: AnalysisCell): number | null {
  return typeof value === 'number' ? value : null
}

function roleName({ role }: Cohort): string {
  return SEQUENCE_ROLES[role] ?? ''
}

function weekName({ weekNames }: LearningInput, { week }: Cohort): string {
  return weekNames[week ?? -1] ?? ''
}
