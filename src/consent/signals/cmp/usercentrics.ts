/**
 * Usercentrics keeps its answers in the browser's local storage, where no server sees them: the page forwards them. Taken
 * are the stored items by name (`uc_settings`, `uc_user_interaction`, `uc_interaction_type`, `uc_tcf`, `uc_gcm`,
 * `uc_usprivacy`, and `ucData` of version 3; each as an object or as the JSON text that is stored), `uc_settings` alone, or
 * what `__ucCmp.getConsentDetails()` gives in version 3. A service has a status before anybody has answered.
 * Source: Usercentrics, type declarations of @usercentrics/cmp-browser-sdk 4.59.0 and documentation of the version 3 API
 * (ConsentDetails), read 2026-11-21.
 */
import { isMembers } from '../../../event/members.ts'
import { UNREADABLE, addChoice, jsonOf } from './cmp.ts'
import type { CmpInput, CmpReader, CmpRecord } from './cmp.ts'
import { consentModeKey } from './consent-mode.ts'
import { own } from './members.ts'
import { type Service, readServices } from './usercentrics-services.ts'
import { timeMs } from './times.ts'

export type Usercentrics =
  | { readonly ok: false }
  | {
      readonly ok: true
      readonly choiceMade: boolean
      /** Service id → allowed or refused; null = not answered. */
      readonly services: Readonly<Record<string, boolean | null>>
    }

type Source = Readonly<Record<string, unknown>>

interface Answers {
  readonly choiceMade: boolean
  readonly services: readonly Service[]
  readonly allRefused: boolean
  readonly gpc: boolean
  readonly consentMode: Source
  readonly atMs: number | undefined
  readonly version: unknown
  readonly wrapped: { readonly tcf?: string; readonly ac?: string; readonly usprivacy?: string }
}

const ITEMS = [
  'uc_settings',
  'ucData',
  'uc_user_interaction',
  'uc_interaction_type',
  'uc_tcf',
  'uc_gcm',
  'uc_usprivacy',
] as const
/** Local storage holds more than a cookie; a banner of 100 services with their history fits. */
const MAX_TEXT_LENGTH = 65_536
const MAX_VERSION_LENGTH = 64
/** Types of Google consent mode as Usercentrics writes them → as Google does. */
const CONSENT_MODE_TYPES = {
  adStorage: 'ad_storage',
  adUserData: 'ad_user_data',
  adPersonalization: 'ad_personalization',
  analyticsStorage: 'analytics_storage',
} as const

export const usercentricsReader: CmpReader = { cmp: 'usercentrics', cookies: [], read }

/** Never throws. */
export function decodeUsercentrics(input: unknown): Usercentrics {
  const answers = answersOf(input)
  if (answers === undefined) return { ok: false }
  const services = new Map<string, boolean | null>()
  for (const { id, answer } of answers.services) services.set(id, services.get(id) === false ? false : answer)
  return { ok: true, choiceMade: answers.choiceMade, services: Object.fromEntries(services) }
}

function read({ forwarded }: CmpInput): CmpRecord | undefined {
  if (forwarded === undefined) return undefined
  const answers = answersOf(forwarded)
  const choices = answers === undefined ? undefined : choicesOf(answers)
  if (answers === undefined || choices === undefined) return UNREADABLE
  const { choiceMade, allRefused, gpc, atMs, version, wrapped } = answers
  return {
    ok: true,
    choiceMade,
    choices,
    ...(allRefused && { allRefused }),
    ...(gpc ? { optOut: true, viaGpc: true as const } : { optOut: null }),
    ...(atMs !== undefined && { atMs }),
    ...((typeof version === 'string' || typeof version === 'number') && {
      version: String(version).slice(0, MAX_VERSION_LENGTH),
    }),
    ...(Object.keys(wrapped).length > 0 && { wrapped }),
  }
}

/** A service answers to its id and to its name. */
function choicesOf({ services, consentMode }: Answers): ReadonlyMap<string, boolean | null> | undefined {
  const choices = new Map<string, boolean | null>()
  let fits = true
  for (const { id, name, answer } of services) {
    fits &&= addChoice(choices, id, answer)
    if (name !== undefined) fits &&= addChoice(choices, name, answer)
  }
  for (const [theirs, type] of Object.entries(CONSENT_MODE_TYPES)) {
    const answer = own(consentMode, theirs) ?? own(consentMode, type)
    if (answer !== undefined) fits &&= addChoice(choices, consentModeKey(type), answer === 'granted')
  }
  return fits ? choices : undefined
}

function answersOf(input: unknown): Answers | undefined {
  const source = parsed(input)
  if (!isMembers(source)) return undefined
  if (ITEMS.some((name) => Object.hasOwn(source, name))) return storedAnswers(source)
  if (isMembers(own(source, 'consent'))) return consentDetails(source)
  return Object.hasOwn(source, 'services') ? storedAnswers({ uc_settings: source }) : undefined
}

/** The items of local storage. Undefined where one of those that hold answers is there and cannot be read. */
function storedAnswers(source: Source): Answers | undefined {
  const items = new Map(ITEMS.map((name) => [name, parsed(own(source, name))]))
  const settings = items.get('uc_settings') ?? {}
  const data = items.get('ucData') ?? {}
  if (!isMembers(settings) || !isMembers(data)) return undefined
  const stored = readServices(own(settings, 'services'))
  const dataConsent = own(data, 'consent') ?? {}
  const current = isMembers(dataConsent) ? readServices(own(dataConsent, 'services')) : undefined
  const consentMode = items.get('uc_gcm') ?? own(data, 'gcm') ?? gcmUpdate(data) ?? {}
  const wrapped = wrappedBy(items.get('uc_tcf') ?? {}, items.get('uc_usprivacy') ?? '')
  if (stored === undefined || current === undefined || wrapped === undefined || !isMembers(consentMode))
    return undefined
  const interaction = items.get('uc_interaction_type') ?? 'user'
  return {
    choiceMade: items.get('uc_user_interaction') === true && interaction === 'user',
    services: [...stored, ...current],
    allRefused: isAllDenied(dataConsent),
    gpc: false,
    consentMode,
    atMs: latestAnswer([...stored, ...current]),
    version: own(settings, 'version'),
    wrapped,
  }
}

/** Where version 3 keeps what it told Google. */
function gcmUpdate(data: Source): unknown {
  const status = own(data, 'gcmStatus')
  return isMembers(status) ? own(status, 'gcmUpdate') : undefined
}

/**
 * Version 3: `consent.type` tells a person's answer from a default, and so does `consent.type` of each service. What a
 * bot, a visitor from outside the EU, or one who has to be asked again has is no answer.
 */
function consentDetails(source: Source): Answers | undefined {
  const consent = own(source, 'consent')
  const services = readServices(own(source, 'services'))
  if (!isMembers(consent) || services === undefined) return undefined
  const isDefault = ['isBot', 'isOutsideEu', 'required'].some((name) => (own(consent, name) ?? false) !== false)
  const setting = own(consent, 'setting')
  return {
    choiceMade: own(consent, 'type') === 'EXPLICIT' && !isDefault,
    services,
    allRefused: isAllDenied(consent),
    gpc: own(consent, 'gpcSignal') === true,
    consentMode: {},
    atMs: timeMs(own(consent, 'updatedAt')),
    version: isMembers(setting) ? own(setting, 'version') : undefined,
    wrapped: {},
  }
}

/** Version 3 sums up; what is essential stays on beside it. */
function isAllDenied(consent: unknown): boolean {
  return isMembers(consent) && own(consent, 'status') === 'ALL_DENIED'
}

/** NaN where one of them cannot be read. */
function latestAnswer(services: readonly Service[]): number | undefined {
  let latest: number | undefined
  for (const { answeredAtMs } of services) {
    if (answeredAtMs !== undefined) latest = Math.max(latest ?? answeredAtMs, answeredAtMs)
  }
  return latest
}

function wrappedBy(tcf: unknown, usprivacy: unknown): Answers['wrapped'] | undefined {
  if (!isMembers(tcf) || typeof usprivacy !== 'string') return undefined
  const tcString = own(tcf, 'tcString')
  const acString = own(tcf, 'acString')
  return {
    ...(typeof tcString === 'string' && tcString !== '' && { tcf: tcString }),
    ...(typeof acString === 'string' && acString !== '' && { ac: acString }),
    ...(usprivacy !== '' && { usprivacy }),
  }
}

/** What is stored is JSON text, except for what is a plain word (`user`, `1YNN`). */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (value.length > MAX_TEXT_LENGTH) return MALFORMED
  return jsonOf(value) ?? (/^[\w-]{1,20}$/.test(value) ? value : MALFORMED)
}

/** Nothing that any item can be. */
const MALFORMED = Number.NaN
