/** Which lines of policy.yaml differ from the approved text. Comments and blank lines do not count: nobody signs them. */
export interface LineDifference {
  /** In the text of now, from 1. */
  readonly line: number
  /** Absent: the line is new. */
  readonly approved?: string
  /** Absent: the line is gone; `line` is where it was. */
  readonly now?: string
}
/**
 * For two texts that do not mean the same: there a line with `#` may be part of a text over several lines, and then it counts.
 */
export declare function tellingDifferences(
  approved: readonly string[],
  now: readonly string[],
): readonly LineDifference[]
export declare function lineDifferences(approved: readonly string[], now: readonly string[]): readonly LineDifference[]
