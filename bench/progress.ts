const startedMs = performance.now()

/** One line on standard error with the seconds since the start: the table on standard output stays clean. */
export function progress(text: string): void {
  console.error(`${((performance.now() - startedMs) / 1000).toFixed(0).padStart(4)} s  ${text}`)
}
