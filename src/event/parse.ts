/** Bytes of a caller, already text → canonical events, or what is wrong with them. Never throws, whatever the text. */
import { isStaging, toCanonical, withStrayConsent, withUnreadableConsent } from './canonical.ts'
import { fieldErrors, messageOf, type FieldError } from './errors.ts'
import { glanceAt } from './glance.ts'
import { settleFields } from './known-fields.ts'
import { keepLike } from './likeness.ts'
import { isMembers } from './members.ts'
import { eventNameOf, MAX_NAME_LENGTH } from './names.ts'
import { isPlainEvent } from './plain.ts'
import { contradictions, isRepeatedAround, mayRepeat } from './repeated.ts'
import { BOUNDS, eventSchema, type WireEvent } from './schema.ts'
import { findStructureProblem, MAX_MEMBERS, type StructureProblem } from './structure.ts'
import type { CanonicalEvent } from './types.ts'

export type { FieldError } from './errors.ts'

/** Why a body as a whole is refused. Stable codes. */
export type BodyProblem =
  | 'not_json'
  | 'too_deep'
  | 'forbidden_key'
  | 'wrong_structure'
  | 'too_many_events'
  | 'no_events'

export type ParsedBody =
  | { readonly ok: false; readonly code: BodyProblem; readonly errors: readonly FieldError[] }
  /** `single`: the body was one event and not a list. `staging`: said beside the list, of all that are in it. */
  | {
      readonly ok: true
      readonly single: boolean
      readonly events: readonly ParsedEvent[]
      readonly staging?: true
    }

export type ParsedEvent =
  /** `unknown`: names of fields that were left out, as the caller wrote them: escape before showing. Never values. */
  | { readonly ok: true; readonly event: CanonicalEvent; readonly unknown: readonly string[] }
  /**
   * `eventId`: where it could be read. `unknownName`: what the caller called an event that we do not know; it may be anything,
   * a person's address too.
   */
  | {
      readonly ok: false
      readonly eventId?: string
      readonly unknownName?: string
      readonly errors: readonly FieldError[]
    }

export interface ParseLimits {
  readonly maxEvents: number
  /** Objects and lists inside each other, the event itself counted, a list around it not. */
  readonly maxDepth: number
}

export const PARSE_LIMITS: ParseLimits = { maxEvents: 500, maxDepth: 12 }

/** One event, `{"events":[…]}`, or a bare list. The caller has bounded the length of `text`. */
export function parseBody(text: string, receivedAtMs: number, limits: ParseLimits = PARSE_LIMITS): ParsedBody {
  const problem = glanceAt(text, { maxDepth: limits.maxDepth + MAX_WRAPPERS, maxEvents: limits.maxEvents })
  if (problem !== undefined) return refuse(problem)
  const json = readJson(text)
  return json.ok ? parseJson(json.value, receivedAtMs, limits, text) : refuse(json.code)
}

/** As parseBody, from a JSON value; the value is the parser's from then on (null members are deleted in it). */
export function parseValue(value: unknown, receivedAtMs: number, limits: ParseLimits = PARSE_LIMITS): ParsedBody {
  return parseJson(value, receivedAtMs, limits)
}

/** `text`: what the value was made of, where there is one. */
function parseJson(value: unknown, receivedAtMs: number, limits: ParseLimits, text?: string): ParsedBody {
  const body = unwrap(value)
  const tally = { members: 0 }
  const problem = findStructureProblem(value, limits.maxDepth + body.wrappers, tally)
  const parsed = problemOrEvents(value, body, problem, limits, receivedAtMs)
  if (text === undefined || !parsed.ok || !mayRepeat(text, tally.members)) return parsed
  if (body.wrappers === 2 && isRepeatedAround(text)) return refuse('wrong_structure')
  return contradicted(parsed, contradictions(text))
}

function problemOrEvents(
  value: unknown,
  body: Unwrapped,
  problem: StructureProblem | undefined,
  limits: ParseLimits,
  receivedAtMs: number,
): ParsedBody {
  if (problem !== undefined) return problemInOne(value, body, limits, receivedAtMs) ?? refuse(problem)
  if (body.kind === 'wrong') return refuse('wrong_structure', body.path)
  if (body.kind === 'single') return { ok: true, single: true, events: [parseEvent(body.event, receivedAtMs, '')] }
  if (body.events.length === 0) return refuse('no_events')
  if (body.events.length > limits.maxEvents) return refuse('too_many_events')
  return listOf(parseList(body.events, receivedAtMs), body)
}

/** Whatever of it was meant, nobody can say that it was a yes. */
function contradicted(parsed: Extract<ParsedBody, { ok: true }>, isSo: readonly boolean[]): ParsedBody {
  const events = parsed.events.map((one, index) =>
    one.ok && isSo[index] === true ? { ...one, event: withUnreadableConsent(one.event) } : one,
  )
  return { ...parsed, events }
}

function listOf(events: readonly ParsedEvent[], { staging }: List): ParsedBody {
  return staging
    ? { ok: true, single: false, events: events.map(asStaging), staging: true }
    : { ok: true, single: false, events }
}

/**
 * One event that cannot be looked into must not cost its neighbours. Undefined where it is not the events' own doing, where all of
 * them are so, or where there are too many: then the body is refused.
 */
function problemInOne(
  value: unknown,
  body: Unwrapped,
  limits: ParseLimits,
  receivedAtMs: number,
): ParsedBody | undefined {
  if (body.kind !== 'list' || body.events.length > limits.maxEvents) return undefined
  const around = Array.isArray(value) ? {} : { ...(value as object), events: [] }
  if (findStructureProblem(around, limits.maxDepth + body.wrappers) !== undefined) return undefined
  const problems = body.events.map((event) => findStructureProblem(event, limits.maxDepth))
  if (problems.every((problem) => problem !== undefined)) return undefined
  const events = body.events.map((event, index): ParsedEvent => {
    const [path, problem] = [`events.${index}`, problems[index]]
    if (problem === undefined) return parseEvent(event, receivedAtMs, path)
    return { ok: false, errors: [{ path, message: WORDS[problem] }] }
  })
  return listOf(events, body)
}

/** Said beside the list, it is said of every event in it. */
function asStaging(one: ParsedEvent): ParsedEvent {
  return one.ok ? { ...one, event: { ...one.event, staging: true } } : one
}

type Json = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly code: BodyProblem }

function readJson(text: string): Json {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (error) {
    // A runtime whose JSON reader is recursive runs out of stack here instead of in the depth check.
    return { ok: false, code: error instanceof RangeError ? 'too_deep' : 'not_json' }
  }
}

const MAX_WRAPPERS = 2

/** `wrappers`: levels around the events, which do not count as an event's depth. */
type Unwrapped =
  | { readonly kind: 'single'; readonly event: object; readonly wrappers: 0 }
  | List
  | { readonly kind: 'wrong'; readonly path: string; readonly wrappers: 0 }

interface List {
  readonly kind: 'list'
  readonly events: readonly unknown[]
  readonly wrappers: 1 | 2
  readonly staging: boolean
}

function unwrap(value: unknown): Unwrapped {
  if (typeof value !== 'object' || value === null) return { kind: 'wrong', path: '', wrappers: 0 }
  if (Array.isArray(value)) return { kind: 'list', events: value, wrappers: 1, staging: false }
  if (!('events' in value)) return { kind: 'single', event: value, wrappers: 0 }
  if (!Array.isArray(value.events)) return { kind: 'wrong', path: 'events', wrappers: 0 }
  const staging = 'environment' in value && isStaging(value.environment)
  return { kind: 'list', events: value.events, wrappers: 2, staging }
}

function parseList(values: readonly unknown[], receivedAtMs: number): readonly ParsedEvent[] {
  return values.map((value, index) => parseEvent(value, receivedAtMs, `events.${index}`))
}

function parseEvent(value: unknown, receivedAtMs: number, path: string): ParsedEvent {
  if (!isMembers(value)) {
    return { ok: false, errors: [{ path, message: 'must be an object' }] }
  }
  const unknown = settleFields(value)
  if (unknown.length === 0 && isPlainEvent(value)) {
    const event = toCanonical(value as WireEvent, receivedAtMs)
    keepLike(value, event)
    return { ok: true, event, unknown }
  }
  const checked = eventSchema().safeParse(value, ERROR_WORDS)
  if (checked.success) {
    const event = toCanonical(checked.data, receivedAtMs)
    return { ok: true, event: unknown.length === 0 ? event : withStrayConsent(event, value), unknown }
  }
  const errors = fieldErrors(checked.error.issues, path === '' ? '' : `${path}.`)
  const [eventId, unknownName] = [readableId(value), unknownNameIn(value)]
  return {
    ok: false,
    ...(eventId !== undefined && { eventId }),
    ...(unknownName !== undefined && { unknownName }),
    errors,
  }
}

const ERROR_WORDS = { error: messageOf }

function readableId(event: Record<string, unknown>): string | undefined {
  const id = event['event_id']
  return typeof id === 'string' && id.length <= BOUNDS.id ? id : undefined
}

function unknownNameIn(event: Record<string, unknown>): string | undefined {
  const name = event['event']
  return typeof name === 'string' && name.length <= MAX_NAME_LENGTH && eventNameOf(name) === undefined
    ? name
    : undefined
}

const WORDS: Readonly<Record<BodyProblem, string>> = {
  not_json: 'is not JSON',
  too_deep: 'is nested too deep',
  forbidden_key: 'has a member named __proto__, constructor or prototype',
  wrong_structure: `must be an event, or a list of events, and have at most ${MAX_MEMBERS} members in an object, none around the list twice`,
  too_many_events: 'has too many events',
  no_events: 'has no events',
}

function refuse(code: BodyProblem, path = ''): ParsedBody {
  return { ok: false, code, errors: [{ path, message: WORDS[code] }] }
}
