/**
 * Whether a request of a source may come in: signed over its very bytes, with a key, or from a page of the site with a public id.
 * Closed: a source that the policy does not list, or whose secrets are not set, lets nobody in.
 */
import type { CompiledSources } from '../policy/types.ts'
import type { Proof, Source, SourceRequest } from '../sources/source.ts'
import { isOneOf, isSigned, isSignedWith } from './webhook-signature.ts'

export const ENTRANCE_CODES = [
  'source_not_configured',
  'signature_missing',
  'signature_mismatch',
  'timestamp_out_of_tolerance',
  'key_missing',
  'key_unknown',
  'origin_not_allowed',
  'signing_key_unavailable',
] as const

export interface EntranceRefusal {
  /** 503: it could not be looked at now, and its sender shall come again. */
  readonly status: 401 | 403 | 503
  readonly code: (typeof ENTRANCE_CODES)[number]
}

export type ServedKey = CryptoKey | 'none' | 'unavailable'

export interface EntranceFacts {
  /** The values of the bindings that the policy names; those that are not set are left out. */
  readonly secrets: (names: readonly string[]) => readonly string[]
  /** The public key that its sender serves at that path; `none`: there is no such key. */
  readonly servedKey: (path: string) => Promise<ServedKey>
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
      return bySignature(entrance, request, bytes, valuesOf(entrance.secrets(sources), facts), facts)
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
  facts: EntranceFacts,
): Promise<EntranceRefusal | undefined> {
  if (secrets.length === 0) return NOT_CONFIGURED
  const proof = proofOf(request, bytes)
  if (proof.ok === 'unsigned') return undefined
  if (proof.ok === 'served') return byServedKey(proof, secrets, facts)
  if (!proof.ok) return { status: 401, code: proof.code }
  const keys = secrets.flatMap((secret) => proof.key(secret) ?? [])
  if (!(await isSigned(proof.message, proof.signatures, keys))) return { status: 401, code: 'signature_mismatch' }
  return proof.late === true ? { status: 401, code: 'timestamp_out_of_tolerance' } : undefined
}

/** Whom it is for is looked at first: nobody's keys are asked for on behalf of a stranger. */
async function byServedKey(
  { message, signed, recipient }: Extract<Proof, { ok: 'served' }>,
  recipients: readonly string[],
  { servedKey }: EntranceFacts,
): Promise<EntranceRefusal | undefined> {
  if (!(await isOneOf(recipient, recipients))) return { status: 401, code: 'key_unknown' }
  let unavailable = false
  for (const { signature, keyPath } of signed) {
    const key = await servedKey(keyPath)
    if (key === 'unavailable') unavailable = true
    else if (key !== 'none' && (await isSignedWith(key, message, signature))) return undefined
  }
  return unavailable ? { status: 503, code: 'signing_key_unavailable' } : { status: 401, code: 'signature_mismatch' }
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

/**
 * A frame in a sandbox has no origin and says so in a word of its own: Shopify runs its pixels in one. It may come where a picture
 * may, which names none either; with a key it is a page like any other, and a stranger.
 */
export function isSandboxed({ entrance }: Source, origin: string | null): boolean {
  return entrance.by === 'browser' && origin === 'null'
}

/** For a site that is not named: whether its policy speaks of the source. */
export function isListed({ entrance }: Source, sources: CompiledSources): boolean {
  return (entrance.by === 'browser' ? entrance.listed(sources) : entrance.secrets(sources)) !== undefined
}
