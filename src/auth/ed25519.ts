/**
 * Ed25519 keys (RFC 8037) as JWKs, and compact JWS (RFC 7515) made and checked with them, through jose. Runs in workerd and
 * in Node. What is signed with a key, and under which `typ`, is the business of receipt-signature.ts and policy-signature.ts.
 */
import {
  calculateJwkThumbprint,
  CompactSign,
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
} from 'jose'

const ALGORITHM = 'EdDSA'

/** `kid` is the thumbprint of RFC 7638 where `tidegate keys new` made it. */
export interface Ed25519PublicJwk {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  readonly x: string
  readonly kid: string
}

export interface Ed25519PrivateJwk extends Ed25519PublicJwk {
  readonly d: string
}

/** Claims → compact JWS. */
export type JwsSigner = (claims: object) => Promise<string>

export type JwsVerdict =
  | { readonly kind: 'good'; readonly kid: string; readonly claims: unknown }
  /** None of the given keys has this id. */
  | { readonly kind: 'unknown_key'; readonly kid: string }
  | { readonly kind: 'bad' }

export type JwsVerifier = (jws: string) => Promise<JwsVerdict>

/** Undefined where the text is not a private Ed25519 JWK with a `kid`. */
export function parsePrivateKey(text: string): Ed25519PrivateJwk | undefined {
  const jwk = parseObject(text)
  const known = readPublicKey(jwk)
  const d = jwk?.['d']
  return known !== undefined && is32Bytes(d) ? { ...known, d } : undefined
}

/** Undefined where the text is not an Ed25519 JWK with a `kid`. A private one gives its public part. */
export function parsePublicKey(text: string): Ed25519PublicJwk | undefined {
  return readPublicKey(parseObject(text))
}

function readPublicKey(jwk: Readonly<Record<string, unknown>> | undefined): Ed25519PublicJwk | undefined {
  const { kty, crv, x, kid } = jwk ?? {}
  if (kty !== 'OKP' || crv !== 'Ed25519' || !is32Bytes(x) || typeof kid !== 'string' || kid === '') return undefined
  return { kty, crv, x, kid }
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

/** As base64url. */
function is32Bytes(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{43}$/.test(value)
}

export async function newKeyPair(): Promise<{
  readonly privateJwk: Ed25519PrivateJwk
  readonly publicJwk: Ed25519PublicJwk
}> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true })
  const { x = '', d = '' } = await exportJWK(privateKey)
  const kid = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x })
  const publicJwk = { kty: 'OKP', crv: 'Ed25519', x, kid } as const
  return { publicJwk, privateJwk: { ...publicJwk, d } }
}

/** The key is imported when it is first used. Throws `mismatch` where its two halves do not belong together. */
export function jwsSigner(jwk: Ed25519PrivateJwk, type: string, mismatch: string): JwsSigner {
  let checked: Promise<JwsSigner> | undefined
  return async (claims) => (await (checked ??= checkedSigner(jwk, type, mismatch)))(claims)
}

/** A pair that does not fit would sign what nobody can ever verify: better to hear of it at the first one. */
async function checkedSigner(jwk: Ed25519PrivateJwk, type: string, mismatch: string): Promise<JwsSigner> {
  const key = await importJWK({ ...jwk }, ALGORITHM)
  const header = { alg: ALGORITHM, kid: jwk.kid, typ: type }
  const sign: JwsSigner = (claims) =>
    new CompactSign(new TextEncoder().encode(JSON.stringify(claims))).setProtectedHeader(header).sign(key)
  const verdict = await jwsVerifier([jwk], type)(await sign({}))
  if (verdict.kind !== 'good') throw new Error(mismatch)
  return sign
}

/** `type`: the header's `typ` must be this one, so that what was signed for one use is never taken for another. */
export function jwsVerifier(keys: readonly Ed25519PublicJwk[], type: string): JwsVerifier {
  const known = new Map(keys.map((key) => [key.kid, key]))
  return async (jws) => {
    const kid = keyIdOf(jws)
    if (kid === undefined) return { kind: 'bad' }
    const key = known.get(kid)
    return key === undefined ? { kind: 'unknown_key', kid } : verify(jws, key, type)
  }
}

/** Whose signature it says it is; undefined for what is no JWS. */
export function keyIdOf(jws: string): string | undefined {
  try {
    return decodeProtectedHeader(jws).kid
  } catch {
    return undefined
  }
}

async function verify(jws: string, { kty, crv, x, kid }: Ed25519PublicJwk, type: string): Promise<JwsVerdict> {
  try {
    const key = await importJWK({ kty, crv, x }, ALGORITHM)
    const { payload, protectedHeader } = await compactVerify(jws, key, { algorithms: [ALGORITHM] })
    if (protectedHeader.typ !== type) return { kind: 'bad' }
    return { kind: 'good', kid, claims: JSON.parse(new TextDecoder().decode(payload)) as unknown }
  } catch {
    return { kind: 'bad' }
  }
}

/** What a JWS says, unverified; empty for what is none. */
export function unverifiedClaims(jws: string): object {
  try {
    return decodeJwt(jws)
  } catch {
    return {}
  }
}
