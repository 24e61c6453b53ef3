/**
 * Axeptio: `axeptio_cookies` (JSON, partly percent-encoded: `$$…` fields, and one boolean a vendor), and the lists
 * `axeptio_authorized_vendors` and `axeptio_all_vendors` (`,vendorA,vendorB,`). A site in several languages may have each
 * with an ending (`_en`). All three exist before anybody has answered: only `$$completed: true` is an answer.
 * Vendor names are free text and often stand there in two spellings; one refused spelling refuses.
 * Source: Axeptio, "What cookies does Axeptio set?" and "Registering User choices", and cookies as seen on public sites,
 * read 2026-11-21.
 */
import { isMembers } from '../../../event/members.ts'
import { PURPOSES } from '../../types.ts'
import { MAX_CHOICES, UNREADABLE, addChoice, jsonOf, percentDecoded } from './cmp.ts'
import type { CmpInput, CmpReader, CmpRecord } from './cmp.ts'
import { consentModeKey, isConsentMode } from './consent-mode.ts'
import { membersOf, own } from './members.ts'
import { strictestRecord } from './strictest.ts'
import { timeMs } from './times.ts'

export type Axeptio =
  | { readonly ok: false }
  | {
      readonly ok: true
      readonly completed: boolean | null
      readonly choiceMade: boolean
      /** Vendor in small letters → allowed or refused; who was not answered for is not there. */
      readonly vendors: Readonly<Record<string, boolean>>
      /** Google consent mode as Axeptio keeps it: its version, and `granted` or `denied` by type. */
      readonly googleConsentMode?: Readonly<Record<string, unknown>>
      /** The sources disagree on a vendor. */
      readonly conflict?: string
    }

/** What one banner left: the three values as they came. */
interface Banner {
  answers?: unknown
  authorized?: unknown
  all?: unknown
}

interface ReadBanner {
  readonly record: Extract<CmpRecord, { ok: true }>
  readonly completed: boolean | null
  readonly consentMode: Readonly<Record<string, unknown>> | undefined
  readonly conflict: boolean
}

type Source = Readonly<Record<string, unknown>>
type Choices = Map<string, boolean | null>

/** Cookie → what it holds of a banner. */
const PARTS: readonly (readonly [string, keyof Banner])[] = [
  ['axeptio_cookies', 'answers'],
  ['axeptio_authorized_vendors', 'authorized'],
  ['axeptio_all_vendors', 'all'],
]
/** More languages than one site asks in. */
const MAX_BANNERS = 8
const MAX_FIELDS = 40
const MAX_VERSION_LENGTH = 64
const CONFLICT = 'JSON says false, list says authorised: strictest wins'

export const axeptioReader: CmpReader = {
  cmp: 'axeptio',
  cookies: [...PARTS.map(([name]) => name), ...PARTS.map(([name]) => `${name}_*`)],
  read,
}

/** Takes the cookies by name, the text of `axeptio_cookies`, or the object that Axeptio gives the page. Never throws. */
export function decodeAxeptio(input: unknown): Axeptio {
  const banners = bannersOf(input)?.map(readBanner)
  if (banners === undefined || banners.length === 0) return { ok: false }
  const readable = banners.filter((banner) => banner !== undefined)
  const record = strictestRecord(readable.map((banner) => banner.record))
  if (readable.length < banners.length || record?.ok !== true) return { ok: false }
  const consentMode = readable.find((banner) => banner.consentMode !== undefined)?.consentMode
  const vendors = new Map<string, boolean>()
  for (const [name, answer] of record.choices) if (answer !== null && !isConsentMode(name)) vendors.set(name, answer)
  return {
    ok: true,
    completed: completedBy(readable),
    choiceMade: record.choiceMade,
    vendors: Object.fromEntries(vendors),
    ...(consentMode !== undefined && { googleConsentMode: consentMode }),
    ...(readable.some(({ conflict }) => conflict) && { conflict: CONFLICT }),
  }
}

function read(input: CmpInput): CmpRecord | undefined {
  const cookies = input.cookies.size === 0 ? undefined : recordOf(Object.fromEntries(input.cookies))
  return strictestRecord([cookies, input.forwarded === undefined ? undefined : recordOf(input.forwarded)])
}

function recordOf(input: unknown): CmpRecord {
  const banners = bannersOf(input)
  if (banners === undefined) return UNREADABLE
  return strictestRecord(banners.map((banner) => readBanner(banner)?.record ?? UNREADABLE)) ?? UNREADABLE
}

function completedBy(banners: readonly ReadBanner[]): boolean | null {
  if (banners.some(({ completed }) => completed === true)) return true
  return banners.some(({ completed }) => completed === false) ? false : null
}

/** One a language; undefined where nothing is Axeptio's. */
function bannersOf(input: unknown): readonly Banner[] | undefined {
  if (typeof input === 'string') return [{ answers: input }]
  if (!isMembers(input)) return undefined
  if (Object.hasOwn(input, '$$completed') || Object.hasOwn(input, '$$token')) return [{ answers: input }]
  const fields = membersOf(input, MAX_FIELDS)
  const banners = new Map<string, Banner>()
  for (const [name, value] of fields ?? []) {
    const part = PARTS.find(([cookie]) => name === cookie || name.startsWith(`${cookie}_`))
    if (part === undefined) continue
    const ending = name.slice(part[0].length)
    const banner = banners.get(ending) ?? {}
    banner[part[1]] = value
    banners.set(ending, banner)
  }
  return banners.size === 0 || banners.size > MAX_BANNERS ? undefined : [...banners.values()]
}

function readBanner({ answers, authorized, all }: Banner): ReadBanner | undefined {
  const source = answers === undefined ? {} : answersOf(answers)
  const allowed = namesOf(authorized)
  const named = namesOf(all)
  if (source === undefined || allowed === undefined || named === undefined) return undefined
  const completed = booleanOf(own(source, '$$completed'))
  const choices: Choices = new Map()
  if (!addAnswers(choices, source)) return undefined
  const listed = { allowed, isComplete: authorized !== undefined && completed === true }
  const conflict = addLists(choices, named, listed)
  const consentMode = consentModeOf(own(source, '$$googleConsentMode'))
  if (conflict === undefined || !addConsentMode(choices, own(source, '$$googleConsentMode'))) return undefined
  const record = { ok: true, choiceMade: completed === true, choices, optOut: null, ...detailsOf(source) } as const
  return { record, completed, consentMode, conflict }
}

/** A value that is no boolean is not a grant, and might be a refusal. */
function addAnswers(choices: Choices, source: Source): boolean {
  const entries = membersOf(source, MAX_CHOICES)
  return entries?.every(([name, answer]) => name.startsWith('$$') || addChoice(choices, name, answer === true)) === true
}

/**
 * Adds what the lists say to what the JSON said; says whether they disagree. Once the person has answered, whoever is not in
 * the list of the authorised is refused. Undefined where there are too many names.
 */
function addLists(
  choices: Choices,
  named: ReadonlySet<string>,
  { allowed, isComplete }: { readonly allowed: ReadonlySet<string>; readonly isComplete: boolean },
): boolean | undefined {
  let conflict = false
  let fits = true
  for (const [name, answer] of choices) {
    if (allowed.has(name) ? answer === false : isComplete && answer === true) conflict = true
    if (isComplete && !allowed.has(name)) fits &&= addChoice(choices, name, false)
  }
  for (const name of allowed) fits &&= addChoice(choices, name, true)
  for (const name of named) {
    if (!choices.has(name)) fits &&= addChoice(choices, name, isComplete ? false : null)
  }
  return fits ? conflict : undefined
}

/** A word that is not `granted` might be a refusal. */
function addConsentMode(choices: Choices, mode: unknown): boolean {
  return PURPOSES.every((type) => {
    const answer = isMembers(mode) ? own(mode, type) : undefined
    return answer === undefined || addChoice(choices, consentModeKey(type), answer === 'granted')
  })
}

function consentModeOf(value: unknown): Source | undefined {
  if (!isMembers(value)) return undefined
  const types = membersOf(value, MAX_FIELDS)
  return Object.fromEntries(
    (types ?? []).filter(([name, answer]) => answer === 'granted' || answer === 'denied' || name === 'version'),
  )
}

function detailsOf(source: Source): { readonly atMs?: number; readonly version?: string } {
  const atMs = timeMs(own(source, '$$date'))
  const notice = own(source, '$$cookiesVersion')
  const version = isMembers(notice) ? (own(notice, 'identifier') ?? own(notice, 'name')) : undefined
  return {
    ...(atMs !== undefined && { atMs }),
    ...(typeof version === 'string' && { version: version.slice(0, MAX_VERSION_LENGTH) }),
  }
}

function answersOf(answers: unknown): Source | undefined {
  if (isMembers(answers)) return answers
  const text = typeof answers === 'string' ? percentDecoded(answers) : undefined
  const json = text === undefined ? undefined : jsonOf(text)
  return isMembers(json) ? json : undefined
}

/** Absent = nobody; undefined = not a list. Names in small letters. */
function namesOf(list: unknown): ReadonlySet<string> | undefined {
  if (list === undefined) return new Set()
  const text = typeof list === 'string' ? percentDecoded(list) : undefined
  if (text === undefined) return undefined
  const names = text.split(',').map((name) => name.trim().toLowerCase())
  return new Set(names.filter((name) => name !== ''))
}

function booleanOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null
}
