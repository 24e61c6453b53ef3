/**
 * What a change of the browser side widens. Where the section is new, it is held against one that says nothing: no cookie, no
 * key, no staging.
 */
import { type Rule } from './compare-rules.ts'
export declare const BROWSER_RULES: Readonly<Record<string, Rule>>
export declare const COOKIE_RULES: Readonly<Record<string, Rule>>
