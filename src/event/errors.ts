/** What is wrong with an event, in words that never repeat what the caller sent. */
import type * as z from 'zod/mini'

export interface FieldError {
  /** Dotted, with indexes from 0: `events.3.order.items.0.price`; empty for the body as a whole. */
  readonly path: string
  readonly message: string
}

/** More would help nobody and makes the answer larger than the question. */
export const MAX_ERRORS = 50

/** Errors of one event, each path once; `prefix` is '' or ends in a dot. */
export function fieldErrors(issues: readonly z.core.$ZodIssue[], prefix: string): readonly FieldError[] {
  const messages = new Map<string, string>()
  for (const { path, message } of issues) {
    if (messages.size >= MAX_ERRORS) break
    const full = prefix + path.join('.')
    // The checks of one field overlap (too short is also unknown): the first says it.
    if (!messages.has(full)) messages.set(full, message)
  }
  return Array.from(messages, ([path, message]) => ({ path, message }))
}

/** zod's issue in our words. Given to zod as its error map, so that messages set in schema.ts win. */
export function messageOf(issue: z.core.$ZodRawIssue): string {
  if (issue.input === undefined) return 'is needed'
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${NOUNS[issue.expected] ?? 'of another type'}`
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int' ? `must be at most ${issue.maximum}` : atMost(issue)
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int' ? `must be at least ${issue.minimum}` : atLeast(issue)
    case 'invalid_format':
      return issue.format === 'datetime' ? 'must be an ISO 8601 date and time with a zone' : 'has the wrong form'
    case 'invalid_value':
      return `must be one of: ${issue.values.join(', ')}`
    case 'invalid_union':
      return 'must be text or a whole number, within its bounds'
    default:
      return 'is not valid'
  }
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
}

function atLeast(issue: { origin: string; minimum: number | bigint }): string {
  return issue.minimum === 1 ? 'must not be empty' : `must have at least ${issue.minimum} characters`
}

function atMost(issue: { origin: string; maximum: number | bigint }): string {
  return `must have at most ${issue.maximum} ${issue.origin === 'array' ? 'elements' : 'characters'}`
}
