/**
 * What the Worker and a shard say to each other, as one text each way: the runtime charges for every argument of a call,
 * and for taking objects apart and putting them together again.
 */
import type { BrowserFacts, TakeAnswer, TakeRequest } from './types.ts'

/** What goes before the body in a call: JSON writes no line break of its own, so that the first one ends it. */
type Head = readonly [
  site: string,
  source: TakeRequest['source'],
  receivedAtMs: number,
  gpcHeader: string | null,
  facts?: BrowserFacts,
]

/** `shards`: into how many the body was parted. More than one stand before the list, where no version before knew anything. */
export function encodeTake(site: string, request: TakeRequest, shards = 1): string {
  const { text, source, receivedAtMs, gpcHeader, facts } = request
  const known: Head = [site, source, receivedAtMs, gpcHeader]
  return `${shards === 1 ? '' : shards}${JSON.stringify(facts === undefined ? known : [...known, facts])}\n${text}`
}

/** Into how many shards the body of a call was parted. */
export function shardsOf(call: string): number {
  return call.startsWith('[') ? 1 : Number.parseInt(call, 10)
}

export function decodeTake(call: string): { readonly site: string; readonly request: TakeRequest } {
  const end = call.indexOf('\n')
  const [site, source, receivedAtMs, gpcHeader, facts] = JSON.parse(call.slice(call.indexOf('['), end)) as Head
  const request = { text: call.slice(end + 1), source, receivedAtMs, gpcHeader }
  return { site, request: facts === undefined ? request : { ...request, facts } }
}

/** `=` and the results where all were duplicates, `+` and the results, or `!` and the rest. */
export function encodeAnswer(answer: TakeAnswer): string {
  if (answer.kind !== 'taken') return `!${JSON.stringify(answer)}`
  return (answer.allDuplicates ? '=' : '+') + answer.results
}

export function decodeAnswer(text: string): TakeAnswer {
  const rest = text.slice(1)
  if (text.startsWith('!')) return JSON.parse(rest) as TakeAnswer
  return { kind: 'taken', results: rest, allDuplicates: text.startsWith('=') }
}
