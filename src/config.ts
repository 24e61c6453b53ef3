/** Bindings → Config, checked once. A missing or forbidden setting is named; no value of a secret is ever in a message. */
import compiledPolicy from '#policy'
import { parseGrants, type AccessSettings } from './auth/access.ts'
import { NO_KEY_PINNED, parsePinned } from './auth/approval.ts'
import { parsePrivateKey, type ReceiptPrivateJwk } from './auth/receipt-signature.ts'
import { isRole } from './auth/roles.ts'
import { destinations } from './destinations/registry.ts'
import type { DestinationAccount } from './destinations/destination.ts'
import { parseRates } from './delivery/rate.ts'
import { personKeyMaker, type PersonKeyMaker } from './hashing/person-key.ts'
import type { OffsiteRecord } from './offsite/offsite-record.ts'
import type { Outbox } from './outbox/outbox.ts'
import { isOwnSecret } from './policy/own-secrets.ts'
import type { LakeStream } from './lake/row.ts'
import { planSites, type SitePlan } from './pipeline/plan.ts'
import { orderKeyMaker, type OrderKeyMaker } from './pipeline/sale.ts'
import type { LogLevel } from './telemetry/log-lines.ts'

/** What the runtime gives us; docs/configuration.md has one row for each, and the docs check compares the two. */
export interface Env {
  readonly OUTBOX: DurableObjectNamespace<Outbox>
  readonly OFFSITE: DurableObjectNamespace<OffsiteRecord>
  readonly TIDEGATE_ENV?: string
  readonly TIDEGATE_TOKEN_SECRET?: string
  readonly TIDEGATE_PERSON_KEY_SECRET?: string
  readonly TIDEGATE_RECEIPT_KEY?: string
  readonly TIDEGATE_LAKE_SECRET?: string
  readonly LAKE?: LakeStream
  readonly TIDEGATE_POLICY_KEYS?: string
  readonly TIDEGATE_ACCESS_TEAM?: string
  readonly TIDEGATE_ACCESS_AUD?: string
  readonly TIDEGATE_ACCESS_ROLES?: string
  readonly TIDEGATE_PLATFORM_BASE?: string
  readonly TIDEGATE_SHOP_BASE?: string
  readonly TIDEGATE_JURISDICTION?: string
  readonly TIDEGATE_CLIENT_IP_HEADER?: string
  readonly TIDEGATE_COUNTRY_HEADER?: string
  readonly TIDEGATE_LIVE_VIEW?: string
  readonly TIDEGATE_LOG_LEVEL?: string
  readonly TIDEGATE_LINGER_MS?: string
  readonly TIDEGATE_ATTEMPT_TIMEOUT_MS?: string
  readonly TIDEGATE_OUTBOX_MAX_EVENTS?: string
  readonly TIDEGATE_OUTBOX_MAX_MIB?: string
  readonly TIDEGATE_OUTBOX_NEW_KEYS?: string
  readonly TIDEGATE_INTAKE_MAX_REQUESTS?: string
  readonly TIDEGATE_INTAKE_MAX_MIB?: string
  readonly TIDEGATE_TAKE_TIMEOUT_MS?: string
  readonly TIDEGATE_BODIES_MAX_MIB?: string
  readonly TIDEGATE_RATES?: string
  readonly TIDEGATE_DEAD_LETTERS_MAX_MIB?: string
  readonly TIDEGATE_PARKED_MAX_MIB?: string
  readonly TIDEGATE_BROWSER_RATE?: string
  readonly BROWSER_RATE_LIMIT?: RateLimit
}

export interface Config {
  readonly production: boolean
  readonly sites: ReadonlyMap<string, SitePlan>
  readonly policyDigest: string
  /** The last day on which the policy holds, YYYY-MM-DD. */
  readonly policyValidUntil: string
  readonly tokenSecret: Uint8Array
  readonly personKey: PersonKeyMaker
  /** What waits with personal data in it is encrypted under a key made from this (outbox/sealed.ts). */
  readonly personKeySecret: string
  /** Signs where the chains of receipts stand; undefined in development without a key: nothing is signed then. */
  readonly receiptKey: ReceiptPrivateJwk | undefined
  /** Names orders for the event lake; undefined: nothing of a sale is kept for one. */
  readonly orderKey: OrderKeyMaker | undefined
  /** Of the keys that sign policies, those that count here; undefined: all that the approved policy names. */
  readonly policyKeys: ReadonlySet<string> | undefined
  /** Who signs in to the console by Cloudflare Access; undefined: by a token alone. */
  readonly access: AccessSettings | undefined
  readonly jurisdiction: DurableObjectJurisdiction | undefined
  readonly clientIpHeader: string | undefined
  readonly countryHeader: string | undefined
  /** Keeps the last decisions in memory for the developer's live page: it judges each event twice. */
  readonly liveView: boolean
  readonly logLevel: LogLevel
  readonly lingerMs: number
  readonly attemptTimeoutMs: number
  readonly outboxMaxEvents: number
  readonly outboxMaxBytes: number
  readonly outboxNewKeys: number
  readonly intakeMaxRequests: number
  readonly intakeMaxBytes: number
  readonly takeTimeoutMs: number
  readonly bodiesMaxBytes: number
  /** destination → requests a second, where the setting says something else than the destination. */
  readonly rates: ReadonlyMap<string, number>
  /** What a shard keeps of what platforms refused. */
  readonly deadLettersMaxBytes: number
  /** What a site keeps of requests that could not be used. */
  readonly parkedMaxBytes: number
  /** Requests of browsers that a network may send in ten seconds; 0: as many as they like. */
  readonly browserRate: number
  /** Instead of the shops' own APIs, in development: `<base>/<shop>`. */
  readonly shopBase: string | undefined
  /** Where and as whom to send; undefined while its token is not set. */
  readonly account: (site: string, destination: string) => DestinationAccount | undefined
}

/** Says which setting is wrong and what to do about it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Shorter HMAC keys than the digest weaken HS256 (RFC 7518 section 3.2, read 2026-11-22). */
const SECRET_MIN_CHARACTERS = 32
const MIB = 1024 * 1024
const DEVELOPMENT_SECRET = 'development-only-secret-never-used-in-production'

export function parseConfig(env: Env): Config {
  const production = isProduction(env.TIDEGATE_ENV)
  const platformBase = parsePlatformBase(env.TIDEGATE_PLATFORM_BASE, production)
  return {
    production,
    sites: planSites(compiledPolicy, destinations),
    policyDigest: compiledPolicy.digest,
    policyValidUntil: compiledPolicy.approval.validUntil,
    tokenSecret: new TextEncoder().encode(secret(env, 'TIDEGATE_TOKEN_SECRET', production)),
    personKey: personKeyMaker(secret(env, 'TIDEGATE_PERSON_KEY_SECRET', production)),
    personKeySecret: secret(env, 'TIDEGATE_PERSON_KEY_SECRET', production),
    receiptKey: parseReceiptKey(env.TIDEGATE_RECEIPT_KEY, production),
    orderKey: parseLakeSecret(env),
    policyKeys: parsePolicyKeys(env.TIDEGATE_POLICY_KEYS),
    access: parseAccess(env, production),
    jurisdiction: parseJurisdiction(env.TIDEGATE_JURISDICTION),
    clientIpHeader: nonEmpty(env.TIDEGATE_CLIENT_IP_HEADER),
    countryHeader: nonEmpty(env.TIDEGATE_COUNTRY_HEADER),
    liveView: parseLiveView(env.TIDEGATE_LIVE_VIEW, production),
    logLevel: parseLogLevel(env.TIDEGATE_LOG_LEVEL),
    lingerMs: integer('TIDEGATE_LINGER_MS', env.TIDEGATE_LINGER_MS, 250, 0, 60_000),
    attemptTimeoutMs: integer('TIDEGATE_ATTEMPT_TIMEOUT_MS', env.TIDEGATE_ATTEMPT_TIMEOUT_MS, 15_000, 100, 60_000),
    outboxMaxEvents: integer('TIDEGATE_OUTBOX_MAX_EVENTS', env.TIDEGATE_OUTBOX_MAX_EVENTS, 1_000_000, 1, 100_000_000),
    ...sizesOf(env),
    rates: parseDestinationRates(env.TIDEGATE_RATES),
    deadLettersMaxBytes:
      integer('TIDEGATE_DEAD_LETTERS_MAX_MIB', env.TIDEGATE_DEAD_LETTERS_MAX_MIB, 64, 0, 4_096) * MIB,
    parkedMaxBytes: integer('TIDEGATE_PARKED_MAX_MIB', env.TIDEGATE_PARKED_MAX_MIB, 16, 0, 1_024) * MIB,
    browserRate: integer('TIDEGATE_BROWSER_RATE', env.TIDEGATE_BROWSER_RATE, 1_000, 0, 1_000_000),
    shopBase: parseShopBase(env, platformBase, production),
    account: (site, destination) => accountOf(env, site, destination, platformBase),
  }
}

/** What may be in storage and in memory at once. */
function sizesOf(env: Env) {
  return {
    outboxMaxBytes: MIB * integer('TIDEGATE_OUTBOX_MAX_MIB', env.TIDEGATE_OUTBOX_MAX_MIB, 4_096, 1, 1_048_576),
    outboxNewKeys: integer('TIDEGATE_OUTBOX_NEW_KEYS', env.TIDEGATE_OUTBOX_NEW_KEYS, 16_384, 0, 65_536),
    intakeMaxRequests: integer('TIDEGATE_INTAKE_MAX_REQUESTS', env.TIDEGATE_INTAKE_MAX_REQUESTS, 1_024, 1, 100_000),
    intakeMaxBytes: MIB * integer('TIDEGATE_INTAKE_MAX_MIB', env.TIDEGATE_INTAKE_MAX_MIB, 16, 1, 64),
    takeTimeoutMs: integer('TIDEGATE_TAKE_TIMEOUT_MS', env.TIDEGATE_TAKE_TIMEOUT_MS, 10_000, 100, 60_000),
    bodiesMaxBytes: MIB * integer('TIDEGATE_BODIES_MAX_MIB', env.TIDEGATE_BODIES_MAX_MIB, 8, 1, 64),
  }
}

function isProduction(value: string | undefined): boolean {
  if (value === undefined || value === '' || value === 'development') return false
  if (value === 'production') return true
  throw new ConfigError(`TIDEGATE_ENV must be "development" or "production"`)
}

function secret(env: Env, name: 'TIDEGATE_TOKEN_SECRET' | 'TIDEGATE_PERSON_KEY_SECRET', production: boolean): string {
  const value = nonEmpty(env[name])
  if (value === undefined && !production) return DEVELOPMENT_SECRET
  if (value === undefined) throw new ConfigError(`${name} is not set; production needs it`)
  if (value.length < SECRET_MIN_CHARACTERS)
    throw new ConfigError(`${name} must have at least ${SECRET_MIN_CHARACTERS} characters`)
  if (production && value === DEVELOPMENT_SECRET)
    throw new ConfigError(`${name} is the development secret; make one of your own`)
  return value
}

function parseReceiptKey(value: string | undefined, production: boolean): ReceiptPrivateJwk | undefined {
  const text = nonEmpty(value)
  if (text === undefined && !production) return undefined
  if (text === undefined)
    throw new ConfigError('TIDEGATE_RECEIPT_KEY is not set; production needs it: make one with tidegate keys new')
  const key = parsePrivateKey(text)
  if (key === undefined)
    throw new ConfigError('TIDEGATE_RECEIPT_KEY must be the private JWK (Ed25519) that tidegate keys new has made')
  return key
}

/** A secret of its own: whoever analyses the lake may hold it, and must not be able to make the keys of persons with it. */
function parseLakeSecret({ TIDEGATE_LAKE_SECRET, TIDEGATE_PERSON_KEY_SECRET }: Env): OrderKeyMaker | undefined {
  const value = nonEmpty(TIDEGATE_LAKE_SECRET)
  if (value === undefined) return undefined
  if (value.length < SECRET_MIN_CHARACTERS)
    throw new ConfigError(`TIDEGATE_LAKE_SECRET must have at least ${SECRET_MIN_CHARACTERS} characters`)
  if (value === TIDEGATE_PERSON_KEY_SECRET || value === DEVELOPMENT_SECRET)
    throw new ConfigError('TIDEGATE_LAKE_SECRET must be a secret of its own, not that of the person keys')
  return orderKeyMaker(value)
}

function parsePolicyKeys(value: string | undefined): Config['policyKeys'] {
  const kids = parsePinned(value)
  if (kids?.size === 0) throw new ConfigError(NO_KEY_PINNED)
  return kids
}

/** All three or none: without the audience any application of the team would do, without the roles nobody is let in. */
function parseAccess(env: Env, production: boolean): AccessSettings | undefined {
  const [team, audience, roles] = [env.TIDEGATE_ACCESS_TEAM, env.TIDEGATE_ACCESS_AUD, env.TIDEGATE_ACCESS_ROLES].map(
    nonEmpty,
  )
  if (team === undefined && audience === undefined && roles === undefined) return undefined
  if (team === undefined || audience === undefined || roles === undefined)
    throw new ConfigError(
      'TIDEGATE_ACCESS_TEAM, TIDEGATE_ACCESS_AUD and TIDEGATE_ACCESS_ROLES are set together or not at all',
    )
  const parsed = parseGrants(
    roles,
    compiledPolicy.sites.map(({ id }) => id),
    isRole,
  )
  if ('wrong' in parsed)
    throw new ConfigError(
      `TIDEGATE_ACCESS_ROLES: "${parsed.wrong}" is not <site>/<role>=<e-mail address or group:name>, separated by commas`,
    )
  return { team: accessTeam(team, production), audience, grants: parsed.grants }
}

/** In development the keys may come from a server on the same machine. */
function accessTeam(value: string, production: boolean): string {
  if (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(value)) return `https://${value}.cloudflareaccess.com`
  if (!production && /^http:\/\/127\.0\.0\.1:\d+$/.test(value)) return value
  throw new ConfigError('TIDEGATE_ACCESS_TEAM must be the name of the team, as before .cloudflareaccess.com')
}

function parsePlatformBase(value: string | undefined, production: boolean): string | undefined {
  return simulatorBase('TIDEGATE_PLATFORM_BASE', value, production)
}

/** Whoever simulates the platforms simulates the shops: a trial asks no real shop for its orders. */
function parseShopBase(env: Env, platformBase: string | undefined, production: boolean): string | undefined {
  const base = simulatorBase('TIDEGATE_SHOP_BASE', env.TIDEGATE_SHOP_BASE, production)
  return base ?? (platformBase === undefined ? undefined : `${platformBase}/shops`)
}

function simulatorBase(name: string, value: string | undefined, production: boolean): string | undefined {
  const base = nonEmpty(value)
  if (base === undefined) return undefined
  if (production) throw new ConfigError(`${name} sends to simulators: it is refused in production`)
  if (!/^https?:/.test(base) || !URL.canParse(base))
    throw new ConfigError(`${name} must be a URL such as http://127.0.0.1:8788`)
  return base.replace(/\/+$/, '')
}

function accountOf(
  env: Env,
  siteId: string,
  destination: string,
  platformBase: string | undefined,
): DestinationAccount | undefined {
  const site = compiledPolicy.sites.find(({ id }) => id === siteId)
  const account = site?.destinations.find(({ id }) => id === destination)
  if (account === undefined) return undefined
  const token = platformToken(env, account.tokenSecret) ?? (platformBase === undefined ? undefined : 'simulator-token')
  if (token === undefined) return undefined
  return {
    accountId: account.accountId,
    accessToken: token,
    ...(account.testEventCode !== undefined && { testEventCode: account.testEventCode }),
    ...(platformBase !== undefined && { baseUrl: `${platformBase}/${destination}` }),
  }
}

/** The compiler refuses the name of a secret of our own too: in a platform's hands it could not be taken back. */
export function platformToken(env: Env, name: string): string | undefined {
  const named = isOwnSecret(name) ? undefined : (env as unknown as Readonly<Record<string, unknown>>)[name]
  return typeof named === 'string' && named !== '' ? named : undefined
}

const JURISDICTIONS: readonly string[] = ['eu', 'fedramp', 'fedramp-high', 'us'] satisfies DurableObjectJurisdiction[]

function parseJurisdiction(value: string | undefined): DurableObjectJurisdiction | undefined {
  const name = nonEmpty(value)
  if (name === undefined) return undefined
  if (!isJurisdiction(name)) throw new ConfigError(`TIDEGATE_JURISDICTION must be one of ${JURISDICTIONS.join(', ')}`)
  return name
}

function isJurisdiction(name: string): name is DurableObjectJurisdiction {
  return JURISDICTIONS.includes(name)
}

function parseLiveView(value: string | undefined, production: boolean): boolean {
  if (value === undefined || value === '' || value === 'off') return false
  if (value !== 'on') throw new ConfigError('TIDEGATE_LIVE_VIEW must be "on" or "off"')
  if (production) throw new ConfigError('TIDEGATE_LIVE_VIEW shows what arrives, masked: it is refused in production')
  return true
}

function parseLogLevel(value: string | undefined): LogLevel {
  if (value === undefined || value === '') return 'attempts'
  if (value === 'off' || value === 'attempts' || value === 'events') return value
  throw new ConfigError('TIDEGATE_LOG_LEVEL must be "off", "attempts" or "events"')
}

function parseDestinationRates(value: string | undefined): ReadonlyMap<string, number> {
  const ids = destinations.map(({ id }) => id)
  const rates = parseRates(value ?? '', ids)
  if (rates !== undefined) return rates
  throw new ConfigError(
    `TIDEGATE_RATES must be requests a second, from 0.1 to 10000, such as "${ids.map((id) => `${id}=20`).join(' ')}"`,
  )
}

function integer(name: string, value: string | undefined, fallback: number, min: number, max: number): number {
  if (value === undefined || value === '') return fallback
  const number = Number(value)
  if (!Number.isInteger(number) || number < min || number > max) {
    throw new ConfigError(`${name} must be a whole number from ${min} to ${max}`)
  }
  return number
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value
}
