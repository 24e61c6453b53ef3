/** What production refuses to start with, and what it no longer allows once it has started. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client, ORIGIN } from '../support/client.ts'
import { approvedPolicy, type ApprovedPolicy, VALID_UNTIL } from '../support/approved.ts'
import { consent, newOrder, sale, USER_AGENT } from '../support/events.ts'
import { SECRETS, serveInProduction } from '../support/production.ts'
import { runProgram, startProgram, type Program } from '../support/program.ts'
import { bundleFile, freePort, temporaryFolder } from '../support/running.ts'

const TOKEN_SECRET = SECRETS.TIDEGATE_TOKEN_SECRET

let policy: ApprovedPolicy
beforeAll(async () => {
  policy = await approvedPolicy()
})

async function serveEnv(): Promise<Record<string, string>> {
  return {
    TIDEGATE_POLICY: policy.policyFile,
    TIDEGATE_ENV: 'production',
    PORT: String(await freePort()),
    STATE_DIR: temporaryFolder('production-state'),
    TIDEGATE_DIST: temporaryFolder('production-dist'),
  }
}

describe('npm run serve in production ends with an error', () => {
  it('that names TIDEGATE_PLATFORM_BASE when it is set', async () => {
    const { code, output } = await runProgram('scripts/serve.ts', [], {
      ...(await serveEnv()),
      ...SECRETS,
      TIDEGATE_PLATFORM_BASE: 'http://127.0.0.1:9',
    })
    expect(code).toBe(1)
    expect(output).toMatch(/TIDEGATE_PLATFORM_BASE.*production/)
    expect(output).not.toContain('tidegate ready')
  })

  it('that names the secret that is missing, and shows none', async () => {
    const { code, output } = await runProgram('scripts/serve.ts', [], {
      ...(await serveEnv()),
      TIDEGATE_TOKEN_SECRET: TOKEN_SECRET,
    })
    expect(code).toBe(1)
    expect(output).toContain('TIDEGATE_PERSON_KEY_SECRET')
    expect(output).not.toContain(TOKEN_SECRET)
    expect(output).not.toContain('tidegate ready')
  })

  const wrong: readonly (readonly [string, Record<string, string>])[] = [
    ['TIDEGATE_TOKEN_SECRET', { TIDEGATE_TOKEN_SECRET: '' }],
    ['TIDEGATE_TOKEN_SECRET', { TIDEGATE_TOKEN_SECRET: 'short' }],
    ['TIDEGATE_PERSON_KEY_SECRET', { TIDEGATE_PERSON_KEY_SECRET: 'development-only-secret-never-used-in-production' }],
    ['TIDEGATE_RECEIPT_KEY', { TIDEGATE_RECEIPT_KEY: '' }],
    ['TIDEGATE_LIVE_VIEW', { TIDEGATE_LIVE_VIEW: 'on' }],
    ['TIDEGATE_ENV', { TIDEGATE_ENV: 'prod' }],
    ['TIDEGATE_LINGER_MS', { TIDEGATE_LINGER_MS: 'soon' }],
  ]
  it.each(wrong)('that names %s when it is %j', async (name, setting) => {
    const starting = serveInProduction(bundleFile(), setting)
    await expect(starting).rejects.toThrow(name)
  })
})

describe('npm run serve in production, started properly', () => {
  let program: Program
  let client: Client

  beforeAll(async () => {
    const env = await serveEnv()
    program = startProgram('scripts/serve.ts', [], { ...env, ...SECRETS })
    await program.untilLine(`tidegate ready http://127.0.0.1:${env['PORT']}`)
    client = new Client(`http://127.0.0.1:${env['PORT']}`)
  })
  afterAll(async () => {
    program.signal('SIGTERM')
    await program.ended
    program.killGroup()
  })

  /** A refused event: nothing of these tests may ever leave for a real platform. */
  const refused = () => sale(newOrder(), { consent: consent('denied') })

  it('does not take the token "dev", for nothing', async () => {
    expect((await client.fromServer(refused())).status).toBe(401)
    for (const path of ['/v1/receipts', '/metrics'])
      expect((await client.get(path, { authorization: 'Bearer dev' })).status).toBe(401)
  })

  it('takes the token that `tidegate token` made', async () => {
    const made = await runProgram('src/cli/main.ts', ['token', '--site', 'atelier-rivage'], {
      TIDEGATE_TOKEN_SECRET: TOKEN_SECRET,
    })
    const authorization = `Bearer ${made.output.trim()}`
    const { status, body } = await client.fromServer(refused(), { authorization })
    expect([status, body.results?.[0]?.reason]).toEqual([202, 'consent_denied'])
    expect((await client.get('/metrics', { authorization })).status).toBe(200)
    expect((await client.get('/v1/receipts', { authorization })).status).toBe(200)
  })

  it('shows no decisions and no counts to the public', async () => {
    expect((await client.get('/dev/decisions')).status).toBe(404)
    expect((await client.get('/metrics')).status).toBe(401)
    const health = await client.get('/healthz')
    expect([health.status, JSON.parse(health.text)]).toEqual([
      200,
      expect.objectContaining({
        status: 'ok',
        environment: 'production',
        policy_approval: 'approved',
        valid_until: VALID_UNTIL,
      }),
    ])
  })

  it('takes browser events from the shop’s own origin, and no longer from this machine', async () => {
    const person = { origin: ORIGIN, 'user-agent': USER_AGENT }
    const { status, body } = await client.fromBrowser(refused(), person)
    expect([status, body.results?.[0]?.reason]).toEqual([202, 'consent_denied'])
    expect((await client.fromBrowser(refused(), { ...person, origin: 'http://127.0.0.1:8789' })).status).toBe(403)
    // A program of a developer's is a visitor in development only.
    const program = await client.fromBrowser(refused(), { origin: ORIGIN, 'user-agent': 'curl/8.5.0' })
    expect([program.status, program.body.results?.[0]?.reason]).toEqual([202, 'bot'])
  })
})
