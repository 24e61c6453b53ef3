import { type Findings } from './findings.ts'
import type { KnownDestination } from './known.ts'
import type { Path } from './source.ts'
export declare function checkAllow(
  findings: Findings,
  path: Path,
  known: KnownDestination,
  destination: unknown,
  site: unknown,
): void
/** The groups of one line. `taken` holds which of them has a field already: two sets of terms for one field are none. */
export declare function checkLine(
  findings: Findings,
  line: Path,
  known: KnownDestination,
  groups: unknown,
  purposes: readonly string[],
): void
/** All fields of a list of groups; undefined where one of them does not exist. */
export declare function fieldsOfLine(findings: Findings, groups: unknown): ReadonlySet<string> | undefined
/** Groups that have the field in a form that the platform takes. */
export declare function groupsThatFit(findings: Findings, known: KnownDestination, field: string): readonly string[]
