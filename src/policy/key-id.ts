/** The id of a signing key, made from the key itself: whoever names the id names that key, and can mean no other. */
import { canonicalJson, type Sha256HexOf } from './digest.ts'

/** 32 bytes as base64url, in the one spelling that RFC 4648 (section 3.5) has for them: the four bits that are left over are zero. */
const CANONICAL_X = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/

/** The thumbprint of RFC 7638 of a public Ed25519 key (RFC 8037, appendix A.3); undefined where `x` is no such key. */
export function keyIdOf(x: string, sha256Hex: Sha256HexOf): string | undefined {
  return CANONICAL_X.test(x) ? base64Url(sha256Hex(canonicalJson({ crv: 'Ed25519', kty: 'OKP', x }))) : undefined
}

function base64Url(hex: string): string {
  const bytes = (hex.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16)))
  return btoa(bytes.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
