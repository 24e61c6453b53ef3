/** `widens` and `wording` need a new approval; `narrows` and `technical` do not. */
export declare const DIRECTIONS: readonly ['widens', 'narrows', 'wording', 'technical']
export type Direction = (typeof DIRECTIONS)[number]
/** `before` and `after` are what a reader is shown; a list holds what is gone, or what is new, and not the rest. */
export interface Finding {
  readonly direction: Direction
  readonly before?: unknown
  readonly after?: unknown
  /** Of a setting by key: which. */
  readonly key?: string
}
export type Rule = (before: unknown, after: unknown) => readonly Finding[]
export declare function same(one: unknown, other: unknown): boolean
/** Any change goes this way. */
export declare function always(direction: Direction): Rule
/** Of settings by key, each that differs widens. */
export declare const byKeyWidens: Rule
/** Looked at elsewhere. */
export declare const ELSEWHERE: Rule
/** A larger number widens, as of days that something is kept. */
export declare const largerWidens: Rule
/** A later day widens; written YYYY-MM-DD, so that the order of texts is that of days. */
export declare const laterWidens: Rule
/** From the closed end of `scale` towards the open one widens. What is not on the scale widens. */
export declare function opens(scale: readonly unknown[]): Rule
export declare const moreWidens: Rule
export declare const fewerWidens: Rule
/**
 * Country or region → regime. Without an entry the law as built in holds, which is at most as strict as `opt-in` and at
 * least as strict as `none`: an entry that is new or gone narrows only where that alone decides it.
 */
export declare const looserRegimeWidens: Rule
/** Narrows where whoever meets the new condition meets the old one too. */
export declare const looserConditionWidens: Rule
