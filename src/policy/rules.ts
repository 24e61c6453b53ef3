/**
 * What one part of a policy says about another, and about what the mappings can do. Reads the raw value, so that it
 * finds what it can also in a file that the schema has already faulted: what has the wrong shape is passed over here.
 */
import { PURPOSES } from '../consent/types.ts'
import type { Purpose } from '../consent/types.ts'
import { EVENT_NAMES } from '../event/types.ts'
import type { PolicyError } from './errors.ts'
import { CANONICAL_FIELDS, TREATMENTS } from './fields.ts'
import type { Treatment } from './fields.ts'
import { dotted, withHint } from './issues.ts'
import type { KnownDestination } from './known.ts'
import { didYouMean } from './nearest.ts'
import { entriesOf, get, stringsOf, textOf } from './raw.ts'
import type { Path, PolicySource } from './source.ts'

/** What the checks share: the file, what it defines, and what they found. */
interface Review {
  readonly source: PolicySource
  readonly known: ReadonlyMap<string, KnownDestination>
  readonly eventGroups: ReadonlyMap<string, readonly string[]>
  readonly fieldGroups: ReadonlyMap<string, FieldGroup>
  readonly errors: PolicyError[]
}

interface FieldGroup {
  readonly fields: readonly string[]
  /** Undefined where it is no purpose, or no treatment: the schema has said so. */
  readonly purpose: Purpose | undefined
  readonly treatment: Treatment | undefined
}

export function ruleErrors(source: PolicySource, known: readonly KnownDestination[]): PolicyError[] {
  const review = reviewOf(source, known)
  checkFieldNames(review)
  checkGroupNames(review)
  checkClaimedOnce(review, 'hosts')
  checkClaimedOnce(review, 'origins')
  for (const [siteId, site] of entriesOf(get(source.value, 'sites'))) {
    for (const [id, destination] of entriesOf(get(site, 'destinations'))) {
      checkDestination(review, ['sites', siteId, 'destinations', id], id, destination)
    }
  }
  return review.errors
}

function reviewOf(source: PolicySource, known: readonly KnownDestination[]): Review {
  const fieldGroups = entriesOf(get(source.value, 'field_groups')).map(([name, group]) => {
    const read = {
      fields: stringsOf(get(group, 'fields')),
      purpose: PURPOSES.find((purpose) => purpose === textOf(group, 'purpose')),
      treatment: TREATMENTS.find((treatment) => treatment === textOf(group, 'treatment')),
    }
    return [name, read] as const
  })
  const eventGroups = entriesOf(get(source.value, 'event_groups')).map(
    ([name, group]) => [name, stringsOf(get(group, 'events'))] as const,
  )
  return {
    source,
    known: new Map(known.map((destination) => [destination.id, destination])),
    eventGroups: new Map(eventGroups),
    fieldGroups: new Map(fieldGroups),
    errors: [],
  }
}

function say(review: Review, path: Path, message: string, hint?: string): void {
  review.errors.push(withHint({ ...review.source.positionOf(path), path: dotted(path), message }, hint))
}

function sayOfKey(review: Review, path: Path, message: string, hint?: string): void {
  review.errors.push(withHint({ ...review.source.positionOfKey(path), path: dotted(path), message }, hint))
}

function checkFieldNames(review: Review): void {
  const mapped = [...review.known.values()].flatMap((destination) => destination.fields)
  const vocabulary: ReadonlySet<string> = new Set([...CANONICAL_FIELDS, ...mapped])
  for (const [name, group] of review.fieldGroups) {
    for (const [index, field] of group.fields.entries()) {
      if (vocabulary.has(field)) continue
      const path = ['field_groups', name, 'fields', index]
      say(review, path, `unknown field \`${field}\``, didYouMean(field, vocabulary))
    }
  }
}

function checkGroupNames(review: Review): void {
  for (const name of review.eventGroups.keys()) {
    if (!isEventName(name)) continue
    sayOfKey(review, ['event_groups', name], `\`${name}\` is the name of an event`, 'give the group a name of its own')
  }
}

/** A request must belong to one site only: by the host it comes to and by the page it comes from. */
function checkClaimedOnce(review: Review, key: 'hosts' | 'origins'): void {
  const owner = new Map<string, string>()
  for (const [siteId, site] of entriesOf(get(review.source.value, 'sites'))) {
    for (const [index, value] of stringsOf(get(site, key)).entries()) {
      const other = owner.get(value) ?? siteId
      if (other !== siteId)
        say(review, ['sites', siteId, key, index], `\`${value}\` belongs to site \`${other}\` already`)
      owner.set(value, other)
    }
  }
}

function checkDestination(review: Review, path: Path, id: string, destination: unknown): void {
  const known = review.known.get(id)
  if (known === undefined) {
    sayOfKey(review, path, `unknown destination \`${id}\``, didYouMean(id, review.known.keys()))
    return
  }
  checkPurposes(review, path, known, destination)
  checkLimited(review, path, known, destination)
  checkAllow(review, path, known, destination)
}

function checkPurposes(review: Review, path: Path, known: KnownDestination, destination: unknown): void {
  const written = get(destination, 'purposes')
  // Absent or empty is the schema's error.
  if (!Array.isArray(written) || written.length === 0) return
  for (const purpose of known.purposes) {
    if (written.includes(purpose)) continue
    const message = `${known.id} needs the purpose \`${purpose}\` too: a policy may add purposes, not take one away`
    say(review, [...path, 'purposes'], message, `add ${purpose}`)
  }
}

/** A limited send is what counsel has approved, group by group: neither the word nor the list stands alone. */
function checkLimited(review: Review, path: Path, known: KnownDestination, destination: unknown): void {
  const groups = get(destination, 'limited')
  const onOptOut = textOf(destination, 'on_opt_out')
  if (onOptOut === 'limited' && groups === undefined) {
    const hint = 'add `limited: [a group of fields]`, or set on_opt_out to drop'
    say(review, [...path, 'on_opt_out'], 'nothing says which fields leave under a limited permit', hint)
  }
  if (onOptOut === 'drop' && groups !== undefined)
    sayOfKey(review, [...path, 'limited'], 'is never used: on_opt_out is drop', 'take it out')
  for (const [index, name] of stringsOf(groups).entries()) {
    checkGroup(review, [...path, 'limited', index], known, name, stringsOf(get(destination, 'purposes')))
  }
}

function checkAllow(review: Review, path: Path, known: KnownDestination, destination: unknown): void {
  const seen = new Map<string, string>()
  for (const [key, groups] of entriesOf(get(destination, 'allow'))) {
    const line = [...path, 'allow', key]
    checkEvents(review, line, known, key, seen)
    for (const [index, name] of stringsOf(groups).entries()) {
      checkGroup(review, [...line, index], known, name, stringsOf(get(destination, 'purposes')))
    }
  }
}

/** `seen` holds which line has allowed an event already: two lines for one event would hide what is allowed. */
function checkEvents(
  review: Review,
  line: Path,
  known: KnownDestination,
  key: string,
  seen: Map<string, string>,
): void {
  const events = review.eventGroups.get(key) ?? (isEventName(key) ? [key] : undefined)
  if (events === undefined) {
    const names = [...review.eventGroups.keys(), ...EVENT_NAMES]
    sayOfKey(review, line, `\`${key}\` is neither an event nor a group of events`, didYouMean(key, names))
    return
  }
  for (const event of events) {
    const other = seen.get(event)
    if (other !== undefined) {
      sayOfKey(review, line, `\`${event}\` is allowed twice, here and by \`${other}\``, 'write each event once')
    }
    seen.set(event, key)
    if (isEventName(event) && !known.events.includes(event)) {
      sayOfKey(review, line, `${known.id} takes no event \`${event}\``, `take \`${event}\` out for ${known.id}`)
    }
  }
}

function checkGroup(
  review: Review,
  at: Path,
  known: KnownDestination,
  name: string,
  purposes: readonly string[],
): void {
  const group = review.fieldGroups.get(name)
  if (group === undefined) {
    say(review, at, ...unknownGroup(review, name))
    return
  }
  for (const field of group.fields) checkField(review, at, known, field, group.treatment)
  if (group.purpose !== undefined && !purposes.includes(group.purpose)) {
    const message = `group \`${name}\` is for the purpose \`${group.purpose}\`, which this destination does not ask for`
    say(review, at, message, `add ${group.purpose} to its purposes`)
  }
}

function unknownGroup(review: Review, name: string): [message: string, hint: string | undefined] {
  const inGroups = [...review.fieldGroups]
    .filter(([, group]) => group.fields.includes(name))
    .map(([group]) => `\`${group}\``)
  if (inGroups.length > 0) return [`\`${name}\` is a field: allow a group of fields`, `it is in ${inGroups.join(', ')}`]
  return [`no field group \`${name}\``, didYouMean(name, review.fieldGroups.keys())]
}

function checkField(
  review: Review,
  at: Path,
  known: KnownDestination,
  field: string,
  treatment: Treatment | undefined,
): void {
  if (!known.fields.includes(field)) {
    // A field that no platform knows is said once, where the group is written.
    if (!CANONICAL_FIELDS.some((name) => name === field)) return
    say(review, at, `${known.id} cannot take \`${field}\``, 'put it in a group of its own for the platforms that can')
    return
  }
  const treatments = known.treatments?.[field]
  if (treatments === undefined || treatment === undefined) return
  const others = treatments.filter((form) => form !== treatment)
  if (others.length > 0) {
    say(review, at, `\`${field}\` goes to ${known.id} as ${others.join(' and ')}; its group says ${treatment}`)
  }
}

function isEventName(name: string): boolean {
  return EVENT_NAMES.some((event) => event === name)
}
