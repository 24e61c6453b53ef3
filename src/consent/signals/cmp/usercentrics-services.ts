/** Services as Usercentrics lists them: an array (`{id, status, history}`), or by id (`{consent, name}`) in version 3. */
import { isMembers } from '../../../event/members.ts'
import { MAX_CHOICES } from './cmp.ts'
import { membersOf, own } from './members.ts'
import { timeMs } from './times.ts'

export interface Service {
  readonly id: string
  readonly name: string | undefined
  /** Null = not answered, or in a form that does not tell. */
  readonly answer: boolean | null
  /** Epoch ms of the last time that the person, not a default, decided on it; NaN = one of those times cannot be read. */
  readonly answeredAtMs: number | undefined
}

type Source = Readonly<Record<string, unknown>>

/** An entry a decision, oldest first: the last ones tell. */
const MAX_HISTORY = 20

/** Absent = none; undefined = not a list of services. */
export function readServices(value: unknown): readonly Service[] | undefined {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value.length > MAX_CHOICES ? undefined : allOf(value.map(storedService))
  if (!isMembers(value)) return undefined
  const services = membersOf(value, MAX_CHOICES)
  return services === undefined ? undefined : allOf(services.map(([id, service]) => currentService(id, service)))
}

function allOf(services: readonly (Service | undefined)[]): readonly Service[] | undefined {
  const read = services.filter((service) => service !== undefined)
  return read.length === services.length ? read : undefined
}

function storedService(service: unknown): Service | undefined {
  if (!isMembers(service)) return undefined
  const id = own(service, 'id')
  if (typeof id !== 'string') return undefined
  const { decided, answeredAtMs } = lastDecision(own(service, 'history'))
  const status = answerOf(own(service, 'status'))
  return { id, name: nameOf(service), answer: decided === false ? false : status, answeredAtMs }
}

/** `consent` is a boolean in local storage, and `{given, type}` from the API; a grant by default (`IMPLICIT`) is none. */
function currentService(id: string, service: unknown): Service | undefined {
  if (!isMembers(service)) return undefined
  const consent = own(service, 'consent')
  if (!isMembers(consent)) return { id, name: nameOf(service), answer: answerOf(consent), answeredAtMs: undefined }
  const given = answerOf(own(consent, 'given'))
  const answer = given === true && own(consent, 'type') !== 'EXPLICIT' ? null : given
  return { id, name: nameOf(service), answer, answeredAtMs: undefined }
}

/** The latest entry of the history. A refusal there refuses, whatever the status says. */
function lastDecision(history: unknown): {
  readonly decided: boolean | null
  readonly answeredAtMs: number | undefined
} {
  let last: Source | undefined
  let lastMs: number | undefined
  let answeredAtMs: number | undefined
  for (const entry of Array.isArray(history) ? history.slice(-MAX_HISTORY) : []) {
    if (!isMembers(entry)) continue
    const atMs = timeMs(own(entry, 'timestamp'))
    if (!((atMs ?? 0) < (lastMs ?? 0))) {
      last = entry
      lastMs = atMs
    }
    if (own(entry, 'type') === 'explicit' && atMs !== undefined) answeredAtMs = Math.max(answeredAtMs ?? 0, atMs)
  }
  return { decided: last === undefined ? null : answerOf(own(last, 'status')), answeredAtMs }
}

function answerOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null
}

function nameOf(service: Source): string | undefined {
  const name = own(service, 'name')
  return typeof name === 'string' && name !== '' ? name : undefined
}
