import { describe, expect, it } from 'vitest'
import { sha256Hex } from './hashing/sha256.ts'
import { ConfigError, parseConfig, platformToken, type Env } from './config.ts'

const SECRET = 'a secret that has thirty-two characters or more'
/** The key of RFC 8037, appendix A. Read 2026-11-22. */
const RECEIPT_KEY =
  '{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"}'
const PRODUCTION = {
  TIDEGATE_ENV: 'production',
  TIDEGATE_TOKEN_SECRET: SECRET,
  TIDEGATE_PERSON_KEY_SECRET: `${SECRET}!`,
  TIDEGATE_RECEIPT_KEY: RECEIPT_KEY,
}

function parse(bindings: Record<string, string>) {
  // Without an outbox: it is not asked for anything here.
  const env: Env = Object.assign(Object.create(null), bindings)
  return parseConfig(env)
}

describe('the configuration', () => {
  it('needs nothing in development', () => {
    expect(parse({})).toMatchObject({
      production: false,
      logLevel: 'attempts',
      lingerMs: 250,
      liveView: false,
    })
  })

  it('takes an empty setting for one that is not set', () => {
    expect(
      parse({ TIDEGATE_ENV: '', TIDEGATE_LINGER_MS: '', TIDEGATE_PLATFORM_BASE: '', TIDEGATE_TOKEN_SECRET: '' }),
    ).toMatchObject({ lingerMs: 250 })
  })

  it.each<[string, Record<string, string>]>([
    ['TIDEGATE_ENV', { TIDEGATE_ENV: 'prod' }],
    // Somebody meant to pin the keys: all of them would count.
    ['TIDEGATE_POLICY_KEYS', { ...PRODUCTION, TIDEGATE_POLICY_KEYS: '  ' }],
    ['TIDEGATE_POLICY_KEYS', { ...PRODUCTION, TIDEGATE_POLICY_KEYS: '' }],
    ['TIDEGATE_TOKEN_SECRET', { ...PRODUCTION, TIDEGATE_TOKEN_SECRET: '' }],
    ['TIDEGATE_PERSON_KEY_SECRET', { ...PRODUCTION, TIDEGATE_PERSON_KEY_SECRET: '' }],
    ['TIDEGATE_TOKEN_SECRET', { TIDEGATE_TOKEN_SECRET: 'x'.repeat(31) }],
    ['TIDEGATE_RECEIPT_KEY', { ...PRODUCTION, TIDEGATE_RECEIPT_KEY: '' }],
    ['TIDEGATE_RECEIPT_KEY', { TIDEGATE_RECEIPT_KEY: 'a secret, but no key' }],
    [
      'TIDEGATE_TOKEN_SECRET',
      { ...PRODUCTION, TIDEGATE_TOKEN_SECRET: 'development-only-secret-never-used-in-production' },
    ],
    ['TIDEGATE_PLATFORM_BASE', { ...PRODUCTION, TIDEGATE_PLATFORM_BASE: 'http://127.0.0.1:8788' }],
    ['TIDEGATE_PLATFORM_BASE', { TIDEGATE_PLATFORM_BASE: '127.0.0.1' }],
    ['TIDEGATE_PLATFORM_BASE', { TIDEGATE_PLATFORM_BASE: 'ftp://127.0.0.1' }],
    ['TIDEGATE_LIVE_VIEW', { TIDEGATE_LIVE_VIEW: 'yes' }],
    ['TIDEGATE_LIVE_VIEW', { ...PRODUCTION, TIDEGATE_LIVE_VIEW: 'on' }],
    ['TIDEGATE_LOG_LEVEL', { TIDEGATE_LOG_LEVEL: 'debug' }],
    ['TIDEGATE_LINGER_MS', { TIDEGATE_LINGER_MS: '-1' }],
    ['TIDEGATE_LINGER_MS', { TIDEGATE_LINGER_MS: '1.5' }],
    ['TIDEGATE_LINGER_MS', { TIDEGATE_LINGER_MS: '250ms' }],
    ['TIDEGATE_ATTEMPT_TIMEOUT_MS', { TIDEGATE_ATTEMPT_TIMEOUT_MS: '99' }],
    ['TIDEGATE_OUTBOX_MAX_EVENTS', { TIDEGATE_OUTBOX_MAX_EVENTS: '0' }],
    ['TIDEGATE_RATES', { TIDEGATE_RATES: 'tiktok=0' }],
    ['TIDEGATE_RATES', { TIDEGATE_RATES: 'tik-tok=5' }],
    ['TIDEGATE_JURISDICTION', { TIDEGATE_JURISDICTION: 'mars' }],
  ])('names %s where it is wrong: %j', (name, bindings) => {
    expect(() => parse(bindings)).toThrow(ConfigError)
    expect(() => parse(bindings)).toThrow(name)
  })

  it('never repeats a secret in what it says', () => {
    for (const secret of ['short-secret', 'x'.repeat(31)]) {
      try {
        parse({ TIDEGATE_TOKEN_SECRET: secret })
        expect.unreachable()
      } catch (error) {
        expect(String(error)).not.toContain(secret)
      }
    }
  })

  it('has an account only where the token that the policy names is set', () => {
    const { account } = parse({ ...PRODUCTION, TIKTOK_ACCESS_TOKEN: 'tt' })
    expect(account('atelier-rivage', 'tiktok')).toEqual({ accountId: 'C4RIVAGEDEMO0001', accessToken: 'tt' })
    expect(account('atelier-rivage', 'meta')).toBeUndefined()
    expect(account('atelier-rivage', 'snap')).toBeUndefined()
    expect(account('other', 'tiktok')).toBeUndefined()
  })

  it('sends to simulators without a token, each platform under its own path', () => {
    const { account } = parse({ TIDEGATE_PLATFORM_BASE: 'http://127.0.0.1:8788/' })
    expect(account('atelier-rivage', 'meta')).toMatchObject({
      baseUrl: 'http://127.0.0.1:8788/meta',
      accessToken: expect.stringMatching(/\S/),
    })
  })

  it('makes other keys of a person with another secret', () => {
    const one = parse(PRODUCTION).personKey('email', sha256Hex('x'))
    expect(
      parse({ ...PRODUCTION, TIDEGATE_PERSON_KEY_SECRET: `${SECRET}?` }).personKey('email', sha256Hex('x')),
    ).not.toBe(one)
  })
})

describe('the token for a platform', () => {
  it('is never a secret of the gateway’s own, whatever a policy names', () => {
    const env: Env = Object.assign(Object.create(null), { ...PRODUCTION, TIKTOK_ACCESS_TOKEN: 'token', EMPTY: '' })
    expect(platformToken(env, 'TIKTOK_ACCESS_TOKEN')).toBe('token')
    for (const name of Object.keys(PRODUCTION)) expect(platformToken(env, name)).toBeUndefined()
    expect(platformToken(env, 'EMPTY')).toBeUndefined()
  })
})
