import { type Findings } from './findings.ts'
import type { Sha256HexOf } from './digest.ts'
import type { Path } from './source.ts'
export declare function checkEventPlan(findings: Findings, path: Path, site: unknown): void
export declare function checkRecipient(findings: Findings, path: Path, id: string, destination: unknown): void
export declare function checkCondition(findings: Findings, path: Path, condition: unknown): void
export declare function checkApproval(findings: Findings, sha256Hex: Sha256HexOf): void
