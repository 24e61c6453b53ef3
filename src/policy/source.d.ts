import type { PolicyError } from './errors.ts'
export type Path = readonly PropertyKey[]
export interface Position {
  readonly line: number
  readonly column: number
}
export interface PolicySource {
  readonly value: unknown
  /** Where a value stands; where it is missing, the nearest thing around it. */
  readonly positionOf: (path: Path) => Position
  /** Where the key itself stands, the last part of the path. */
  readonly positionOfKey: (path: Path) => Position
}
/** `source` is absent where the text is not YAML that can be trusted to mean what it seems to. */
export interface ReadPolicy {
  readonly source?: PolicySource
  readonly errors: readonly PolicyError[]
}
export declare function readPolicy(text: string): ReadPolicy
