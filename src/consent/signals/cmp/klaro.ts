/**
 * Klaro. Its cookie is the percent-encoded JSON of service → boolean, written only after the person saves, so that the
 * cookie alone is a choice. What a page forwards of the running manager says so itself (`confirmed`).
 * Source: klaro 0.7.22, read 2026-11-22.
 */
import { isMembers } from '../../../event/members.ts'
import { addChoice, MAX_CHOICES, UNREADABLE, type CmpReader, type CmpRecord } from './cmp.ts'
import { membersOf } from './members.ts'
import { objectOf } from './object-in.ts'
import { strictestRecord } from './strictest.ts'

export type KlaroCookie =
  | { readonly ok: false }
  | { readonly ok: true; readonly services: Readonly<Record<string, boolean>>; readonly choiceMade: boolean }

/** `input`: the cookie's text, its object, or the manager's `{consents, confirmed}`. */
export function decodeKlaro(input: unknown): KlaroCookie {
  const object = objectOf(input)
  if (object === undefined) return { ok: false }
  const { consents, confirmed } = object
  const fromManager = isMembers(consents)
  const services = membersOf(fromManager ? consents : object, MAX_CHOICES)
  if (services?.every(isService) !== true) return { ok: false }
  return { ok: true, services: Object.fromEntries(services), choiceMade: fromManager ? confirmed === true : true }
}

function isService(entry: readonly [string, unknown]): entry is [string, boolean] {
  return typeof entry[1] === 'boolean'
}

function recordOf(input: unknown): CmpRecord | undefined {
  if (input === undefined) return undefined
  const cookie = decodeKlaro(input)
  if (!cookie.ok) return UNREADABLE
  const choices = new Map<string, boolean | null>()
  for (const [service, allowed] of Object.entries(cookie.services)) {
    if (!addChoice(choices, service, allowed)) return UNREADABLE
  }
  return { ok: true, choiceMade: cookie.choiceMade, choices, optOut: null }
}

/** Keys of the choices: service names. */
export const klaroReader: CmpReader = {
  cmp: 'klaro',
  cookies: ['klaro'],
  read: ({ cookies, forwarded }) => strictestRecord([recordOf(cookies.get('klaro')), recordOf(forwarded)]),
}
