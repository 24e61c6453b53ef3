/**
 * Whether a platform can take what a policy lets out. It refuses an event without what it demands, so that a line which
 * leaves that out sends nothing, ever. What it demands is asked of the mapping (known.ts), not written here again.
 */
import { SECTORS, type Words } from './document.ts'
import { HINT, WRONG } from './error-words.ts'
import { isEventName, sayOfKey, type Findings } from './findings.ts'
import type { KnownDestination, Level } from './known.ts'
import { entriesOf, get, stringsOf, textOf } from './raw.ts'
import { fieldsOfLine, groupsThatFit } from './rules-allow.ts'
import { sectorRule, type SectorRule } from './sectors.ts'
import type { Path } from './source.ts'
import type { EventName } from '../event/types.ts'

/** One event as a line of `allow` lets it out. */
interface Sent {
  readonly line: Path
  readonly event: EventName
  readonly fields: ReadonlySet<string>
}

/** One of `fields` must be there; without it, none of `events` is taken. */
interface Need {
  readonly fields: readonly string[]
  readonly lines: Set<Path>
  readonly events: Set<EventName>
}

export function checkTaken(
  findings: Findings,
  path: Path,
  known: KnownDestination,
  destination: unknown,
  site: unknown,
): void {
  const sectors = stringsOf(get(site, 'sectors'))
  const rule = sectorRule(SECTORS.filter((sector) => sectors.includes(sector)))
  const sent = sentTo(findings, path, known, destination, rule)
  const needs = needsOf(sent, known, 'full')
  for (const need of needs) sayNeed(findings, [...path, 'allow'], known, need, sent, rule)
  // What is not taken at all is not taken in part either.
  if (needs.length === 0) checkLimitedTaken(findings, path, known, destination, sent, rule)
}

function checkLimitedTaken(
  findings: Findings,
  path: Path,
  known: KnownDestination,
  destination: unknown,
  sent: readonly Sent[],
  rule: SectorRule,
): void {
  const limited = fieldsOfLine(findings, get(destination, 'limited'))
  if (textOf(destination, 'on_opt_out') !== 'limited' || limited === undefined || limited.size === 0) return
  const part = sent.map((one) => ({ ...one, fields: new Set([...one.fields].filter((field) => limited.has(field))) }))
  for (const need of needsOf(part, known, 'limited')) {
    // A part of the events is what a limited send is for: only where nothing at all would be taken is it a mistake.
    if (need.events.size === eventsOf(sent).size) sayNeed(findings, [...path, 'limited'], known, need, part, rule)
  }
}

/** Without the lines that name a group which does not exist: what is wrong with them is said already. */
function sentTo(
  findings: Findings,
  path: Path,
  known: KnownDestination,
  destination: unknown,
  rule: SectorRule,
): readonly Sent[] {
  return entriesOf(get(destination, 'allow')).flatMap(([key, groups]) => {
    const line = [...path, 'allow', key]
    const fields = fieldsOfLine(findings, groups)
    if (fields === undefined || fields.size === 0) return []
    const left = new Set([...fields].filter((field) => !rule.fields.has(field)))
    const events = (findings.eventGroups.get(key) ?? [key]).filter(isEventName)
    return events
      .filter((event) => known.events.includes(event) && !rule.events.has(event))
      .map((event) => ({ line, event, fields: left }))
  })
}

function needsOf(sent: readonly Sent[], known: KnownDestination, level: Level): readonly Need[] {
  const needs = new Map<string, Need>()
  for (const { line, event, fields } of sent) {
    for (const demanded of known.lacking?.(event, fields, level) ?? []) {
      const key = demanded.join(' ')
      const need = needs.get(key) ?? { fields: demanded, lines: new Set(), events: new Set() }
      need.lines.add(line)
      need.events.add(event)
      needs.set(key, need)
    }
  }
  return [...needs.values()]
}

/** Said once, where it holds for all events; else at each line that it is about. */
function sayNeed(
  findings: Findings,
  path: Path,
  known: KnownDestination,
  need: Need,
  sent: readonly Sent[],
  rule: SectorRule,
): void {
  const ofAll = need.events.size === eventsOf(sent).size
  const hint = hintFor(findings, known, need, rule)
  const lines = ofAll ? [path] : need.lines
  for (const line of lines) {
    const events = sent.filter((one) => one.line === line && need.events.has(one.event)).map(({ event }) => event)
    sayOfKey(findings, line, WRONG.notTakenWithout(known.id, ofAll ? [] : events, need.fields), hint)
  }
}

function eventsOf(sent: readonly Sent[]): ReadonlySet<EventName> {
  return new Set(sent.map(({ event }) => event))
}

function hintFor(findings: Findings, known: KnownDestination, need: Need, rule: SectorRule): Words {
  if (need.fields.every((field) => rule.fields.has(field))) return HINT.sectorTakes(known.id)
  const [field = ''] = need.fields.filter((one) => !rule.fields.has(one))
  const groups = groupsThatFit(findings, known, field)
  return groups.length === 0 ? HINT.allowField(field) : HINT.allowGroup(groups)
}
