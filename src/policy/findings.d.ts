/** What the checks of a policy share: the file, what it and its library define, and what they found. */
import { type Purpose } from '../consent/types.ts'
import { type EventName } from '../event/types.ts'
import type { Words } from './document.ts'
import type { PolicyError } from './errors.ts'
import { type Treatment } from './fields.ts'
import type { KnownDestination } from './known.ts'
import { type Library } from './library.ts'
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
export declare function findingsOf(source: PolicySource, known: readonly KnownDestination[]): Findings
export declare function purposeOf(block: unknown): Purpose | undefined
export declare function say(findings: Findings, path: Path, message: Words, hint?: Words): void
export declare function sayOfKey(findings: Findings, path: Path, message: Words, hint?: Words): void
export declare function isEventName(name: string): name is EventName
