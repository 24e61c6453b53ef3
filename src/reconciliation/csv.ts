/** One line for each order at the destination, and one for each event that the platform counted: to be summed up again by anybody. */
import { shopClock } from './days.ts'
import type { OrderFinding, Reconciliation } from './reconcile.ts'
import type { SurplusFinding } from './surplus.ts'
import type { LedgerSettings } from './wire.ts'
import { causeEntry, WORDS, type Language } from './words/words.ts'

/** What a spreadsheet of the language takes for a table and for numbers when the file is opened with a double click. */
const SIGNS: Readonly<Record<Language, { readonly separator: ',' | ';'; readonly decimal: '.' | ',' }>> = {
  en: { separator: ',', decimal: '.' },
  fr: { separator: ';', decimal: ',' },
}
const AMOUNTS: ReadonlySet<string> = new Set(['order_total', 'expected_value', 'sent_value'])

const COLUMNS = [
  'kind',
  'destination',
  'order_id',
  'name',
  'day',
  'at',
  'reason',
  'detail',
  'count',
  'order_total',
  'order_currency',
  'expected_value',
  'sent_value',
  'sent_currency',
  'event_id',
  'via',
  'page',
  'on_platform',
  'in_words',
  'what_to_do',
] as const
type Row = Partial<Record<(typeof COLUMNS)[number], string | number | undefined>>

/** Line by line, each with its end: of a hundred thousand orders nobody needs the text in one piece. */
export function* csvLines(result: Reconciliation, language: Language): Generator<string> {
  const { dayOf } = shopClock(result.settings.time_zone)
  const day = (at: string | undefined) => (at === undefined ? undefined : dayOf(Date.parse(at)))
  const { separator, decimal } = SIGNS[language]
  const cellOf = (name: (typeof COLUMNS)[number], row: Row) => {
    const cell = String(row[name] ?? '')
    return AMOUNTS.has(name) ? cell.replace('.', decimal) : cell
  }
  const write = (row: Row) =>
    line(
      COLUMNS.map((name) => cellOf(name, row)),
      separator,
    )
  yield line(COLUMNS, separator)
  for (const finding of result.orders)
    yield write({ ...orderRow(finding, language), ...sharedBy(result, day(finding.order.at)) })
  if (result.platform.tells === 'events')
    for (const finding of result.orders)
      if (finding.shown === true) yield write({ ...ownRow(finding), ...sharedBy(result, day(finding.counted_at)) })
  for (const finding of result.surplus)
    yield write({ ...surplusRow(finding, result.settings, language), ...sharedBy(result, day(finding.at)) })
}

function sharedBy({ destination }: Reconciliation, day: string | undefined): Row {
  return { destination, day }
}

function orderRow(
  { order, reason, code, difference, expected, sent, line: from, shown }: OrderFinding,
  language: Language,
): Row {
  const { reasons, differences } = WORDS[language]
  const words = difference === undefined ? reasons[reason] : differences[difference]
  return {
    kind: 'order',
    order_id: order.order_id,
    name: order.name,
    at: order.at,
    reason,
    detail: difference ?? code,
    count: 1,
    order_total: order.money.total,
    order_currency: order.money.currency,
    expected_value: expected,
    sent_value: sent?.value,
    sent_currency: sent?.currency,
    event_id: from?.event_id,
    via: from?.via,
    page: from?.page,
    on_platform: shown === undefined ? undefined : shown ? 'yes' : 'no',
    in_words: words.title,
    what_to_do: words.todo,
  }
}

function ownRow({ order, line: from, counted_at: at, sent }: OrderFinding): Row {
  return {
    kind: 'platform_event',
    order_id: order.order_id,
    name: order.name,
    at,
    reason: 'delivered',
    count: 1,
    sent_value: sent?.value,
    sent_currency: sent?.currency,
    event_id: from?.event_id,
    via: from?.via,
    page: from?.page,
    on_platform: 'yes',
  }
}

function surplusRow(finding: SurplusFinding, settings: LedgerSettings, language: Language): Row {
  const { surplus, fire, cause, count, unknown, order_id: id, name, event_id: eventId, at, via, page } = finding
  const words = WORDS[language]
  const said = unknown === true ? words.unknown : words.surpluses[surplus]
  const from = cause === undefined ? undefined : causeEntry(cause, settings, language)
  const detail = [fire, cause, unknown === true ? 'cannot_be_told_apart' : undefined]
  return {
    kind: 'platform_event',
    order_id: id,
    name,
    at,
    reason: surplus,
    detail: detail.filter((one) => one !== undefined).join(' '),
    count,
    sent_value: finding.value,
    sent_currency: finding.currency,
    event_id: eventId,
    via,
    page,
    on_platform: 'yes',
    in_words: from === undefined ? said.title : `${said.title} (${from.title})`,
    what_to_do: (from ?? said).todo,
  }
}

function line(cells: readonly string[], separator: string): string {
  return `${cells.map((cell) => quoted(cell, separator)).join(separator)}\r\n`
}

/**
 * RFC 4180. A spreadsheet takes what begins with these signs for a formula, and an order's name or a page's event id may. One of a
 * country with decimal commas cuts lines at semicolons, within quotes too: what follows one begins a cell there.
 */
function quoted(cell: string, separator: string): string {
  const isSuspect = /^[\s=+\-@]|[;\t\r\n]/.test(cell)
  const safe = isSuspect ? cell.replace(/(^|[;\t\r\n])(?=\s*[=+\-@\t\r])/g, "$1'") : cell
  return /["\r\n]/.test(safe) || safe.includes(separator) ? `"${safe.replaceAll('"', '""')}"` : safe
}
