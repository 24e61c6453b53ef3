import { type Role } from './roles.ts'
export declare const TOKEN_ISSUER = 'tidegate'
/** Accepted outside production only: for the demo and for trying things out. */
export declare const DEVELOPMENT_TOKEN = 'dev'
export interface TokenHolder {
  readonly site: string
  /** Of a person; a token without one is the site's server. */
  readonly role?: Role
}
export interface TokenVerifier {
  /** Whom the token speaks for; undefined for a token that is bad, expired or for no known site. */
  readonly holderOf: (authorization: string | null, nowMs: number) => Promise<TokenHolder | undefined>
  /** The site of a server's token: one with a role is none. */
  readonly siteOf: (authorization: string | null, nowMs: number) => Promise<string | undefined>
}
export declare function tokenVerifier(secret: Uint8Array, sites: readonly string[], production: boolean): TokenVerifier
