/** What the checks of a policy share: the file, what it and its library define, and what they found. */
import { PURPOSES, type Purpose } from '../consent/types.ts'
import { EVENT_NAMES, type EventName } from '../event/types.ts'
import type { Words } from './document.ts'
import type { PolicyError } from './errors.ts'
import { TREATMENTS, type Treatment } from './fields.ts'
import { dotted, withHint } from './issues.ts'
import type { KnownDestination } from './known.ts'
import { blocksOf, libraryOf, type Library } from './library.ts'
import { get, stringsOf, textOf } from './raw.ts'
import type { Path, PolicySource } from './source.ts'

export interface Findings {
  readonly source: PolicySource
  readonly known: ReadonlyMap<string, KnownDestination>
  readonly library: Library
  readonly eventGroups: ReadonlyMap<string, readonly string[]>
  readonly fieldGroups: ReadonlyMap<string, FieldGroup>
  readonly errors: PolicyError[]
}

export interface FieldGroup {
  readonly fields: readonly string[]
  /** Undefined where it is no purpose, or no treatment: the schema has said so. */
  readonly purpose: Purpose | undefined
  readonly treatment: Treatment | undefined
  readonly hasCondition: boolean
}

export function findingsOf(source: PolicySource, known: readonly KnownDestination[]): Findings {
  const library = libraryOf(source.value)
  const fieldGroups = blocksOf(library.fieldGroups, source.value, 'field_groups').map(([name, group]) => {
    const read = {
      fields: stringsOf(get(group, 'fields')),
      purpose: purposeOf(group),
      treatment: treatmentOf(group),
      hasCondition: get(group, 'condition') !== undefined,
    }
    return [name, read] as const
  })
  const eventGroups = blocksOf(library.eventGroups, source.value, 'event_groups').map(
    ([name, group]) => [name, stringsOf(get(group, 'events'))] as const,
  )
  return {
    source,
    known: new Map(known.map((destination) => [destination.id, destination])),
    library,
    eventGroups: new Map(eventGroups),
    fieldGroups: new Map(fieldGroups),
    errors: [],
  }
}

export function purposeOf(block: unknown): Purpose | undefined {
  return PURPOSES.find((purpose) => purpose === textOf(block, 'purpose'))
}

function treatmentOf(block: unknown): Treatment | undefined {
  return TREATMENTS.find((treatment) => treatment === textOf(block, 'treatment'))
}

export function say(findings: Findings, path: Path, message: Words, hint?: Words): void {
  findings.errors.push(withHint({ ...findings.source.positionOf(path), path: dotted(path), message }, hint))
}

export function sayOfKey(findings: Findings, path: Path, message: Words, hint?: Words): void {
  findings.errors.push(withHint({ ...findings.source.positionOfKey(path), path: dotted(path), message }, hint))
}

export function isEventName(name: string): name is EventName {
  return EVENT_NAMES.some((event) => event === name)
}
