import { type Findings } from './findings.ts'
import type { Path } from './source.ts'
export declare function checkBrowser(findings: Findings, path: Path, site: unknown): void
