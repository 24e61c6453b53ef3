/** The id of a signing key, made from the key itself: whoever names the id names that key, and can mean no other. */
import { type Sha256HexOf } from './digest.ts'
/** The thumbprint of RFC 7638 of a public Ed25519 key (RFC 8037, appendix A.3); undefined where `x` is no such key. */
export declare function keyIdOf(x: string, sha256Hex: Sha256HexOf): string | undefined
