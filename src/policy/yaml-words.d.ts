/** What is said of a text that is not YAML, or not one that can be trusted to mean what it seems to. */
import type { ErrorCode, YAMLError } from 'yaml'
import type { Words } from './document.ts'
import type { Said } from './errors.ts'
export declare const TOO_LARGE: Words
export declare const TOO_DEEP: Words
/** Of what the parser found at a place. */
export declare function yamlWords(problem: YAMLError, text: string): Said
/** Of what the parser threw: only aliases are resolved so late. */
export declare function aliasWords(error: unknown, maxAliases: number): Words
export declare function keyTwice(key: string): Said
/** JavaScript keeps this name for itself: a block under it would vanish. */
export declare const RESERVED_KEY: Said
/** It may stand for a key that is written already, and the last of the two would win. */
export declare const ALIAS_AS_KEY: Said
/** Control characters, but for tab and line ends; U+FFFD is what stands for bytes that are not UTF-8. */
export declare const UNREADABLE: RegExp
export declare function characterWords(codePoint: number): Said
export declare const IN_FRENCH: Readonly<Record<ErrorCode, string>>
