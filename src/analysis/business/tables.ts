/** The tables of the Business page: one line of figures, the same by source, and what platforms say beside what is measured. */
import { CREDIT_LEVELS, SPECIAL } from '../attribution/channel-tree.ts'
import type { CreditBlock } from '../attribution/credit-reading.ts'
import {
  claimCells,
  closingLines,
  lineNames,
  nameCell,
  NOT_HERE,
  NOT_SAID,
  notesOf,
  opensOf,
  SUPPRESSED,
  TOO_FEW,
} from '../attribution/credit-table.ts'
import type { Frame } from '../attribution/frame.ts'
import { isOneClaim, type MediaBeside, type MediaSum } from '../attribution/media.ts'
import type { AnalysisCell, AnalysisColumn, AnalysisNote, AnalysisRow, AnalysisTable } from '../table.ts'
import { claimedReturnCell, costCell, incrementalCell, returnCell, shareCell, testOf } from './cells.ts'
import type { Margin } from './costs.ts'
import { depthOf, LEVEL, type BusinessReading, type MeasuredLift } from './reading.ts'

const CLAIM = { by: 'platform' } as const

const SUMMARY: readonly AnalysisColumn[] = [
  { key: 'spend', kind: 'money' },
  { key: 'orders', kind: 'count' },
  { key: 'revenue', kind: 'money' },
  { key: 'credited_orders', kind: 'credit' },
  { key: 'cpa', kind: 'money' },
  { key: 'ncpa', kind: 'money' },
  { key: 'roas', kind: 'ratio' },
  { key: 'platform_roas', kind: 'ratio', claim: CLAIM },
  { key: 'claim_window', kind: 'name', claim: CLAIM },
  { key: 'mer', kind: 'ratio' },
  { key: 'contribution_margin', kind: 'money' },
  { key: 'poas', kind: 'ratio' },
  { key: 'break_even_roas', kind: 'ratio' },
  { key: 'icpa', kind: 'money' },
  { key: 'iroas', kind: 'ratio' },
  { key: 'consent_coverage', kind: 'share' },
  { key: 'reconciliation_ratio', kind: 'ratio' },
]

export function businessSummary(reading: BusinessReading): AnalysisTable {
  const { question, credits, media, paid, backOffice } = reading
  const { spendMinor } = media.total
  const { lift = [] } = question
  const { reconciled } = question
  const isHidden = credits.blocks === undefined
  const measured = (cell: AnalysisCell): AnalysisCell => (isHidden ? TOO_FEW : cell)
  const cells: readonly AnalysisCell[] = [
    spendMinor === undefined ? NOT_SAID : { value: spendMinor, opens: 'media_days' },
    { value: backOffice.orders, n: backOffice.orders },
    { value: backOffice.value, n: backOffice.orders },
    measured({ value: paid.credits, n: paid.credited }),
    measured(costCell(spendMinor, paid.credits)),
    measured(reading.saysFirstTime ? costCell(spendMinor, paid.firstTime) : NOT_SAID),
    measured(returnCell({ spendMinor, value: paid.creditedValue, credited: paid.credited, bounds: paid.value })),
    claimedReturnCell(media.total),
    windowCell(media.total),
    spendMinor === undefined ? NOT_SAID : ratioCell(backOffice.value, spendMinor, backOffice.orders),
    ...marginCells(reading),
    incrementalCell(lift, 'icpa'),
    incrementalCell(lift, 'iroas'),
    isHidden ? TOO_FEW : shareCell(credits.lines.followed.orders, credits.lines.total.orders),
    reconciled === undefined ? NOT_SAID : ratioCell(reconciled.counted, reconciled.paid, reconciled.paid),
  ]
  return tableOf(reading, 'business_summary', SUMMARY, [{ kind: 'total', cells }])
}

/** Margin, profit on spend, and the return at which spend pays for itself: in the frame's value, as the returns that it is held against. */
function marginCells({ margin, media }: BusinessReading): readonly AnalysisCell[] {
  if (!margin.ok) {
    const why: AnalysisCell = margin.missing.length > 0 ? { value: null, why: 'cost_missing' } : NOT_SAID
    return [why, why, why]
  }
  const { orders: n, revenue, beforeSpend } = margin
  const { spendMinor } = media.total
  const breakEven = beforeSpend > 0 ? ratioCell(revenue, beforeSpend, n) : NOT_HERE
  if (spendMinor === undefined) return [NOT_SAID, NOT_SAID, breakEven]
  return [{ value: beforeSpend - spendMinor, n }, ratioCell(beforeSpend, spendMinor, n), breakEven]
}

function ratioCell(above: number, under: number, n: number | undefined): AnalysisCell {
  if (under <= 0) return NOT_HERE
  return { value: above / under, ...(n !== undefined && { n }) }
}

const BY_SOURCE: readonly AnalysisColumn[] = [
  { key: 'spend', kind: 'money' },
  { key: 'credits', kind: 'credit' },
  { key: 'credited_value', kind: 'money' },
  { key: 'cpa', kind: 'money' },
  { key: 'ncpa', kind: 'money' },
  { key: 'roas', kind: 'ratio' },
  { key: 'platform_roas', kind: 'ratio', claim: CLAIM },
  { key: 'claimed_orders', kind: 'count', claim: CLAIM },
  { key: 'claimed_value', kind: 'money', claim: CLAIM },
  { key: 'claim_window', kind: 'name', claim: CLAIM },
]

export function businessBySource(reading: BusinessReading): AnalysisTable {
  const { credits, media, ofBlock, question } = reading
  const depth = depthOf(question)
  const rows = (credits.blocks ?? []).map((block, index): AnalysisRow => {
    const sum = media.ofBlock[index] ?? NO_MEDIA
    const { spendMinor } = sum
    const sure = ofBlock[index]
    const opens = block.folded ? undefined : opensOf(credits, block)
    return {
      kind: kindOf(block),
      cells: [
        ...block.keys.map(nameCell),
        spendCell(sum),
        { value: block.credits, n: block.journeys, ...(opens !== undefined && { opens }) },
        { value: block.value, n: block.journeys },
        costCell(spendMinor, block.credits, opens),
        reading.saysFirstTime ? costCell(spendMinor, block.firstTime, opens) : NOT_SAID,
        returnCell({ spendMinor, value: block.value, credited: sure?.credited ?? 0, bounds: sure?.value }, opens),
        claimedReturnCell(sum),
        ...claimCells(sum),
      ],
    }
  })
  const alone = media.alone.map(({ keys, sum }): AnalysisRow => ({
    kind: 'row',
    cells: [
      ...keys.map(nameCell),
      spendCell(sum),
      { ...TOO_FEW, n: 0 },
      ...Array.from({ length: 4 }, () => TOO_FEW),
      claimedReturnCell(sum),
      ...claimCells(sum),
    ],
  }))
  const hidden: readonly AnalysisRow[] =
    credits.blocks === undefined
      ? [
          {
            kind: 'folded',
            cells: [
              ...lineNames(SPECIAL.small, depth),
              NOT_HERE,
              ...Array.from({ length: 5 }, () => TOO_FEW),
              ...NO_CLAIM,
            ],
          },
        ]
      : []
  const closing = closingLines(credits).map(({ kind, key, sum }): AnalysisRow => ({
    kind,
    cells: [
      ...lineNames(key, depth),
      kind === 'total' ? spendCell(media.total) : NOT_HERE,
      ...(sum === undefined
        ? [SUPPRESSED, SUPPRESSED]
        : [
            { value: sum.orders, n: sum.orders },
            { value: sum.value, n: sum.orders },
          ]),
      NOT_HERE,
      NOT_HERE,
      NOT_HERE,
      ...(kind === 'total' ? [claimedReturnCell(media.total), ...claimCells(media.total)] : NO_CLAIM),
    ],
  }))
  return tableOf(
    reading,
    'business_by_source',
    [...nameColumns(depth), ...BY_SOURCE],
    [...rows, ...alone, ...hidden, ...closing],
  )
}

const CLAIMS: readonly AnalysisColumn[] = [
  { key: 'claimed_orders', kind: 'count', claim: CLAIM },
  { key: 'claimed_value', kind: 'money', claim: CLAIM },
  { key: 'claim_window', kind: 'name', claim: CLAIM },
  { key: 'credits', kind: 'credit' },
  { key: 'credited_value', kind: 'money' },
  { key: 'claimed_by_credited', kind: 'ratio' },
]

/** "The platform says / we measure": the two ends of a line each, never one number. */
export function claimsBeside(reading: BusinessReading): AnalysisTable {
  const { credits, media, question } = reading
  const depth = depthOf(question)
  const rows = (credits.blocks ?? []).map((block, index): AnalysisRow => {
    const sum = media.ofBlock[index] ?? NO_MEDIA
    const opens = block.folded ? {} : { opens: opensOf(credits, block) }
    return {
      kind: kindOf(block),
      cells: [
        ...block.keys.map(nameCell),
        ...claimCells(sum),
        { value: block.credits, n: block.journeys, ...opens },
        { value: block.value, n: block.journeys },
        timesCell(sum, block.credits),
      ],
    }
  })
  const alone = media.alone
    .filter(({ sum }) => sum.windows.length > 0)
    .map(({ keys, sum }): AnalysisRow => ({
      kind: 'row',
      cells: [...keys.map(nameCell), ...claimCells(sum), { ...TOO_FEW, n: 0 }, TOO_FEW, TOO_FEW],
    }))
  const hidden: readonly AnalysisRow[] =
    credits.blocks === undefined
      ? [
          {
            kind: 'folded',
            cells: [...lineNames(SPECIAL.small, depth), ...claimCells(undefined), TOO_FEW, TOO_FEW, TOO_FEW],
          },
        ]
      : []
  const closing = closingLines(credits).map(({ kind, key, sum }): AnalysisRow => ({
    kind,
    cells: [
      ...lineNames(key, depth),
      ...(kind === 'total' ? claimCells(media.total) : NO_CLAIM.slice(1)),
      ...(sum === undefined
        ? [SUPPRESSED, SUPPRESSED]
        : [
            { value: sum.orders, n: sum.orders },
            { value: sum.value, n: sum.orders },
          ]),
      NOT_HERE,
    ],
  }))
  return tableOf(
    reading,
    'claims_beside',
    [...nameColumns(depth), ...CLAIMS],
    [...rows, ...alone, ...hidden, ...closing],
  )
}

/** How many times what is measured the platform claims. */
function timesCell(media: MediaSum, credits: number): AnalysisCell {
  const { claimedOrders } = media
  if (claimedOrders === undefined || !isOneClaim(media)) return NOT_HERE
  return credits < 1 ? TOO_FEW : { value: claimedOrders / credits }
}

const NO_MEDIA: MediaSum = { windows: [], claimedBy: [] }
const NO_CLAIM: readonly AnalysisCell[] = [NOT_HERE, NOT_HERE, NOT_HERE, NOT_HERE]

function spendCell({ spendMinor }: MediaSum): AnalysisCell {
  return spendMinor === undefined ? NOT_SAID : { value: spendMinor }
}

function windowCell({ windows }: MediaSum): AnalysisCell {
  return windows.length === 0 ? NOT_SAID : { value: windows.join(' + ') }
}

function kindOf({ folded, is }: CreditBlock): AnalysisRow['kind'] {
  if (folded) return 'folded'
  return is === 'no_touch' ? 'unknown' : 'row'
}

function nameColumns(depth: number): readonly AnalysisColumn[] {
  return CREDIT_LEVELS.slice(0, depth).map((key) => ({ key, kind: 'name' as const }))
}

function tableOf(
  reading: BusinessReading,
  id: string,
  columns: readonly AnalysisColumn[],
  rows: readonly AnalysisRow[],
): AnalysisTable {
  const { credits, question } = reading
  return {
    id,
    frame_id: credits.frame_id,
    currency: question.frame.value.currency,
    level: LEVEL,
    columns,
    rows,
    notes: businessNotes(reading),
  }
}

function businessNotes({ credits, question, margin, draws, media }: BusinessReading): readonly AnalysisNote[] {
  return [
    ...notesOf(credits),
    ...(draws !== undefined && draws > 0 ? [{ code: 'bootstrap', figures: { draws, seed: question.seed } }] : []),
    ...(draws === 0 ? [{ code: 'bootstrap_limit' }] : []),
    ...(credits.perOrder === undefined ? [{ code: 'no_interval_of_all_paths' }] : []),
    ...(media.total.spendMinor === undefined ? [] : [{ code: 'spend_by_all_credits' }]),
    ...marginNotes(margin, question.frame.value.basis),
    ...((question.otherCurrencyRows ?? 0) > 0
      ? [{ code: 'spend_in_other_currency', figures: { rows: question.otherCurrencyRows ?? 0 } }]
      : []),
    ...liftNotes(question.lift ?? []),
    ...claimNotes(media, credits.lines.total.orders),
  ]
}

/** Of which tests iCPA and iROAS are, and of how much. */
function liftNotes(lift: readonly MeasuredLift[]): readonly AnalysisNote[] {
  if (lift.length === 0) return [{ code: 'no_lift_measured' }]
  const tests = new Set((['icpa', 'iroas'] as const).flatMap((of) => testOf(lift, of) ?? []))
  return [...tests].map(({ test, level, days, regions }) => {
    const of = { test, level: Math.round(level * 100), ...(days !== undefined && { days }) }
    if (days === undefined) return { code: 'incremental_of_people', figures: of }
    if (regions === undefined) return { code: 'incremental_of_days', figures: of }
    return { code: 'incremental_of_regions', figures: { ...of, treated: regions.treated, regions: regions.all } }
  })
}

/** Of each platform alone: one that claims more orders than there were needs no other to be wrong. */
function claimNotes({ total, ofSource }: MediaBeside, orders: number): readonly AnalysisNote[] {
  const { claimedBy, windows } = total
  const over = [...ofSource].flatMap(([source, sum]) => {
    const claimed = isOneClaim(sum) ? (sum.claimedOrders ?? 0) : 0
    return claimed > orders ? [{ code: 'claims_exceed_orders', figures: { source, claimed, orders } }] : []
  })
  const isSum = claimedBy.length > 1 || windows.length > 1
  return [...(isSum ? [{ code: 'claims_not_added' }] : []), ...over]
}

function marginNotes(margin: Margin, basis: Frame['value']['basis']): readonly AnalysisNote[] {
  const { ok, orders, taxUnknown } = margin
  return [
    ...(ok || margin.missing.length === 0
      ? []
      : [{ code: 'cost_lines_missing', figures: { lines: margin.missing.join(', ') } }]),
    ...(ok && basis === 'gross' && orders > 0 ? [{ code: 'margin_without_tax', figures: { orders } }] : []),
    ...(taxUnknown > 0 ? [{ code: 'margin_tax_unknown', figures: { orders: taxUnknown } }] : []),
  ]
}
