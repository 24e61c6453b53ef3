/** A shard's answer as one text: `=` and the results where all were duplicates, `+` and the results, or `!` and the rest. */
import type { TakeAnswer } from './types.ts'

export function encodeAnswer(answer: TakeAnswer): string {
  if (answer.kind !== 'taken') return `!${JSON.stringify(answer)}`
  return (answer.allDuplicates ? '=' : '+') + answer.results
}

export function decodeAnswer(text: string): TakeAnswer {
  const rest = text.slice(1)
  if (text.startsWith('!')) return JSON.parse(rest) as TakeAnswer
  return { kind: 'taken', results: rest, allDuplicates: text.startsWith('=') }
}
