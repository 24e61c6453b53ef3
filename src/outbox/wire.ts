/**
 * What the Worker and a shard say to each other, as one text each way: the runtime charges for every argument of a call,
 * and for taking objects apart and putting them together again.
 */
import type { CookieOrders } from '../pipeline/cookies.ts'
import type { BrowserFacts, TakeAnswer, TakeRequest } from './types.ts'

/** What goes before the body in a call: JSON writes no line break of its own, so that the first one ends it. */
type Head = readonly [
  ...Known,
  facts?: BrowserFacts | null | undefined,
  staging?: true | null | undefined,
  via?: string | null | undefined,
  sentAtMs?: number | null | undefined,
]
type Known = readonly [site: string, source: TakeRequest['source'], receivedAtMs: number, gpcHeader: string | null]

/** One text; of a large body its bytes beside what goes before it. `length`: what it takes, characters or bytes. */
export type TakeCall = string | { readonly head: string; readonly body: Uint8Array; readonly length: number }

/** `shards`: into how many the body was parted. More than one stand before the list, where no version before knew anything. */
export function encodeTake(site: string, request: TakeRequest, shards = 1): TakeCall {
  const { text, source, receivedAtMs, gpcHeader } = request
  const known = [site, source, receivedAtMs, gpcHeader] as const
  const head = `${shards === 1 ? '' : shards}${JSON.stringify(headOf(known, request))}\n`
  return typeof text === 'string' ? head + text : { head, body: text, length: text.length }
}

function headOf(known: Known, { facts, staging, via, sentAtMs }: TakeRequest): Head {
  // What JSON writes of an absent one is null.
  if ((via ?? sentAtMs) !== undefined) return [...known, facts, staging, via, sentAtMs]
  if (staging !== undefined) return [...known, facts, staging]
  return facts === undefined ? known : [...known, facts]
}

/** Into how many shards the body of a call was parted. */
export function shardsOf(call: TakeCall): number {
  const head = headIn(call)
  return head.startsWith('[') ? 1 : Number.parseInt(head, 10)
}

function headIn(call: TakeCall): string {
  return typeof call === 'string' ? call : call.head
}

export function decodeTake(call: TakeCall): { readonly site: string; readonly request: TakeRequest } {
  const head = headIn(call)
  const end = head.indexOf('\n')
  const [site, source, receivedAtMs, gpcHeader, facts, staging, via, sentAtMs] = JSON.parse(
    head.slice(head.indexOf('['), end),
  ) as Head
  return {
    site,
    request: {
      text: typeof call === 'string' ? call.slice(end + 1) : call.body,
      source,
      receivedAtMs,
      gpcHeader,
      facts: facts ?? undefined,
      staging: staging ?? undefined,
      via: via ?? undefined,
      sentAtMs: sentAtMs ?? undefined,
    },
  }
}

/**
 * `=` and the results where all were duplicates, `+` and the results, or `!` and the rest. Cookies of a browser stand on a line of
 * their own before that, behind `@`.
 */
export function encodeAnswer(answer: TakeAnswer): string {
  if (answer.kind !== 'taken') return `!${JSON.stringify(answer)}`
  const taken = (answer.allDuplicates ? '=' : '+') + answer.results
  return answer.cookies === undefined ? taken : `@${JSON.stringify(answer.cookies)}\n${taken}`
}

export function decodeAnswer(text: string): TakeAnswer {
  if (text.startsWith('@')) return withCookies(text)
  const rest = text.slice(1)
  if (text.startsWith('!')) return JSON.parse(rest) as TakeAnswer
  return { kind: 'taken', results: rest, allDuplicates: text.startsWith('=') }
}

function withCookies(text: string): TakeAnswer {
  const end = text.indexOf('\n')
  const answer = decodeAnswer(text.slice(end + 1))
  return answer.kind === 'taken' ? { ...answer, cookies: JSON.parse(text.slice(1, end)) as CookieOrders } : answer
}
