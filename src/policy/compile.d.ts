import type { Sha256HexOf } from './digest.ts'
import type { PolicyError } from './errors.ts'
import type { KnownDestination } from './known.ts'
import type { CompiledPolicy } from './types.ts'
export type CompileResult =
  | {
      readonly ok: true
      readonly policy: CompiledPolicy
    }
  | {
      readonly ok: false
      readonly errors: readonly PolicyError[]
    }
export declare function compilePolicy(
  yamlText: string,
  known: readonly KnownDestination[],
  sha256Hex: Sha256HexOf,
): CompileResult
