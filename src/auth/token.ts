/** Server tokens: JWTs that `tidegate token` makes, verified with jose and bound to one site by their audience. */
import { jwtVerify } from 'jose'

export const TOKEN_ISSUER = 'tidegate'
/** Accepted outside production only: for the demo and for trying things out. */
export const DEVELOPMENT_TOKEN = 'dev'

const MAX_TOKEN_CHARACTERS = 2_048
const MAX_REMEMBERED = 100

export interface TokenVerifier {
  /** The site that the token speaks for; undefined for a token that is bad, expired or for no known site. */
  readonly siteOf: (authorization: string | null, nowMs: number) => Promise<string | undefined>
}

export function tokenVerifier(secret: Uint8Array, sites: readonly string[], production: boolean): TokenVerifier {
  // Verified tokens until they expire: the signature of a token does not change from one request to the next.
  const verified = new Map<string, { readonly site: string; readonly expiresAtMs: number }>()
  return {
    async siteOf(authorization, nowMs) {
      const token = bearer(authorization)
      if (token === undefined) return undefined
      if (token === DEVELOPMENT_TOKEN) return production ? undefined : sites[0]
      const known = verified.get(token)
      if (known !== undefined) return nowMs < known.expiresAtMs ? known.site : undefined
      const claims = await verify(token, secret, sites, nowMs)
      if (claims === undefined) return undefined
      if (verified.size >= MAX_REMEMBERED) verified.clear()
      verified.set(token, claims)
      return claims.site
    },
  }
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
    return site === undefined || payload.exp === undefined ? undefined : { site, expiresAtMs: payload.exp * 1000 }
  } catch {
    return undefined
  }
}
