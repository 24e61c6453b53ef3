/** Why less goes to a destination than arrives, and whether it takes what goes. */
import { finding, grouped, totalOf, type Finding, type Known } from '../finding.ts'

/** Told elsewhere: by the event plan, by the clock, and by whoever named the destinations of an event. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set([
  'event_not_in_policy',
  'event_in_future',
  'event_too_old',
  'not_addressed',
])
const OF_CONSENT = /^consent_|^opted_out$|^known_child$/
/** People who say no are right to; nobody asked, or an answer that cannot be read, is the shop's to mend. */
const SHOPS_TO_MEND: ReadonlySet<string> = new Set(['consent_unknown', 'consent_malformed', 'consent_expired'])
const MANY = 0.1

export function destinationFindings(known: Known): readonly Finding[] {
  return [
    ...consentRefusals(known),
    ...requirements(known),
    ...rejections(known),
    ...sentTwice(known),
    ...states(known),
  ]
}

/** Found by the message that had both names: by then nothing could be taken back. */
function sentTwice({ counts, plan }: Known): readonly Finding[] {
  const settle = (plan.site.orders?.settleSeconds ?? 0) > 0 ? 'on' : 'off'
  return counts
    .rows('twice')
    .map((row) => finding('orders_sent_twice', 'error', { destination: row.a, side: settle }, row))
}

/** By reason, of the destination that met it most: consent is nearly always the same for all. */
function consentRefusals({ counts }: Known): readonly Finding[] {
  const all = totalOf(counts.rows('arrived')).count
  const refused = counts.rows('refused').filter(({ b }) => OF_CONSENT.test(b))
  return grouped(refused, ({ b }) => b).flatMap(({ key: reason, rows }) => {
    const [most] = grouped(rows, ({ a }) => a)
    if (most === undefined) return []
    const mend = SHOPS_TO_MEND.has(reason) && most.count >= MANY * all
    return [finding('consent_refused', mend ? 'warning' : 'info', { reason }, most, all)]
  })
}

/** What the platform would have refused, so that it was not sent. */
function requirements({ counts }: Known): readonly Finding[] {
  const arrived = new Map(grouped(counts.rows('arrived'), ({ a }) => a).map(({ key, count }) => [key, count]))
  return counts
    .rows('refused')
    .filter(({ b }) => b !== '' && !TOLD_ELSEWHERE.has(b) && !OF_CONSENT.test(b))
    .map((row) =>
      finding(
        'destination_requirement',
        'error',
        { destination: row.a, event: row.c, reason: row.b },
        row,
        arrived.get(row.c),
      ),
    )
}

const ENDED_BADLY: ReadonlySet<string> = new Set(['rejected', 'expired'])

function rejections({ counts }: Known): readonly Finding[] {
  const ended = counts.rows('ended')
  return ended
    .filter(({ b }) => ENDED_BADLY.has(b))
    .map((row) => {
      const of = totalOf(ended.filter(({ a }) => a === row.a)).count
      return finding('destination_rejects', 'error', { destination: row.a, outcome: row.b }, row, of)
    })
}

function states({ states: byDestination }: Known): readonly Finding[] {
  return Object.entries(byDestination).flatMap(([destination, state]) => {
    if (state === 'parked') return [finding('destination_parked', 'error', { destination }, { count: 1 })]
    return state === 'retrying' ? [finding('destination_retrying', 'warning', { destination }, { count: 1 })] : []
  })
}
