/**
 * Where the lines of the log go. Whoever reads them may stand still or go away, as a pipe's other end does: what takes events goes on,
 * and neither ends for it nor fills its memory with lines.
 */
import type { Writable } from 'node:stream'

/** Some ten thousand lines; what comes while so much waits is not written. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024

/** The listener stays: without one the process would end with the first line that nobody takes. */
export function outliveReaders(...outputs: readonly Writable[]): void {
  for (const output of outputs) output.on('error', () => undefined)
}

export function lineWriter(output: Writable): (line: string) => void {
  return (line) => {
    if (output.writableLength < MAX_WAITING_BYTES) output.write(`${line}\n`)
  }
}
