/**
 * Signs where a chain of receipts stands, and verifies it elsewhere with the public key alone: Ed25519 (RFC 8037) as a
 * compact JWS (RFC 7515), made and checked with jose. Runs in workerd and in Node.
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

/** The JWS header's `typ`: a head is never taken for a token, nor a token for a head. */
export const HEAD_TYPE = 'tidegate-receipt-head'
const ALGORITHM = 'EdDSA'

/** `kid` is the thumbprint of RFC 7638 where `tidegate keys new` made it. */
export interface ReceiptPublicJwk {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  readonly x: string
  readonly kid: string
}

export interface ReceiptPrivateJwk extends ReceiptPublicJwk {
  readonly d: string
}

/** Claims → compact JWS. */
export type HeadSigner = (claims: object) => Promise<string>

export type HeadVerdict =
  | { readonly kind: 'good'; readonly kid: string; readonly claims: unknown }
  /** None of the given keys has this id. */
  | { readonly kind: 'unknown_key'; readonly kid: string }
  | { readonly kind: 'bad' }

export type HeadVerifier = (jws: string) => Promise<HeadVerdict>

/** Undefined where the text is not a private Ed25519 JWK with a `kid`. */
export function parsePrivateKey(text: string): ReceiptPrivateJwk | undefined {
  const jwk = parseObject(text)
  const known = readPublicKey(jwk)
  const d = jwk?.['d']
  return known !== undefined && is32Bytes(d) ? { ...known, d } : undefined
}

/** Undefined where the text is not an Ed25519 JWK with a `kid`. A private one gives its public part. */
export function parsePublicKey(text: string): ReceiptPublicJwk | undefined {
  return readPublicKey(parseObject(text))
}

function readPublicKey(jwk: Readonly<Record<string, unknown>> | undefined): ReceiptPublicJwk | undefined {
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
  readonly privateJwk: ReceiptPrivateJwk
  readonly publicJwk: ReceiptPublicJwk
}> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true })
  const { x = '', d = '' } = await exportJWK(privateKey)
  const kid = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x })
  const publicJwk = { kty: 'OKP', crv: 'Ed25519', x, kid } as const
  return { publicJwk, privateJwk: { ...publicJwk, d } }
}

/** The key is imported when it is first used. Throws where its two halves do not belong together. */
export function headSigner(jwk: ReceiptPrivateJwk): HeadSigner {
  let checked: Promise<HeadSigner> | undefined
  return async (claims) => (await (checked ??= checkedSigner(jwk)))(claims)
}

/** A pair that does not fit would sign heads that nobody can ever verify: better to hear of it at the first one. */
async function checkedSigner(jwk: ReceiptPrivateJwk): Promise<HeadSigner> {
  const key = await importJWK({ ...jwk }, ALGORITHM)
  const header = { alg: ALGORITHM, kid: jwk.kid, typ: HEAD_TYPE }
  const sign: HeadSigner = (claims) =>
    new CompactSign(new TextEncoder().encode(JSON.stringify(claims))).setProtectedHeader(header).sign(key)
  const verdict = await headVerifier([jwk])(await sign({}))
  if (verdict.kind !== 'good') throw new Error('TIDEGATE_RECEIPT_KEY: its x does not belong to its d')
  return sign
}

export function headVerifier(keys: readonly ReceiptPublicJwk[]): HeadVerifier {
  const known = new Map(keys.map((key) => [key.kid, key]))
  return async (jws) => {
    const kid = keyIdOf(jws)
    if (kid === undefined) return { kind: 'bad' }
    const key = known.get(kid)
    return key === undefined ? { kind: 'unknown_key', kid } : verify(jws, key)
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

async function verify(jws: string, { kty, crv, x, kid }: ReceiptPublicJwk): Promise<HeadVerdict> {
  try {
    const key = await importJWK({ kty, crv, x }, ALGORITHM)
    const { payload, protectedHeader } = await compactVerify(jws, key, { algorithms: [ALGORITHM] })
    if (protectedHeader.typ !== HEAD_TYPE) return { kind: 'bad' }
    return { kind: 'good', kid, claims: JSON.parse(new TextDecoder().decode(payload)) as unknown }
  } catch {
    return { kind: 'bad' }
  }
}

/** What a head says, unverified; empty for what is no JWS. */
export function unverifiedClaims(jws: string): object {
  try {
    return decodeJwt(jws)
  } catch {
    return {}
  }
}
