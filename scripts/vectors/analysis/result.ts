/** What a runner of a folder of analysis vectors says, and how it compares numbers. */

/** One checked group of numbers; its name says which number of which file. `error`: what is wrong, in one line. */
export interface AnalysisResult {
  readonly name: string
  readonly error?: string
  /** Numbers of the file that no check reads: said, not skipped in silence. */
  readonly unread?: readonly string[]
}

/** Runs every file of a folder that it knows, whatever their numbers; a file of an unknown name is a result with an error. */
export type RunAnalysisFolder = (folder: string) => readonly AnalysisResult[]

/** A number is near when it differs by no more than `tolerance`; one that is missing is not near. */
export function nearly(name: string, got: number | undefined, expected: number, tolerance: number): AnalysisResult {
  if (got !== undefined && Math.abs(got - expected) <= tolerance) return { name }
  return { name, error: `${String(got)} where ${expected} ± ${tolerance} is expected` }
}

/** Exactly the same JSON. */
export function same(name: string, got: unknown, expected: unknown): AnalysisResult {
  const [one, other] = [JSON.stringify(got), JSON.stringify(expected)]
  return one === other ? { name } : { name, error: `${one} where ${other} is expected` }
}
