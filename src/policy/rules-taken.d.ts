import { type Findings } from './findings.ts'
import type { KnownDestination } from './known.ts'
import type { Path } from './source.ts'
export declare function checkTaken(
  findings: Findings,
  path: Path,
  known: KnownDestination,
  destination: unknown,
  site: unknown,
): void
