/**
 * A row of the event lake: what became of one event at one destination. The columns are a closed list (decision 0024,
 * docs/lake.md): no identifier, no hash of one, no key of a person, no address, no text that somebody typed.
 */

export type ColumnType = 'text' | 'boolean' | 'timestamp' | 'ten_thousandths'

export interface Column {
  readonly name: keyof LakeRow
  readonly type: ColumnType
  readonly nullable: boolean
}

export interface LakeRow {
  /** The same every time that the row is made: shard, receipt, the beginning of its chain value, place in it. */
  readonly row_id: string
  readonly site: string
  /** UTC day of `ended_at`, YYYY-MM-DD. */
  readonly date: string
  readonly event: string
  readonly destination: string
  readonly outcome: string
  readonly reason: string | null
  readonly consent_level: string | null
  readonly policy_digest: string
  /** Cut to the minute, ISO 8601 in UTC; of a refusal to the day. */
  readonly occurred_at: string | null
  readonly ended_at: string
  readonly click_id: boolean | null
  readonly order_key: string | null
  /** In ten-thousandths of a unit of the currency: a whole number, so that sums are exact. */
  readonly value: number | null
  readonly currency: string | null
  readonly withdrawn: boolean
}

export const COLUMNS: readonly Column[] = [
  { name: 'row_id', type: 'text', nullable: false },
  { name: 'site', type: 'text', nullable: false },
  { name: 'date', type: 'text', nullable: false },
  { name: 'event', type: 'text', nullable: false },
  { name: 'destination', type: 'text', nullable: false },
  { name: 'outcome', type: 'text', nullable: false },
  { name: 'reason', type: 'text', nullable: true },
  { name: 'consent_level', type: 'text', nullable: true },
  { name: 'policy_digest', type: 'text', nullable: false },
  { name: 'occurred_at', type: 'timestamp', nullable: true },
  { name: 'ended_at', type: 'timestamp', nullable: false },
  { name: 'click_id', type: 'boolean', nullable: true },
  { name: 'order_key', type: 'text', nullable: true },
  { name: 'value', type: 'ten_thousandths', nullable: true },
  { name: 'currency', type: 'text', nullable: true },
  { name: 'withdrawn', type: 'boolean', nullable: false },
]

/** What a binding of Cloudflare Pipelines offers. */
export interface LakeStream {
  send(records: readonly LakeRow[]): Promise<void>
}

const MINUTE_MS = 60_000
/** Larger ones would not be exact; no order comes near. */
const SCALE_DIGITS = 4

export function minuteOf(ms: number): string {
  return new Date(Math.floor(ms / MINUTE_MS) * MINUTE_MS).toISOString()
}

export function startOfDay(ms: number): string {
  return `${dayOf(ms)}T00:00:00.000Z`
}

export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

/** Exact where the value has at most four decimals, as every currency's has; null where it is too large to be exact. */
export function tenThousandths(value: number): number | null {
  const scaled = Number(value.toFixed(SCALE_DIGITS).replace('.', ''))
  return Number.isSafeInteger(scaled) ? scaled : null
}

const TEXT_MAX = 256

/** A row as another program sent it: undefined where it is none, so that nothing else is written into a lake. */
export function readLakeRow(text: string): LakeRow | undefined {
  try {
    const row = JSON.parse(text) as Readonly<Record<string, unknown>>
    const isRow = typeof row === 'object' && row !== null && Object.keys(row).length === COLUMNS.length
    return isRow && COLUMNS.every((column) => fits(row[column.name], column)) ? (row as unknown as LakeRow) : undefined
  } catch {
    return undefined
  }
}

function fits(value: unknown, { type, nullable }: Column): boolean {
  if (value === null) return nullable
  switch (type) {
    case 'text':
      return typeof value === 'string' && value.length <= TEXT_MAX
    case 'boolean':
      return typeof value === 'boolean'
    case 'timestamp':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value))
    case 'ten_thousandths':
      return Number.isSafeInteger(value)
  }
}
