/** What the orders and the sources of a site say about each other, about the other sites, and about its recipients. */
import { type Findings } from './findings.ts'
import type { Path } from './source.ts'
export declare function checkSources(findings: Findings, path: Path, site: unknown): void
export declare function checkClaimsOfSources(findings: Findings): void
