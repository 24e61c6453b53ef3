/** What a consent tool's record says about purposes and destinations. */
import { PURPOSES, type Answer, type Finding, type Purpose } from '../types.ts'
import { CMP_READERS } from './cmp/index.ts'
import { CATEGORIES, isNecessary } from './cmp/categories.ts'
import type { CmpInput, CmpReader, CmpRecord } from './cmp/cmp.ts'
import { consentModeKey, isConsentMode } from './cmp/consent-mode.ts'
import { isRefusedByName } from './cmp/usual-names.ts'
import { freshness } from './freshness.ts'
import { ALL_DENIED, invalidFinding, type Answers, type ReadContext } from './reader.ts'

export interface ToolReading {
  readonly finding: Finding
  readonly wrapped: { readonly tcf?: string; readonly ac?: string; readonly gpp?: string; readonly usprivacy?: string }
}

const READERS: ReadonlyMap<string, CmpReader> = new Map(CMP_READERS.map((reader) => [reader.cmp, reader]))
/** What an advertising category or a vendor's own switch is asked for. */
const ADVERTISING = ['ad_storage', 'ad_user_data', 'ad_personalization'] as const satisfies readonly Purpose[]
const NOTHING = {}

/** `fallbackAt`: `consent.at` of the event, for tools that do not write down when the person answered. */
export function readTool(
  tool: string,
  input: CmpInput,
  fallbackAt: unknown,
  context: ReadContext,
): ToolReading | undefined {
  const record = READERS.get(tool)?.read(input)
  if (record === undefined) return undefined
  const signal = `cmp:${tool}`
  if (!record.ok) return { finding: invalidFinding(signal), wrapped: NOTHING }
  return { finding: findingOf(signal, tool, record, fallbackAt, context), wrapped: record.wrapped ?? NOTHING }
}

type Readable = Extract<CmpRecord, { ok: true }>

function findingOf(signal: string, tool: string, record: Readable, fallbackAt: unknown, context: ReadContext): Finding {
  const fresh = freshness({ atMs: record.atMs, expiresAtMs: record.expiresAtMs, fallbackAt }, context)
  const destinations = destinationAnswers(tool, record, context)
  return {
    signal,
    validity: fresh.validity,
    answers: generalAnswers(tool, record),
    ...(Object.keys(destinations).length > 0 && { destinations }),
    choiceMade: record.choiceMade,
    optOut: record.optOut,
    ...(record.viaGpc === true && { viaGpc: true }),
    ...(fresh.atMs !== undefined && { atMs: fresh.atMs }),
    ...(Number.isFinite(record.expiresAtMs) && { expiresAtMs: record.expiresAtMs }),
    ...(record.version !== undefined && { version: record.version }),
  }
}

/**
 * For all destinations: audience measurement has a category of its own, who refuses everything refuses us too, and so does
 * who refused Google a purpose by its name.
 */
function generalAnswers(tool: string, record: Readable): Answers {
  if (refusesEverything(record)) return ALL_DENIED
  const analytics = CATEGORIES[tool]?.analytics
  const answer = analytics === undefined ? 'unset' : answerOf(record, analytics)
  return { ...(answer !== 'unset' && { analytics_storage: answer }), ...deniedToGoogle(record) }
}

/** Only refusals: a grant to Google is none to anybody else, unless the policy names it. */
function deniedToGoogle(record: Readable): Answers {
  const denied = PURPOSES.filter((purpose) => record.choices.get(consentModeKey(purpose)) === false)
  return record.choiceMade ? Object.fromEntries(denied.map((purpose) => [purpose, 'denied'])) : {}
}

/** Every key that can be refused was, by a person, whatever the keys are called; or the tool says so itself. */
function refusesEverything(record: Readable): boolean {
  if (record.allRefused === true) return true
  if (!record.choiceMade) return false
  let refused = false
  for (const [key, answer] of record.choices) {
    if (isNecessary(key) || isConsentMode(key)) continue
    if (answer !== false) return false
    refused = true
  }
  return refused
}

/**
 * The policy's names for a destination decide; else the tool's own advertising category, where it has one. Who refused the
 * recipient under a usual name has refused it, whatever names the policy has.
 */
function destinationAnswers(tool: string, record: Readable, context: ReadContext): Record<string, Answers> {
  const found: Record<string, Answers> = {}
  for (const [destination, { tools }] of Object.entries(context.rules.destinations)) {
    if (record.choiceMade && isRefusedByName(record.choices, destination)) {
      found[destination] = ALL_DENIED
      continue
    }
    const keys = Object.hasOwn(tools, tool) ? tools[tool] : CATEGORIES[tool]?.advertising
    const answer = keys === undefined ? 'unset' : answerOf(record, keys)
    if (answer === 'unset') continue
    found[destination] = Object.fromEntries(ADVERTISING.map((purpose) => [purpose, answer]))
  }
  return found
}

/** All keys must be allowed, one refused is a refusal; a default may refuse and does not grant. */
function answerOf(record: Readable, keys: readonly string[]): Answer {
  let allGranted = true
  for (const key of keys) {
    const answers = answersTo(record, key)
    if (answers.includes(false)) return 'denied'
    allGranted &&= answers.length > 0 && !answers.includes(null)
  }
  return allGranted && record.choiceMade ? 'granted' : 'unset'
}

function answersTo(record: Readable, key: string): readonly (boolean | null)[] {
  if (!key.endsWith('*')) {
    const answer = record.choices.get(key)
    return answer === undefined ? [] : [answer]
  }
  const prefix = key.slice(0, -1)
  return [...record.choices].filter(([name]) => name.startsWith(prefix)).map(([, answer]) => answer)
}
