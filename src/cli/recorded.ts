/** Recordings of events without values: read from a file of JSON lines, bounded. */
import { createReadStream } from 'node:fs'
import { readShape, type EventShape } from '../pipeline/shape.ts'
import { linesOf } from './lines.ts'

export const DEFAULT_RECORDING = 'policy/recorded.jsonl'

const MAX_LINE_CHARACTERS = 64 * 1024
const MAX_EVENTS = 10_000

export type Recording =
  | { readonly ok: true; readonly shapes: readonly EventShape[] }
  | { readonly ok: false; readonly line: number }

/** Undefined where there is no such file; a line that is no shape is an error with its number. */
export async function readRecording(file: string): Promise<Recording | undefined> {
  const shapes: EventShape[] = []
  let line = 0
  try {
    for await (const text of linesOf(createReadStream(file), MAX_LINE_CHARACTERS)) {
      line += 1
      if (text?.trim() === '') continue
      const shape = text === undefined ? undefined : readShape(text)
      if (shape === undefined) return { ok: false, line }
      if (shapes.push(shape) >= MAX_EVENTS) break
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  return { ok: true, shapes }
}
