/** Rows for the event lake out of the receipts: what is not named here does not reach a lake. */
import type { Destination } from '../destinations/destination.ts'
import { dayOf, minuteOf, startOfDay, tenThousandths, type LakeRow } from '../lake/row.ts'
import type { ReceiptCells } from './receipt-chain.ts'
import type { Sheet } from './state.ts'
import type { Entry } from './types.ts'

export type LakeReceipt = ReceiptCells & { readonly chain: string }

/** What a row cannot say of itself. */
export interface LakeContext {
  readonly shard: number
  /** Of these deliveries to this destination, those whose person has withdrawn since. */
  readonly withdrawn: (entries: readonly Entry[], destination: string) => ReadonlySet<Entry>
  readonly clickFields: ClickFields
  /** Who withdrew before then is known no longer (`retention.consent_days`), epoch ms. */
  readonly withdrawalsKnownSinceMs: number
}

/** Destination → the names under which a click id of its own leaves. */
export type ClickFields = ReadonlyMap<string, ReadonlySet<string>>

export function clickFieldsOf(destinations: readonly Destination[]): ClickFields {
  return new Map(
    destinations.map(({ id, rows, clickParameters }) => {
      const from = new Set(clickParameters.map(({ field }) => field))
      return [id, new Set(rows.filter((row) => from.has(row.from)).map(({ to }) => to))]
    }),
  )
}

/** What people answered is no event, and gives none. */
export function lakeRowsOf(receipt: LakeReceipt, context: LakeContext): LakeRow[] {
  if (receipt.outcome === 'answered') return []
  const sheets = JSON.parse(receipt.sheets) as readonly Sheet[]
  const rows = sheets.flatMap((sheet) => sheetRows(sheet, receipt, context))
  const name = `${context.shard}.${receipt.id}.${receipt.chain.slice(0, 12) || receipt.at_ms}`
  return rows.map((row, n) => ({ row_id: `${name}.${n}`, ...row }))
}

type Unnamed = Omit<LakeRow, 'row_id'>

function sheetRows(sheet: Sheet, receipt: LakeReceipt, context: LakeContext): Unnamed[] {
  const gone = context.withdrawn(
    sheet.list.filter(({ p }) => p !== undefined),
    receipt.destination,
  )
  return sheet.list.flatMap((entry): Unnamed[] => {
    const { no } = entry
    if (no === undefined) return [deliveryRow(entry, sheet, receipt, context, gone.has(entry))]
    return Object.entries(no).map(([destination, reason]) => ({
      ...factsOf(entry, sheet, receipt),
      // Who said no is not to be found by the minute of their order either.
      occurred_at: startOfDay(entry.t),
      ended_at: startOfDay(receipt.at_ms),
      destination,
      reason,
    }))
  })
}

function deliveryRow(
  entry: Entry,
  sheet: Sheet,
  receipt: LakeReceipt,
  context: LakeContext,
  withdrawn: boolean,
): Unnamed {
  const facts = factsOf(entry, sheet, receipt)
  // What is left of it counts, and no more: most end in the minute in which they happened.
  const mayBeWithdrawn = withdrawn || receipt.at_ms < context.withdrawalsKnownSinceMs
  if (mayBeWithdrawn) return { ...facts, occurred_at: null, ended_at: startOfDay(receipt.at_ms), withdrawn }
  const { v, c, o } = receipt.code === NO_LONGER_IN_POLICY ? {} : (entry.s ?? {})
  const names = (entry.f === undefined ? '' : (sheet.sets[entry.f] ?? '')).split(' ')
  const clickNames = context.clickFields.get(receipt.destination)
  return {
    ...facts,
    consent_level: entry.lv ?? null,
    click_id: names.some((name) => clickNames?.has(name) === true),
    order_key: o ?? null,
    value: v === undefined ? null : tenThousandths(v),
    currency: c ?? null,
  }
}

/** The policy of that moment let nothing of it leave, whatever the one before it had said (narrowing.ts). */
const NO_LONGER_IN_POLICY = 'no_longer_in_policy'

function factsOf(entry: Entry, { site, digest }: Sheet, receipt: LakeReceipt): Unnamed {
  return {
    site,
    date: dayOf(receipt.at_ms),
    event: entry.ev,
    destination: receipt.destination,
    outcome: receipt.outcome,
    reason: receipt.code === '' ? null : receipt.code,
    consent_level: null,
    policy_digest: digest,
    occurred_at: minuteOf(entry.t),
    ended_at: minuteOf(receipt.at_ms),
    click_id: null,
    order_key: null,
    value: null,
    currency: null,
    withdrawn: false,
  }
}
