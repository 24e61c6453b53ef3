/**
 * Several accounts of one consent tool (its cookie, what the page forwards, one banner a language) → one record that
 * allows only what all of them allow. An account that cannot be read may have been a refusal: then nothing can be read.
 */
import { addChoice, UNREADABLE, type CmpRecord } from './cmp.ts'

type Readable = Extract<CmpRecord, { ok: true }>
type Wrapped = NonNullable<Readable['wrapped']>

export function strictestRecord(records: readonly (CmpRecord | undefined)[]): CmpRecord | undefined {
  let strictest: CmpRecord | undefined
  for (const record of records) {
    if (record === undefined) continue
    strictest = strictest === undefined ? record : stricter(strictest, record)
  }
  return strictest
}

function stricter(a: CmpRecord, b: CmpRecord): CmpRecord {
  if (!a.ok || !b.ok) return UNREADABLE
  const choices = new Map<string, boolean | null>()
  if (!addAll(choices, a) || !addAll(choices, b)) return UNREADABLE
  const wrapped = wrappedByBoth(a.wrapped ?? {}, b.wrapped ?? {})
  if (wrapped === undefined) return UNREADABLE
  const version = a.version ?? b.version
  const atMs = earliest(a.atMs, b.atMs)
  const expiresAtMs = earliest(a.expiresAtMs, b.expiresAtMs)
  return {
    ok: true,
    choiceMade: a.choiceMade || b.choiceMade,
    choices,
    ...((a.allRefused ?? b.allRefused) === true && { allRefused: true as const }),
    ...optOutOf(a, b),
    ...(atMs !== undefined && { atMs }),
    ...(expiresAtMs !== undefined && { expiresAtMs }),
    ...(version !== undefined && { version }),
    ...(Object.keys(wrapped).length > 0 && { wrapped }),
  }
}

/** What was on without an answer is a default: beside a record with an answer it must not become one. */
function addAll(choices: Map<string, boolean | null>, record: Readable): boolean {
  for (const [key, answer] of record.choices) {
    if (!addChoice(choices, key, answer === true && !record.choiceMade ? null : answer)) return false
  }
  return true
}

/** Global Privacy Control counts in fewer places than a person's own opt-out: it is that only where nothing else is. */
function optOutOf(a: Readable, b: Readable): { readonly optOut: boolean | null; readonly viaGpc?: true } {
  const opted = [a, b].filter(({ optOut }) => optOut === true)
  if (opted.length === 0) return { optOut: a.optOut ?? b.optOut }
  return { optOut: true, ...(opted.every(({ viaGpc }) => viaGpc === true) && { viaGpc: true as const }) }
}

/** NaN where one of them cannot be read. */
function earliest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return Math.min(a, b)
}

/** Two different strings of one standard from one tool: undefined, since it cannot be told which the person meant. */
function wrappedByBoth(a: Wrapped, b: Wrapped): Wrapped | undefined {
  for (const standard of ['tcf', 'ac', 'gpp', 'usprivacy'] as const) {
    if (a[standard] !== undefined && b[standard] !== undefined && a[standard] !== b[standard]) return undefined
  }
  return { ...a, ...b }
}
