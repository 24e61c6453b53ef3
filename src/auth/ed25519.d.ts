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
  | {
      readonly kind: 'good'
      readonly kid: string
      readonly claims: unknown
    }
  /** None of the given keys has this id. */
  | {
      readonly kind: 'unknown_key'
      readonly kid: string
    }
  | {
      readonly kind: 'bad'
    }
export type JwsVerifier = (jws: string) => Promise<JwsVerdict>
/** Undefined where the text is not a private Ed25519 JWK with a `kid`. */
export declare function parsePrivateKey(text: string): Ed25519PrivateJwk | undefined
/** Undefined where the text is not an Ed25519 JWK with a `kid`. A private one gives its public part. */
export declare function parsePublicKey(text: string): Ed25519PublicJwk | undefined
export declare function newKeyPair(): Promise<{
  readonly privateJwk: Ed25519PrivateJwk
  readonly publicJwk: Ed25519PublicJwk
}>
/** The key is imported when it is first used. Throws `mismatch` where its two halves do not belong together. */
export declare function jwsSigner(jwk: Ed25519PrivateJwk, type: string, mismatch: string): JwsSigner
/** `type`: the header's `typ` must be this one, so that what was signed for one use is never taken for another. */
export declare function jwsVerifier(keys: readonly Ed25519PublicJwk[], type: string): JwsVerifier
/** Whose signature it says it is; undefined for what is no JWS. */
export declare function keyIdOf(jws: string): string | undefined
/** What a JWS says, unverified; empty for what is none. */
export declare function unverifiedClaims(jws: string): object
