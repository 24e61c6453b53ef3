/**
 * Whether a request of a source may come in: signed over its very bytes, with a key, or from a page of the site with a public id.
 * Closed: a source that the policy does not list, or whose secrets are not set, lets nobody in.
 */
import type { CompiledSources } from '../policy/types.ts'
import type { Source, SourceRequest } from '../sources/source.ts'
import { isOneOf, isSigned } from './webhook-signature.ts'

export const ENTRANCE_CODES = [
  'source_not_configured',
  'signature_missing',
  'signature_mismatch',
  'timestamp_out_of_tolerance',
  'key_missing',
  'key_unknown',
  'origin_not_allowed',
] as const

export interface EntranceRefusal {
  readonly status: 401 | 403
  readonly code: (typeof ENTRANCE_CODES)[number]
}

export interface EntranceFacts {
  /** The values of the bindings that the policy names; those that are not set are left out. */
  readonly secrets: (names: readonly string[]) => readonly string[]
  /** The page that it says it comes from: one of the site's, of somebody else's, or none is named. */
  readonly origin: 'own' | 'strange' | 'none'
}

/** Undefined: it may be read. */
export function entranceRefusal(
  { entrance }: Source,
  request: SourceRequest,
  bytes: Uint8Array,
  facts: EntranceFacts,
): EntranceRefusal | undefined | Promise<EntranceRefusal | undefined> {
  const { sources } = request.settings
  switch (entrance.by) {
    case 'signature':
      return bySignature(entrance, request, bytes, valuesOf(entrance.secrets(sources), facts))
    case 'key':
      return facts.origin === 'strange' ? STRANGER : withKey(entrance, request, facts)
    case 'browser':
      return fromPage(entrance.listed(sources), entrance.id(request), facts.origin)
  }
}

const NOT_CONFIGURED = { status: 401, code: 'source_not_configured' } as const
const STRANGER = { status: 403, code: 'origin_not_allowed' } as const

function valuesOf(names: readonly string[] | undefined, { secrets }: EntranceFacts): readonly string[] {
  return names === undefined ? [] : secrets(names).filter((value) => value !== '')
}

type Of<By> = Extract<Source['entrance'], { by: By }>

async function bySignature(
  { proof: proofOf }: Of<'signature'>,
  request: SourceRequest,
  bytes: Uint8Array,
  secrets: readonly string[],
): Promise<EntranceRefusal | undefined> {
  if (secrets.length === 0) return NOT_CONFIGURED
  const proof = proofOf(request, bytes)
  if (proof.ok === 'unsigned') return undefined
  if (!proof.ok) return { status: 401, code: proof.code }
  const keys = secrets.flatMap((secret) => proof.key(secret) ?? [])
  if (!(await isSigned(proof.message, proof.signatures, keys))) return { status: 401, code: 'signature_mismatch' }
  return proof.late === true ? { status: 401, code: 'timestamp_out_of_tolerance' } : undefined
}

async function withKey(
  entrance: Of<'key'>,
  request: SourceRequest,
  facts: EntranceFacts,
): Promise<EntranceRefusal | undefined> {
  const { sources } = request.settings
  const refusal = await byKey(entrance.key(request), valuesOf(entrance.secrets(sources), facts))
  if (refusal !== undefined || entrance.listed === undefined) return refusal
  return withId(entrance.listed(sources) ?? [], entrance.id?.(request))
}

async function byKey(key: string | undefined, secrets: readonly string[]): Promise<EntranceRefusal | undefined> {
  if (secrets.length === 0) return NOT_CONFIGURED
  if (key === undefined || key === '') return { status: 401, code: 'key_missing' }
  return (await isOneOf(key, secrets)) ? undefined : { status: 401, code: 'key_unknown' }
}

/**
 * Where the policy lists no ids for it, the page's origin alone lets it in; with an id a picture, which names no origin, may come
 * too. Neither proves who sends: as at `/e`, they keep strangers' pages and mistakes out.
 */
function fromPage(
  listed: readonly string[] | undefined,
  id: string | undefined,
  origin: EntranceFacts['origin'],
): EntranceRefusal | undefined {
  if (listed === undefined) return NOT_CONFIGURED
  if (origin === 'strange') return STRANGER
  if (listed.length === 0) return origin === 'own' ? undefined : STRANGER
  return withId(listed, id)
}

function withId(listed: readonly string[], id: string | undefined): EntranceRefusal | undefined {
  if (id === undefined) return { status: 403, code: 'key_missing' }
  return listed.includes(id) ? undefined : { status: 403, code: 'key_unknown' }
}

/** For a site that is not named: whether its policy speaks of the source. */
export function isListed({ entrance }: Source, sources: CompiledSources): boolean {
  return (entrance.by === 'browser' ? entrance.listed(sources) : entrance.secrets(sources)) !== undefined
}
