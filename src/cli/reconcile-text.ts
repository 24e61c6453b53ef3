/** A reconciliation as text: the fall from the shop's orders to what was delivered, the surplus beside it, and both sums. */
import { gapText } from '../reconciliation/gap.ts'
import { frameRows } from '../reconciliation/frame-rows.ts'
import {
  deliveredCount,
  differenceGroups,
  reasonGroups,
  surplusGroups,
  type SurplusGroup,
} from '../reconciliation/groups.ts'
import { spansOf } from '../reconciliation/silent-days.ts'
import { isDelivered } from '../reconciliation/reasons.ts'
import type { Reconciliation } from '../reconciliation/reconcile.ts'
import { FRAME } from '../reconciliation/words/frame.ts'
import { causeEntry, spaced, WORDS } from '../reconciliation/words/words.ts'
import type { Language } from './command.ts'
import { printable } from './dead-letters.ts'

const BAR = 24
const NAME = 46

export function reconcileText(result: Reconciliation, asOf: string, language: Language): string {
  const { destination, orders } = result
  const words = FRAME[language]
  const head = `${words.title} · ${destination} · ${result.first_day} – ${result.last_day} (${result.settings.time_zone})`
  const parts = [
    [head],
    orders.length === 0 ? emptyLines(words.noOrders, words.noOrdersNext) : orderLines(result, language),
    result.platform.says === null
      ? emptyLines(words.noPlatform, words.noPlatformNext)
      : platformLines(result, language),
    differenceLines(result, language),
    creditLines(result, language),
    sumLines(result, language),
    todoLines(result, language),
    [
      words.frame,
      ...frameRows(result, asOf, language).map(([name, value]) => `  ${name.padEnd(34)}${printable(value)}`),
    ],
  ]
  const text = parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
  return `${language === 'fr' ? spaced(text) : text}\n`
}

function emptyLines(title: string, next: readonly string[]): readonly string[] {
  return [title, ...next.map((line) => `  · ${line}`)]
}

/** Each bar begins where the one before it ended. */
function orderLines(result: Reconciliation, language: Language): readonly string[] {
  const words = FRAME[language]
  const total = result.orders.length
  let left = total
  const groups = reasonGroups(result)
  const lost = groups.filter(({ reason }) => !isDelivered(reason))
  const kept = groups.filter(({ reason }) => isDelivered(reason))
  return [
    row(words.orders, total, bar(0, total, total, '█'), language),
    ...lost.map(({ reason, count }) => {
      left -= count
      return row(`  − ${WORDS[language].reasons[reason].title}`, count, bar(left, count, total, '░'), language)
    }),
    row(`= ${words.delivered}`, left, bar(0, left, total, '█'), language),
    ...kept.map(({ reason, count }) => row(`    ${WORDS[language].reasons[reason].title}`, count, '', language)),
  ]
}

function platformLines({ platform, surplus }: Reconciliation, language: Language): readonly string[] {
  const words = FRAME[language]
  const {
    says,
    compared,
    shown,
    not_shown: notShown,
    merged,
    other_days: otherDays,
    other_times: otherTimes,
  } = platform
  const total = compared ?? 0
  let reached = shown
  const beside: readonly (readonly [string, number])[] = [
    [`(${words.merged})`, merged],
    [`− ${words.otherDays}`, otherDays],
    [`+ ${words.otherTimes}`, otherTimes],
    [`= ${words.compared}`, otherDays + otherTimes === 0 ? 0 : total],
    [`(${words.notShown})`, notShown],
  ]
  return [
    ...silentLines(platform.silent_days, language),
    row(words.platformSays, says ?? 0, bar(0, total, total, '█'), language),
    ...beside.filter(([, count]) => count !== 0).map(([name, count]) => row(`  ${name}`, count, '', language)),
    row(`  ${words.shown}`, shown, bar(0, shown, total, '█'), language),
    ...surplusGroups(surplus).flatMap((group) => {
      const line = row(
        `  + ${surplusTitle(group, language)}`,
        group.count,
        bar(reached, group.count, total, '▒'),
        language,
      )
      reached += group.count
      return [line, ...surplusDetail(group, language)]
    }),
  ]
}

function silentLines(days: readonly string[], language: Language): readonly string[] {
  return days.length === 0 ? [] : [FRAME[language].silentDays.replace('{days}', spansOf(days)), '']
}

function surplusTitle({ kind }: SurplusGroup, language: Language): string {
  const { surpluses, unknown } = WORDS[language]
  return kind.unknown === true ? `${surpluses[kind.surplus].title} – ${unknown.title}` : surpluses[kind.surplus].title
}

function surplusDetail({ kind }: SurplusGroup, language: Language): readonly string[] {
  const { fires, causes } = WORDS[language]
  const parts = [
    kind.page === undefined ? [] : [`${FRAME[language].page} ${printable(kind.page)}`],
    kind.fire === undefined ? [] : [fires[kind.fire]],
    kind.cause === undefined ? [] : [causes[kind.cause].title],
  ].flat()
  return parts.length === 0 ? [] : [`      ${parts.join(' · ')}`]
}

function differenceLines(result: Reconciliation, language: Language): readonly string[] {
  const groups = differenceGroups(result)
  if (groups.length === 0) return []
  const { differences } = WORDS[language]
  return [
    FRAME[language].differences,
    ...groups.map(({ difference, count }) => row(`  ${differences[difference].title}`, count, '', language)),
  ]
}

function creditLines({ credits }: Reconciliation, language: Language): readonly string[] {
  if (credits === undefined) return []
  const words = FRAME[language]
  const click = credits.window === undefined ? words.byClick : `${words.byClick} (${printable(credits.window)})`
  return [
    words.credits,
    row(`  ${click}`, credits.by_click, '', language),
    ...credits.others.map(({ credit, count, window }) => {
      const { title } = WORDS[language].credits[credit]
      return row(`  ${title}${window === undefined ? '' : ` (${printable(window)})`}`, count, '', language)
    }),
  ]
}

function sumLines(result: Reconciliation, language: Language): readonly string[] {
  const words = FRAME[language]
  const { orders, platform, closes } = result
  const delivered = deliveredCount(result)
  const verdict = (isClosed: boolean) => (isClosed ? words.closes : words.open)
  const shop = `${orders.length} = ${delivered} + ${orders.length - delivered}  (${verdict(closes.orders)})`
  if (platform.compared === null) return [shop]
  const gap = gapText(result, language)
  return [
    shop,
    `${platform.compared} = ${platform.shown} + ${platform.surplus}  (${verdict(closes.platform)})`,
    ...(gap === undefined ? [] : [gap]),
  ]
}

/** The largest first, what needs nothing left out. */
function todoLines(result: Reconciliation, language: Language): readonly string[] {
  const { reasons, surpluses, unknown } = WORDS[language]
  const nothing = language === 'fr' ? 'Rien' : 'Nothing'
  const advice = [
    ...reasonGroups(result).map(({ reason, count }) => ({
      count,
      title: reasons[reason].title,
      todo: reasons[reason].todo,
    })),
    ...surplusGroups(result.surplus).map(({ kind, count }) => {
      const said =
        kind.unknown === true
          ? unknown
          : kind.cause === undefined
            ? surpluses[kind.surplus]
            : causeEntry(kind.cause, result.settings, language)
      return { count, title: kind.unknown === true ? unknown.title : surpluses[kind.surplus].title, todo: said.todo }
    }),
  ]
  const once = new Map<string, { count: number; title: string; todo: string }>()
  for (const one of advice) {
    const key = `${one.title}\n${one.todo}`
    once.set(key, { ...one, count: one.count + (once.get(key)?.count ?? 0) })
  }
  const lines = [...once.values()]
    .filter(({ todo }) => !todo.startsWith(nothing))
    .toSorted((one, other) => other.count - one.count)
    .map(
      ({ count, title, todo }) =>
        `  ${count.toLocaleString(language)} × ${title}${language === 'fr' ? ' :' : ':'} ${todo}`,
    )
  return lines.length === 0 ? [] : [FRAME[language].todo, ...lines]
}

function row(name: string, count: number, drawn: string, language: Language): string {
  const figure = count.toLocaleString(language).padStart(9)
  return `${name.padEnd(NAME)}${figure}  ${drawn}`.trimEnd()
}

function bar(from: number, size: number, total: number, sign: string): string {
  if (total === 0 || size === 0) return ''
  const [start, end] = [from, from + size].map((n) => Math.round((n / total) * BAR))
  return `${' '.repeat(Math.min(start ?? 0, BAR - 1))}${sign.repeat(Math.max(1, (end ?? 0) - (start ?? 0)))}`
}
