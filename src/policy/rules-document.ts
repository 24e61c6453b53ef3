/** What a reader must find in the words: every planned event described, every recipient named, every key with a role. */
import { EVENT_NAMES } from '../event/types.ts'
import { HINT, OF_A_RECIPIENT, OF_AN_EVENT, WRONG } from './error-words.ts'
import { CANONICAL_FIELDS } from './fields.ts'
import { say, sayOfKey, type Findings } from './findings.ts'
import type { Sha256HexOf } from './digest.ts'
import { keyIdOf } from './key-id.ts'
import { didYouMean, meantOrThereIs } from './nearest.ts'
import { entriesOf, get, stringsOf, textOf } from './raw.ts'
import type { Path } from './source.ts'

export function checkEventPlan(findings: Findings, path: Path, site: unknown): void {
  const plan = get(site, 'events')
  const defaults = get(plan, 'defaults')
  for (const event of EVENT_NAMES) {
    const written = get(plan, event)
    if (written === undefined || written === null) continue
    const known = { ...findings.library.events[event], ...shownOf(defaults), ...shownOf(written) }
    for (const [word, hint] of Object.entries(OF_AN_EVENT)) {
      if (get(known, word) !== undefined) continue
      sayOfKey(findings, [...path, 'events', event], WRONG.without(event, word), hint)
    }
  }
}

function shownOf(block: unknown): Record<string, unknown> {
  return Object.fromEntries(entriesOf(block))
}

export function checkRecipient(findings: Findings, path: Path, id: string, destination: unknown): void {
  const known = { ...findings.library.recipients[id], ...shownOf(destination) }
  for (const [word, hint] of Object.entries(OF_A_RECIPIENT)) {
    if (get(known, word) === undefined) sayOfKey(findings, path, WRONG.without(id, word), hint)
  }
}

export function checkCondition(findings: Findings, path: Path, condition: unknown): void {
  const field = textOf(condition, 'with_field')
  if (field !== undefined && !CANONICAL_FIELDS.some((name) => name === field))
    say(findings, [...path, 'with_field'], WRONG.unknownField(field), meantOrThereIs(field, CANONICAL_FIELDS))
  const countries = stringsOf(get(condition, 'countries'))
  for (const [index, country] of stringsOf(get(condition, 'except_countries')).entries()) {
    if (!countries.includes(country)) continue
    say(findings, [...path, 'except_countries', index], WRONG.inAndOut(country), HINT.keepOne)
  }
}

export function checkApproval(findings: Findings, sha256Hex: Sha256HexOf): void {
  const approval = get(findings.source.value, 'approval')
  const roles = stringsOf(get(approval, 'roles'))
  const keys = get(approval, 'keys')
  const seen = new Set<string>()
  for (const [index, key] of (Array.isArray(keys) ? keys : []).entries()) {
    const path = ['approval', 'keys', index]
    const role = textOf(key, 'role')
    if (role !== undefined && !roles.includes(role))
      say(findings, [...path, 'role'], WRONG.noSuchRole(role), didYouMean(role, roles) ?? HINT.addToRoles)
    const kid = textOf(key, 'kid')
    checkKeyId(findings, path, key, sha256Hex)
    if (kid !== undefined && seen.has(kid)) say(findings, [...path, 'kid'], WRONG.keyIdTwice(kid))
    if (kid !== undefined) seen.add(kid)
  }
}

/** An id that is not made from the key could be written beside any key: then to pin the id would pin nothing. */
function checkKeyId(findings: Findings, path: Path, key: unknown, sha256Hex: Sha256HexOf): void {
  const [kid, x] = [textOf(key, 'kid'), textOf(key, 'x')]
  // Of another length is the schema's error.
  if (kid === undefined || x === undefined || x.length !== X_CHARACTERS) return
  const id = keyIdOf(x, sha256Hex)
  if (id !== kid)
    say(findings, [...path, 'kid'], WRONG.keyIdOfAnother(kid), id === undefined ? undefined : HINT.keyId(id))
}

const X_CHARACTERS = 43
