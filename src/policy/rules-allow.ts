/** The lines of `allow`: which events, with which groups, and on which terms of their own. */
import { EVENT_NAMES } from '../event/types.ts'
import type { Words } from './document.ts'
import { HINT, WRONG } from './error-words.ts'
import { CANONICAL_FIELDS } from './fields.ts'
import { isEventName, purposeOf, say, sayOfKey, type FieldGroup, type Findings } from './findings.ts'
import type { KnownDestination } from './known.ts'
import { didYouMean, meantOrThereIs } from './nearest.ts'
import { entriesOf, get, stringsOf, textOf } from './raw.ts'
import { checkCondition } from './rules-document.ts'
import type { Path } from './source.ts'

export function checkAllow(
  findings: Findings,
  path: Path,
  known: KnownDestination,
  destination: unknown,
  site: unknown,
): void {
  const seen = new Map<string, string>()
  for (const [key, groups] of entriesOf(get(destination, 'allow'))) {
    const line = [...path, 'allow', key]
    checkPlanned(findings, line, checkEvents(findings, line, known, key, seen), site)
    checkLine(findings, line, known, groups, stringsOf(get(destination, 'purposes')))
  }
}

/** `seen` holds which line has allowed an event already: two lines for one event would hide what is allowed. */
function checkEvents(
  findings: Findings,
  line: Path,
  known: KnownDestination,
  key: string,
  seen: Map<string, string>,
): readonly string[] {
  const events = findings.eventGroups.get(key) ?? (isEventName(key) ? [key] : undefined)
  if (events === undefined) {
    const names = [...findings.eventGroups.keys(), ...EVENT_NAMES]
    sayOfKey(findings, line, WRONG.neitherEventNorGroup(key), meantOrThereIs(key, names))
    return []
  }
  for (const event of events) {
    const other = seen.get(event)
    if (other !== undefined) {
      sayOfKey(findings, line, WRONG.eventTwice(event, other), HINT.eachEventOnce)
    }
    seen.set(event, key)
    if (isEventName(event) && !known.events.includes(event)) {
      sayOfKey(findings, line, WRONG.eventNotTaken(known.id, event), HINT.takeEventOut(event, known.id))
    }
  }
  return events.filter(isEventName)
}

/** What nobody has described cannot be approved. */
function checkPlanned(findings: Findings, line: Path, events: readonly string[], site: unknown): void {
  const unplanned = events.filter((event) => get(get(site, 'events'), event) === undefined)
  if (unplanned.length > 0) sayOfKey(findings, line, WRONG.notPlanned(unplanned), HINT.planThem(unplanned))
}

/** The groups of one line. `taken` holds which of them has a field already: two sets of terms for one field are none. */
export function checkLine(
  findings: Findings,
  line: Path,
  known: KnownDestination,
  groups: unknown,
  purposes: readonly string[],
): void {
  const taken = new Map<string, string>()
  for (const [index, allowed] of (Array.isArray(groups) ? groups : []).entries()) {
    const path = [...line, index]
    const name = typeof allowed === 'string' ? allowed : textOf(allowed, 'group')
    // A block without its group is the schema's error.
    if (name === undefined) continue
    const at = typeof allowed === 'string' ? path : [...path, 'group']
    const group = findings.fieldGroups.get(name)
    if (group === undefined) {
      say(findings, at, ...unknownGroup(findings, name))
      continue
    }
    checkCondition(findings, [...path, 'condition'], get(allowed, 'condition'))
    const fields = fieldsOf(findings, path, allowed, name, group)
    for (const field of fields) checkField(findings, at, known, field, group)
    checkOnce(findings, at, name, fields, taken)
    checkPurpose(findings, at, name, purposeOf(allowed) ?? group.purpose, purposes)
  }
}

/** Of the group, or of it those that the line names. */
function fieldsOf(
  findings: Findings,
  path: Path,
  allowed: unknown,
  name: string,
  group: FieldGroup,
): readonly string[] {
  const own = get(allowed, 'fields')
  if (own === undefined) return group.fields
  for (const [index, field] of stringsOf(own).entries()) {
    if (group.fields.includes(field)) continue
    const hint = didYouMean(field, group.fields) ?? HINT.groupHas(group.fields)
    say(findings, [...path, 'fields', index], WRONG.notInGroup(field, name), hint)
  }
  return stringsOf(own).filter((field) => group.fields.includes(field))
}

/** All fields of a list of groups; undefined where one of them does not exist. */
export function fieldsOfLine(findings: Findings, groups: unknown): ReadonlySet<string> | undefined {
  const fields = new Set<string>()
  for (const allowed of Array.isArray(groups) ? groups : []) {
    const name = typeof allowed === 'string' ? allowed : textOf(allowed, 'group')
    const group = findings.fieldGroups.get(name ?? '')
    if (group === undefined) return undefined
    const own = get(allowed, 'fields')
    for (const field of group.fields) if (own === undefined || stringsOf(own).includes(field)) fields.add(field)
  }
  return fields
}

function checkOnce(
  findings: Findings,
  at: Path,
  name: string,
  fields: readonly string[],
  taken: Map<string, string>,
): void {
  for (const field of fields) {
    const other = taken.get(field)
    if (other !== undefined) say(findings, at, WRONG.fieldTwice(field, other, name), HINT.oneSetOfTerms)
    taken.set(field, name)
  }
}

function checkPurpose(
  findings: Findings,
  at: Path,
  name: string,
  purpose: string | undefined,
  purposes: readonly string[],
): void {
  if (purpose === undefined || purposes.includes(purpose)) return
  say(findings, at, WRONG.purposeNotAskedFor(name, purpose), HINT.addToPurposes(purpose))
}

function unknownGroup(findings: Findings, name: string): [message: Words, hint: Words | undefined] {
  const inGroups = [...findings.fieldGroups].filter(([, { fields }]) => fields.includes(name)).map(([group]) => group)
  if (inGroups.length > 0) return [WRONG.fieldNotGroup(name), HINT.inGroups(inGroups)]
  return [WRONG.unknownGroup(name), meantOrThereIs(name, [...findings.fieldGroups.keys()])]
}

function checkField(findings: Findings, at: Path, known: KnownDestination, field: string, group: FieldGroup): void {
  const { treatment } = group
  if (!known.fields.includes(field)) {
    // A field that no platform knows is said once, where the group is written.
    if (!CANONICAL_FIELDS.some((name) => name === field)) return
    say(findings, at, WRONG.fieldNotTaken(known.id, field), HINT.ownGroup)
    return
  }
  const treatments = known.treatments?.[field]
  if (treatments === undefined || treatment === undefined) return
  const others = treatments.filter((form) => form !== treatment)
  if (others.length === 0) return
  const groups = groupsThatFit(findings, known, field)
  const hint = groups.length === 0 ? undefined : HINT.otherGroup(groups)
  say(findings, at, WRONG.otherTreatment(field, known.id, others, treatment), hint)
}

/** Groups that have the field in a form that the platform takes. */
export function groupsThatFit(findings: Findings, known: KnownDestination, field: string): readonly string[] {
  const forms = known.treatments?.[field]
  return [...findings.fieldGroups]
    .filter(([, { fields, treatment }]) => {
      const fits = forms === undefined || (treatment !== undefined && forms.includes(treatment))
      return fits && fields.includes(field) && fields.every((one) => known.fields.includes(one))
    })
    .map(([name]) => name)
}
