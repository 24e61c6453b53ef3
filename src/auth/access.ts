/**
 * Who Cloudflare Access says is there: the JWT that it puts into every request that it lets through, verified against the keys of the
 * team. What cannot be verified, be it only because the keys cannot be had, is nobody.
 */
import { createRemoteJWKSet, customFetch, jwtVerify, type JWTPayload } from 'jose'
import type { Role } from './roles.ts'

export const ACCESS_HEADER = 'cf-access-jwt-assertion'

/** One line of TIDEGATE_ACCESS_ROLES: whoever is `who` has this role at this site. */
export interface AccessGrant {
  readonly site: string
  readonly role: Role
  /** An e-mail address in small letters, or `group:<name>` as the identity provider writes it. */
  readonly who: string
}

export interface AccessSettings {
  /** Its own origin: `https://<team>.cloudflareaccess.com`. Issuer of the tokens, and where the keys lie. */
  readonly team: string
  /** The application's AUD tag. */
  readonly audience: string
  readonly grants: readonly AccessGrant[]
}

export interface AccessPerson {
  readonly email: string
  /** site → roles; a person without any role is nobody. */
  readonly roles: ReadonlyMap<string, readonly Role[]>
}

export type AccessVerifier = (assertion: string | null, nowMs: number) => Promise<AccessPerson | undefined>

const MAX_ASSERTION_CHARACTERS = 8_192
const MAX_GROUPS = 500
const KEYS_MAX_BYTES = 64 * 1024
const KEYS_TIMEOUT_MS = 5_000
/** Access changes its keys every six weeks and announces them a week before. */
const KEYS_MAX_AGE_MS = 600_000
/** Keys of made-up names must not make us ask again and again. */
const KEYS_COOLDOWN_MS = 30_000

export function accessVerifier(settings: AccessSettings): AccessVerifier {
  const keys = createRemoteJWKSet(new URL('/cdn-cgi/access/certs', settings.team), {
    timeoutDuration: KEYS_TIMEOUT_MS,
    cacheMaxAge: KEYS_MAX_AGE_MS,
    cooldownDuration: KEYS_COOLDOWN_MS,
    [customFetch]: boundedFetch,
  })
  return async (assertion, nowMs) => {
    if (assertion === null || assertion.length > MAX_ASSERTION_CHARACTERS) return undefined
    try {
      const { payload } = await jwtVerify(assertion, keys, {
        algorithms: ['RS256'],
        issuer: settings.team,
        audience: settings.audience,
        requiredClaims: ['exp', 'iat', 'aud', 'iss', 'sub', 'email'],
        currentDate: new Date(nowMs),
      })
      return personOf(payload, settings.grants)
    } catch {
      return undefined
    }
  }
}

/** An answer larger than a set of keys is none. */
async function boundedFetch(url: string, options: RequestInit): Promise<Response> {
  const response = await fetch(url, options)
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let [text, bytes] = ['', 0]
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    bytes += part.value.length
    if (bytes > KEYS_MAX_BYTES) throw new Error('too many keys')
    text += decoder.decode(part.value, { stream: true })
  }
  return new Response(text, response)
}

function personOf(payload: JWTPayload, grants: readonly AccessGrant[]): AccessPerson | undefined {
  const { email } = payload
  // A service token has no e-mail address: machines use a token of the site.
  if (typeof email !== 'string' || email === '' || payload['type'] === 'org') return undefined
  const names = new Set([email.toLowerCase(), ...groupsOf(payload).map((group) => `group:${group}`)])
  const roles = new Map<string, Role[]>()
  for (const { site, role, who } of grants) {
    if (!names.has(who)) continue
    const had = roles.get(site) ?? []
    roles.set(site, had.includes(role) ? had : [...had, role])
  }
  return roles.size === 0 ? undefined : { email, roles }
}

/** What the identity provider says, where the application is told to pass it on: in `custom`, or at the top. */
function groupsOf({ groups, custom }: JWTPayload): readonly string[] {
  const own = typeof custom === 'object' && custom !== null && 'groups' in custom ? custom.groups : undefined
  return [groups, own]
    .flatMap((list): unknown[] => (Array.isArray(list) ? list.slice(0, MAX_GROUPS) : []))
    .filter((group) => typeof group === 'string')
}

/**
 * `atelier-rivage/marketing=anna@shop.example,group:Growth legal=dpo@shop.example`: without a site only where the policy has one. A blank
 * in a group's name is written `%20`. Returns what is wrong as a sentence.
 */
export function parseGrants(text: string, sites: readonly string[], isRole: (text: unknown) => text is Role) {
  const grants: AccessGrant[] = []
  for (const part of text.split(/\s+/).filter((one) => one !== '')) {
    const match = /^(?:([a-z0-9-]+)\/)?([a-z]+)=(.+)$/.exec(part)
    const [, named, role, whos = ''] = match ?? []
    const site = named ?? (sites.length === 1 ? sites[0] : undefined)
    if (match === null || site === undefined || !sites.includes(site) || !isRole(role)) return { wrong: part }
    for (const who of whos.split(',')) {
      const grantee = granteeOf(who)
      if (grantee === undefined) return { wrong: part }
      grants.push({ site, role, who: grantee })
    }
  }
  return { grants }
}

function granteeOf(text: string): string | undefined {
  const group = /^group:(.+)$/.exec(text)?.[1]
  if (group === undefined) return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text) ? text.toLowerCase() : undefined
  try {
    return `group:${decodeURIComponent(group)}`
  } catch {
    return undefined
  }
}
