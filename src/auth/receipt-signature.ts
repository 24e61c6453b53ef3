/** Signs where a chain of receipts stands, and verifies it elsewhere with the public key alone. */
import {
  jwsSigner,
  jwsVerifier,
  type Ed25519PrivateJwk,
  type Ed25519PublicJwk,
  type JwsSigner,
  type JwsVerdict,
  type JwsVerifier,
} from './ed25519.ts'

export { keyIdOf, newKeyPair, parsePrivateKey, parsePublicKey, unverifiedClaims } from './ed25519.ts'

/** The JWS header's `typ`: a head is never taken for a token, nor a token for a head. */
export const HEAD_TYPE = 'tidegate-receipt-head'

export type ReceiptPublicJwk = Ed25519PublicJwk
export type ReceiptPrivateJwk = Ed25519PrivateJwk
export type HeadSigner = JwsSigner
export type HeadVerdict = JwsVerdict
export type HeadVerifier = JwsVerifier

/** The key is imported when it is first used. Throws where its two halves do not belong together. */
export function headSigner(jwk: ReceiptPrivateJwk): HeadSigner {
  return jwsSigner(jwk, HEAD_TYPE, 'TIDEGATE_RECEIPT_KEY: its x does not belong to its d')
}

export function headVerifier(keys: readonly ReceiptPublicJwk[]): HeadVerifier {
  return jwsVerifier(keys, HEAD_TYPE)
}
