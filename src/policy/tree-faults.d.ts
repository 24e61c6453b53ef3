import type { Document, LineCounter } from 'yaml'
import type { PolicyError } from './errors.ts'
export declare function treeFaults(document: Document.Parsed, lines: LineCounter): readonly PolicyError[]
