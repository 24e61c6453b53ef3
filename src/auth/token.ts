/** Server tokens: JWTs that `tidegate token` makes, verified with jose and bound to one site by their audience. */
import { jwtVerify } from 'jose'
import { isRole, type Role } from './roles.ts'

export const TOKEN_ISSUER = 'tidegate'
/** Accepted outside production only: for the demo and for trying things out. */
export const DEVELOPMENT_TOKEN = 'dev'

const MAX_TOKEN_CHARACTERS = 2_048
const MAX_REMEMBERED = 100

export interface TokenHolder {
  readonly site: string
  /** Of a person; a token without one is the site's server. */
  readonly role?: Role
}

interface VerifiedHolder extends TokenHolder {
  readonly expiresAtMs: number
}

export interface TokenVerifier {
  /** Whom the token speaks for; undefined for a token that is bad, expired or for no known site. */
  readonly holderOf: (authorization: string | null, nowMs: number) => Found<TokenHolder>
  /** The site of a server's token: one with a role is none. */
  readonly siteOf: (authorization: string | null, nowMs: number) => Found<string>
}

/** A promise for a token that was not seen before only. */
export type Found<T> = T | undefined | Promise<T | undefined>

export function tokenVerifier(secret: Uint8Array, sites: readonly string[], production: boolean): TokenVerifier {
  // Verified tokens until they expire: the signature of a token does not change from one request to the next.
  const verified = new Map<string, VerifiedHolder>()
  const verifyNew = async (token: string, nowMs: number): Promise<TokenHolder | undefined> => {
    const claims = await verify(token, secret, sites, nowMs)
    if (claims === undefined) return undefined
    if (verified.size >= MAX_REMEMBERED) verified.clear()
    verified.set(token, claims)
    return claims
  }
  const holderOf: TokenVerifier['holderOf'] = (authorization, nowMs) => {
    const token = bearer(authorization)
    if (token === undefined) return undefined
    if (token === DEVELOPMENT_TOKEN) return production || sites[0] === undefined ? undefined : { site: sites[0] }
    const known = verified.get(token)
    if (known === undefined) return verifyNew(token, nowMs)
    return nowMs < known.expiresAtMs ? known : undefined
  }
  return {
    holderOf,
    siteOf(authorization, nowMs) {
      const holder = holderOf(authorization, nowMs)
      return holder instanceof Promise ? holder.then(siteOfServer) : siteOfServer(holder)
    },
  }
}

function siteOfServer(holder: TokenHolder | undefined): string | undefined {
  return holder?.role === undefined ? holder?.site : undefined
}

function bearer(authorization: string | null): string | undefined {
  const match = /^Bearer ([A-Za-z0-9_.-]+)$/i.exec(authorization ?? '')
  return match?.[1] !== undefined && match[1].length <= MAX_TOKEN_CHARACTERS ? match[1] : undefined
}

async function verify(token: string, secret: Uint8Array, sites: readonly string[], nowMs: number) {
  try {
    const { payload } = await jwtVerify(token, secret, {
      algorithms: ['HS256'],
      issuer: TOKEN_ISSUER,
      audience: [...sites],
      requiredClaims: ['exp', 'aud'],
      currentDate: new Date(nowMs),
    })
    const site = Array.isArray(payload.aud) ? undefined : payload.aud
    if (site === undefined || payload.exp === undefined) return undefined
    const expiresAtMs = payload.exp * 1000
    const role = payload['role']
    if (role === undefined) return { site, expiresAtMs }
    // A role of somebody else's making is no server.
    return isRole(role) ? { site, role, expiresAtMs } : undefined
  } catch {
    return undefined
  }
}
