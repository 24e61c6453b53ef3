import type { Sha256HexOf } from './digest.ts'
import type { PolicyError } from './errors.ts'
import type { KnownDestination } from './known.ts'
import type { PolicySource } from './source.ts'
export declare function ruleErrors(
  source: PolicySource,
  known: readonly KnownDestination[],
  sha256Hex: Sha256HexOf,
): PolicyError[]
