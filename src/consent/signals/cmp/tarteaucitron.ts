/**
 * tarteaucitron. Its cookie joins `!<service>=<true|false|wait>`; `wait` = the banner has not been answered for that
 * service. Other keys (`!id=…`) are not services. The tool itself searches for parts of text, so that `mygtag` counts as
 * `gtag`; here whole keys count. Source: tarteaucitron.js 1.34.0, read 2026-11-22.
 */
import { isMembers } from '../../../event/members.ts'
import { addChoice, MAX_CHOICES, percentDecoded, UNREADABLE, type CmpReader, type CmpRecord } from './cmp.ts'
import { membersOf } from './members.ts'
import { strictestRecord } from './strictest.ts'

export type TarteaucitronCookie =
  | { readonly ok: false }
  | {
      readonly ok: true
      /** Service key as written → answer; null = `wait`. */
      readonly services: Readonly<Record<string, boolean | null>>
      readonly choiceMade: boolean
    }

/** The visitor's id that some versions keep in the same cookie. */
const NOT_A_SERVICE = 'id'
const ANSWERS: ReadonlyMap<unknown, boolean | null> = new Map<unknown, boolean | null>([
  ['true', true],
  ['false', false],
  ['wait', null],
  // `tarteaucitron.state`, as a page forwards it, has booleans.
  [true, true],
  [false, false],
])

/** `input`: the cookie's text, or an object service → answer. */
export function decodeTarteaucitron(input: unknown): TarteaucitronCookie {
  const pairs =
    typeof input === 'string' ? pairsInText(input) : isMembers(input) ? membersOf(input, MAX_CHOICES) : undefined
  if (pairs === undefined) return { ok: false }
  const services = new Map<string, boolean | null>()
  for (const [key, value] of pairs) {
    const answer = key === NOT_A_SERVICE ? undefined : ANSWERS.get(value)
    if (answer !== undefined) services.set(key, stricter(services.get(key), answer))
  }
  const choiceMade = [...services.values()].some((answer) => answer !== null)
  return { ok: true, services: Object.fromEntries(services), choiceMade }
}

/** Undefined where the text is not one `!key=value` after another. */
function pairsInText(text: string): [string, string][] | undefined {
  const [before, ...written] = percentDecoded(text)?.split('!') ?? []
  if (before !== '' || written.length === 0 || written.length > MAX_CHOICES) return undefined
  const pairs: [string, string][] = []
  for (const pair of written) {
    const equals = pair.indexOf('=')
    if (equals <= 0) return undefined
    pairs.push([pair.slice(0, equals), pair.slice(equals + 1)])
  }
  return pairs
}

function stricter(known: boolean | null | undefined, answer: boolean | null): boolean | null {
  if (known === undefined) return answer
  return known === false || answer === false ? false : known === null || answer === null ? null : true
}

function recordOf(input: unknown): CmpRecord | undefined {
  if (input === undefined) return undefined
  const cookie = decodeTarteaucitron(input)
  if (!cookie.ok) return UNREADABLE
  const choices = new Map<string, boolean | null>()
  for (const [service, answer] of Object.entries(cookie.services)) {
    if (!addChoice(choices, service, answer)) return UNREADABLE
  }
  return { ok: true, choiceMade: cookie.choiceMade, choices, optOut: null }
}

/** Keys of the choices: service keys. */
export const tarteaucitronReader: CmpReader = {
  cmp: 'tarteaucitron',
  cookies: ['tarteaucitron'],
  read: ({ cookies, forwarded }) => strictestRecord([recordOf(cookies.get('tarteaucitron')), recordOf(forwarded)]),
}
