/** Credits as a table: what is measured, what a platform claims beside it, what is declared, what nobody knows, and the back office's total. */
import type { AnalysisCell, AnalysisColumn, AnalysisNote, AnalysisRow, AnalysisTable } from '../table.ts'
import { CREDIT_LEVELS, SPECIAL } from './channel-tree.ts'
import type { CreditBlock, CreditReading, OrderSum } from './credit-reading.ts'
import { callingOf, isOneClaim, mediaBeside, type MediaRow, type MediaSum } from './media.ts'

/** Beside what is measured, in columns of their own. */
export interface Beside {
  /** Orders of the span by what was declared, followed or not: source → orders. Of breakdowns by source alone. */
  readonly declared?: ReadonlyMap<string, number>
  readonly media?: readonly MediaRow[]
}

export function creditTable(reading: CreditReading, beside: Beside = {}): AnalysisTable {
  const { by, frame } = reading
  const depth = CREDIT_LEVELS.indexOf(by) + 1
  const media = mediaBeside(beside.media ?? [], reading)
  const declared = declaredBeside(reading, beside.declared)
  const calling = callingOf(beside.media ?? [])
  const names = (keys: readonly string[]) =>
    keys.map((key, index): AnalysisCell => {
      const called = calling(CREDIT_LEVELS[index] ?? by, key)
      return called === undefined ? nameCell(key) : { value: key, called }
    })
  const rows = (reading.blocks ?? []).map((block, index) =>
    blockRow(reading, block, names, { media: media.ofBlock[index], declared: declared?.ofBlock[index] }),
  )
  const alone = [
    ...media.alone.map(({ keys, sum }) => aloneRow(names(keys), { media: sum, declared: declared && 0 })),
    ...(declared?.alone.map(([source, orders]) =>
      aloneRow([nameCell(source)], { media: undefined, declared: orders }),
    ) ?? []),
  ]
  return {
    id: `credit_by_${by}`,
    frame_id: reading.frame_id,
    currency: frame.value.currency,
    columns: [...CREDIT_LEVELS.slice(0, depth).map((key) => ({ key, kind: 'name' as const })), ...MEASURES],
    rows: [...rows, ...alone, ...closingRows(reading, depth, { media: media.total, declared: declared?.all })],
    notes: notesOf(reading),
  }
}

const MEASURES: readonly AnalysisColumn[] = [
  { key: 'credits', kind: 'credit' },
  { key: 'credit_share', kind: 'share' },
  { key: 'credited_value', kind: 'money' },
  { key: 'journeys', kind: 'count' },
  { key: 'declared_orders', kind: 'count' },
  { key: 'claimed_orders', kind: 'count', claim: { by: 'platform' } },
  { key: 'claimed_value', kind: 'money', claim: { by: 'platform' } },
  { key: 'claim_window', kind: 'name', claim: { by: 'platform' } },
]

export const NOT_HERE: AnalysisCell = { value: null, why: 'does_not_apply' }
export const NOT_SAID: AnalysisCell = { value: null, why: 'not_measured' }
export const TOO_FEW: AnalysisCell = { value: null, why: 'too_few' }
export const SUPPRESSED: AnalysisCell = { value: null, why: 'suppressed' }

interface BesideCells {
  readonly media: MediaSum | undefined
  readonly declared: number | undefined
}

function blockRow(
  reading: CreditReading,
  block: CreditBlock,
  names: (keys: readonly string[]) => readonly AnalysisCell[],
  beside: BesideCells,
): AnalysisRow {
  const { lines } = reading
  const measured = lines.followed.orders
  const n = block.journeys
  return {
    kind: block.folded ? 'folded' : block.is === 'no_touch' ? 'unknown' : 'row',
    cells: [
      ...names(block.keys),
      { value: block.credits, n, ...(!block.folded && { opens: opensOf(reading, block) }) },
      measured > 0 ? { value: block.credits / measured, n } : NOT_HERE,
      { value: block.value, n },
      { value: n },
      ...besideCells(beside),
    ],
  }
}

/** Something is said of it, and no touch of it was seen. */
function aloneRow(names: readonly AnalysisCell[], beside: BesideCells): AnalysisRow {
  return {
    kind: 'row',
    cells: [...names, { ...TOO_FEW, n: 0 }, TOO_FEW, TOO_FEW, { value: 0 }, ...besideCells(beside)],
  }
}

export function besideCells({ media, declared }: BesideCells): readonly AnalysisCell[] {
  return [declared === undefined ? NOT_HERE : { value: declared }, ...claimCells(media)]
}

/** Claims made with two windows are two kinds of number, and two platforms may claim one order: their sum would be a number that nobody claims. */
export function claimCells(media: MediaSum | undefined): readonly AnalysisCell[] {
  if (media === undefined || media.windows.length === 0) return [NOT_SAID, NOT_SAID, NOT_SAID]
  const { claimedOrders, claimedValueMinor, windows } = media
  const window: AnalysisCell = { value: windows.join(' + ') }
  if (!isOneClaim(media)) return [NOT_HERE, NOT_HERE, window]
  return [claimCell(claimedOrders), claimCell(claimedValueMinor), window]
}

function claimCell(value: number | undefined): AnalysisCell {
  return value === undefined ? NOT_SAID : { value }
}

export function nameCell(value: string): AnalysisCell {
  return { value }
}

/** What the credits are made of: the table `orders` under this filter. */
export function opensOf({ by }: CreditReading, { keys, is }: CreditBlock): string {
  if (is === 'no_touch') return 'orders?fate=no_touch'
  const levels = CREDIT_LEVELS.slice(0, CREDIT_LEVELS.indexOf(by) + 1)
  return `orders?${levels.map((level, index) => `${level}=${encodeURIComponent(keys[index] ?? '')}`).join('&')}`
}

export interface ClosingLine {
  readonly kind: AnalysisRow['kind']
  readonly key: string
  /** Undefined where what is measured is too few to say, and so what remains of the total is not said either. */
  readonly sum: OrderSum | undefined
}

/** The lines after which the sum is the back office's. */
export function closingLines({ lines, blocks, frame }: CreditReading): readonly ClosingLine[] {
  const said = (sum: OrderSum) => (blocks === undefined ? undefined : sum)
  return [
    ...(frame.date_basis === 'touch'
      ? [{ kind: 'row' as const, key: SPECIAL.otherDays, sum: said(lines.otherDays) }]
      : []),
    { kind: 'declared', key: SPECIAL.declared, sum: said(lines.declared) },
    { kind: 'unknown', key: SPECIAL.noConsent, sum: said(lines.noConsent) },
    ...(lines.notJoined.orders > 0
      ? [{ kind: 'unknown' as const, key: SPECIAL.notJoined, sum: said(lines.notJoined) }]
      : []),
    { kind: 'total', key: SPECIAL.total, sum: lines.total },
  ]
}

export function lineNames(key: string, depth: number): readonly AnalysisCell[] {
  return Array.from({ length: depth }, (_, index) => nameCell(index === 0 ? key : ''))
}

function closingRows(reading: CreditReading, depth: number, totals: BesideCells): readonly AnalysisRow[] {
  const rows = closingLines(reading).map(({ kind, key, sum }): AnalysisRow => ({
    kind,
    cells: [
      ...lineNames(key, depth),
      sum === undefined ? SUPPRESSED : { value: sum.orders, n: sum.orders },
      NOT_HERE,
      sum === undefined ? SUPPRESSED : { value: sum.value, n: sum.orders },
      NOT_HERE,
      ...(kind === 'total' ? besideCells(totals) : NO_CELLS),
    ],
  }))
  return reading.blocks === undefined ? [hiddenRow(depth), ...rows] : rows
}

const NO_CELLS: readonly AnalysisCell[] = [NOT_HERE, NOT_HERE, NOT_HERE, NOT_HERE]

function hiddenRow(depth: number): AnalysisRow {
  const names = Array.from({ length: depth }, () => nameCell(SPECIAL.small))
  return { kind: 'folded', cells: [...names, TOO_FEW, TOO_FEW, TOO_FEW, TOO_FEW, ...NO_CELLS] }
}

interface DeclaredBeside {
  readonly ofBlock: readonly number[]
  readonly alone: readonly (readonly [source: string, orders: number])[]
  readonly all: number
}

function declaredBeside(
  { blocks = [], placeOf, by }: CreditReading,
  declared: ReadonlyMap<string, number> | undefined,
): DeclaredBeside | undefined {
  if (declared === undefined || by !== 'source') return undefined
  const ofBlock = blocks.map(() => 0)
  const alone: (readonly [string, number])[] = []
  for (const [source, orders] of declared) {
    const block = placeOf.get(source)
    if (block === undefined) alone.push([source, orders])
    else ofBlock[block] = (ofBlock[block] ?? 0) + orders
  }
  return { ofBlock, alone, all: [...declared.values()].reduce((sum, orders) => sum + orders, 0) }
}

/** Of 120 orders 71 can be followed … A figure whose row is folded is not said here either. */
export function notesOf({ lines, blocks, model, frame }: CreditReading): readonly AnalysisNote[] {
  if (blocks === undefined) return [{ code: 'too_few_to_say', figures: { all: lines.total.orders } }]
  const isAlone = (is: CreditBlock['is']) => blocks.some((block) => block.is === is)
  return [
    {
      code: 'measured_of',
      figures: {
        all: lines.total.orders,
        followed: lines.followed.orders,
        no_consent: lines.noConsent.orders,
        not_joined: lines.notJoined.orders,
        declared: lines.declared.orders,
        ...(isAlone('direct') && { direct: lines.direct.orders }),
        ...(isAlone('no_touch') && { no_touch: lines.noTouch.orders }),
      },
    },
    { code: 'model', figures: { model } },
    ...(lines.withoutValue > 0 ? [{ code: 'orders_without_value', figures: { orders: lines.withoutValue } }] : []),
    ...(blocks.some(({ folded }) => folded) ? [{ code: 'small_folded' }] : []),
    ...(frame.date_basis === 'touch'
      ? [{ code: 'grows_until_window_is_over', figures: { hours: frame.window.hours } }]
      : []),
  ]
}
