/** Rejects where the time is over first. What is asked may do its work all the same: it must be such that twice counts once. */
export async function inTime<T>(asked: Promise<T>, ms: number, silent: string): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(silent)), ms)
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}
