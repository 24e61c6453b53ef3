/** JSON and form text of other tools → plain values, looked at before anybody reads them: not too deep, no key that reaches a prototype. */
import { glanceAt } from '../event/glance.ts'
import { hasRepeated } from '../event/repeated.ts'
import { findStructureProblem } from '../event/structure.ts'
import { isMembers } from './parts.ts'

/** `path`: what is wrong and where: `body` where it is no JSON, the name of a key that is refused. */
export type WireValue = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly path: string }

/** Deeper than any of the formats, with a batch around its events. */
const MAX_LEVELS = 16
const MAX_EVENTS = 10_000
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

export function readWireJson(text: string): WireValue {
  if (glanceAt(text, { maxDepth: MAX_LEVELS, maxEvents: MAX_EVENTS }) !== undefined) return BROKEN
  try {
    return looked(JSON.parse(text), text)
  } catch {
    return BROKEN
  }
}

const BROKEN: WireValue = { ok: false, path: 'body' }

function looked(value: unknown, text: string): WireValue {
  const tally = { members: 0 }
  const problem = findStructureProblem(value, MAX_LEVELS, tally)
  // A tool writes consent in words of its own, anywhere: of a yes and a no under one name the no must not be lost.
  if (problem === undefined) return hasRepeated(text, tally.members) ? BROKEN : { ok: true, value }
  return { ok: false, path: (problem === 'forbidden_key' ? forbiddenPath(value) : undefined) ?? 'body' }
}

/** `items.0.__proto__`. The levels have been counted before, so that this ends. */
function forbiddenPath(value: unknown, before = '', levels = MAX_LEVELS): string | undefined {
  if (levels === 0 || typeof value !== 'object' || value === null) return undefined
  for (const [key, member] of Object.entries(value)) {
    if (FORBIDDEN.has(key)) return `${before}${key}`
    const found = forbiddenPath(member, `${before}${key.slice(0, 64)}.`, levels - 1)
    if (found !== undefined) return found
  }
  return undefined
}

/** More than any shop's order needs. */
const MAX_PAIRS = 5_000
const MAX_FORM_LEVELS = 8
const MAX_LIST = 500

/** `items.0.item_id=x&value=8.5` → `{items: [{item_id: 'x'}], value: '8.5'}`. Values stay text. */
export function readDottedForm(text: string): WireValue {
  const root: Branch = new Map()
  let pairs = 0
  for (const [name, value] of new URLSearchParams(text)) {
    if (++pairs > MAX_PAIRS) return BROKEN
    const path = name.split('.', MAX_FORM_LEVELS + 1)
    const forbidden = path.find((part) => FORBIDDEN.has(part))
    if (forbidden !== undefined) return { ok: false, path: forbidden }
    if (path.length > MAX_FORM_LEVELS) return BROKEN
    grow(root, path, value)
  }
  return { ok: true, value: valueOf(root) }
}

/** Of all forms with dots that are read, the one member that speaks of consent. */
const OF_CONSENT = 'consent_state'
const CONTRADICTED = 'contradicted'

type Branch = Map<string, Branch | string>

/** Where a name is both a text and a branch, the first stays; of two texts, unless they are of consent: then nobody knows which holds. */
function grow(root: Branch, path: readonly string[], value: string): void {
  let at = root
  for (const part of path.slice(0, -1)) {
    const next = at.get(part) ?? new Map<string, Branch | string>()
    if (typeof next === 'string') return
    at.set(part, next)
    at = next
  }
  const last = path.at(-1) ?? ''
  const before = at.get(last)
  if (before === undefined) at.set(last, value)
  else if (before !== value && path[0] === OF_CONSENT) at.set(last, CONTRADICTED)
}

function valueOf(branch: Branch): unknown {
  const entries = [...branch].map(([name, one]): [string, unknown] => [
    name,
    typeof one === 'string' ? one : valueOf(one),
  ])
  const isList = entries.length > 0 && entries.length <= MAX_LIST && entries.every(([name]) => /^\d{1,3}$/.test(name))
  if (!isList) return Object.fromEntries(entries)
  return entries.toSorted(([one], [other]) => Number(one) - Number(other)).map(([, value]) => value)
}

/** Base64, also in the alphabet of URLs and without its padding, of UTF-8 text. */
export function fromBase64(text: string): string | undefined {
  const plain = text.trim().replaceAll('-', '+').replaceAll('_', '/').replaceAll(' ', '+')
  try {
    const bytes = Uint8Array.from(atob(plain), (character) => character.codePointAt(0) ?? 0)
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    return undefined
  }
}

/** A member that is JSON inside of text: `content_ids` of a pixel, `items` of a form. The text itself where it is none. */
export function unpacked(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  const json = readWireJson(value)
  return json.ok ? json.value : value
}

export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMembers(value) ? value : {}
}
