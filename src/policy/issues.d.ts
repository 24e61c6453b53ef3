/** What the schema found, in plain words and at its place in the file. */
import { z } from 'zod'
import type { Words } from './document.ts'
import type { PolicyError } from './errors.ts'
import type { Path, PolicySource } from './source.ts'
type Issue = z.core.$ZodIssue
export declare function schemaErrors(issues: readonly Issue[], source: PolicySource): PolicyError[]
export declare function valueAt(root: unknown, path: Path): unknown
export declare function dotted(path: Path): string
export declare function withHint(error: PolicyError, suggestion: Words | undefined): PolicyError
export {}
