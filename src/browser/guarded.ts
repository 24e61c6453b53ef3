/** The page must not notice: what fails in here ends in here, without a word in the console. */
export function guarded<Args extends readonly unknown[]>(work: (...args: Args) => unknown): (...args: Args) => void {
  return (...args) => {
    try {
      const result = work(...args) as Partial<Promise<unknown>> | undefined
      result?.catch?.(() => {})
    } catch {
      // The page goes on as it would without us.
    }
  }
}
