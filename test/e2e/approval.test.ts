/** Production serves what was approved, to the letter; development serves anything, and says so. */
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundleFrom } from '../../scripts/build.ts'
import { startWorkerd } from '../../scripts/workerd.ts'
import { approvedPolicy, tidegate, unsignedPolicy, type ApprovedPolicy } from '../support/approved.ts'
import { approvalOf } from '../../src/auth/approval.ts'
import { notApprovedWords } from '../../src/auth/approval-words.ts'
import { findApproval } from '../../src/cli/lock-file.ts'
import { sha256Hex } from '../../src/hashing/sha256.ts'
import type { CompiledPolicy } from '../../src/policy/types.ts'
import { Client } from '../support/client.ts'
import { newOrder, sale } from '../support/events.ts'
import { builtWith, SECRETS, serveInProduction } from '../support/production.ts'
import { runProgram } from '../support/program.ts'
import { freePort, temporaryFolder } from '../support/running.ts'

/** As a deployment is: the bundle of this policy, in production. */
async function serve(policy: ApprovedPolicy, options: { settings?: Record<string, string>; bundle?: string } = {}) {
  return serveInProduction(options.bundle ?? (await builtWith(policy)), options.settings)
}

async function healthOf(policy: ApprovedPolicy, options: Parameters<typeof serve>[1] = {}) {
  const running = await serve(policy, options)
  try {
    const { status, text } = await new Client(running.url).get('/healthz')
    return { status, ...(JSON.parse(text) as Record<string, unknown>) }
  } finally {
    await running.stop()
  }
}

/** What the Worker finds and says of the same bundle, without a start of its own for each. */
async function whyNotServed(policy: ApprovedPolicy, compiled: CompiledPolicy): Promise<string> {
  const { policyFile, lockFile } = policy
  const { built: approval } = await findApproval({ policyFile, text: policy.text(), policy: compiled, lockFile })
  const found = await approvalOf(compiled, approval.lock, undefined, sha256Hex)
  return found.kind === 'not_approved' ? notApprovedWords(found.why, approval).en : found.kind
}

/** One more group of fields for TikTok while people look around: the hashed name. */
const widen = (text: string): string =>
  text.replace(/(browsing: \[page, browser, tiktok_ids, order_facts, contact_hashed)\]/, '$1, name_hashed]')
const narrow = (text: string): string =>
  text.replace(/(browsing: \[page, browser, tiktok_ids, order_facts), contact_hashed\]/, '$1]')
const lineOf = (text: string): number =>
  text.split('\n').findIndex((line) => line.includes('tiktok_ids, order_facts')) + 1

describe('in production', () => {
  it('an approved policy is served, and its digest is the one that was signed', async () => {
    const policy = await approvedPolicy()
    const lock = JSON.parse(readFileSync(policy.lockFile, 'utf8')) as { digest: string }
    expect(await healthOf(policy)).toMatchObject({
      status: 'ok',
      policy_approval: 'approved',
      policy_digest: lock.digest,
      valid_until: '2099-12-31',
    })
    // The operator's own list of keys.
    expect(await healthOf(policy, { settings: { TIDEGATE_POLICY_KEYS: `other ${policy.kid}` } })).toMatchObject({
      policy_approval: 'approved',
    })
    await expect(serve(policy, { settings: { TIDEGATE_POLICY_KEYS: 'other' } })).rejects.toThrow(
      'TIDEGATE_POLICY_KEYS does not name this key',
    )
  })

  it('a policy that nobody signed is not', async () => {
    await expect(serve(await unsignedPolicy())).rejects.toThrow(/has not been approved.*policy\.lock\.json/)
  })

  it('a policy with a field added by hand is not, and the line is named', async () => {
    const policy = await approvedPolicy()
    policy.edit(widen)
    const place = `policy.yaml:${lineOf(policy.text())}: approved "browsing: [page, browser, tiktok_ids, order_facts, contact_hashed]", now "browsing: [page, browser, tiktok_ids, order_facts, contact_hashed, name_hashed]"`
    await expect(serve(policy)).rejects.toThrow(place)
  })

  it('a policy that only became narrower is, and with a comment it is still the approved one', async () => {
    const policy = await approvedPolicy()
    policy.edit((text) => `# a comment\n\n${text}`)
    expect(await healthOf(policy)).toMatchObject({ policy_approval: 'approved' })
    policy.edit(narrow)
    expect(await healthOf(policy)).toMatchObject({ policy_approval: 'narrowed' })
  })

  it('a policy whose last day has passed is not', async () => {
    const policy = await approvedPolicy()
    policy.edit((text) => text.replace('valid_until: 2099-12-31', 'valid_until: 2026-01-31'))
    // An earlier day narrows: it needs no signature, and it holds.
    await expect(serve(policy)).rejects.toThrow('the policy held until 2026-01-31')
    expect((await policy.approve()).code).toBe(1)
  })

  it('a lock that was changed is not believed', async () => {
    const policy = await approvedPolicy()
    policy.edit(widen)
    const whole = readFileSync(policy.lockFile, 'utf8')
    const lock = JSON.parse(whole) as {
      policy: { digest: string }
      digest: string
      approvals: object[]
      since: object[]
    }
    const compiled = join(temporaryFolder('compiled'), 'policy.json')
    await tidegate(['policy', 'compile', policy.policyFile, '--out', compiled])
    const wanted = JSON.parse(readFileSync(compiled, 'utf8')) as CompiledPolicy
    const other = await approvedPolicy()
    other.edit(widen)
    await other.approve()
    const foreign = JSON.parse(readFileSync(other.lockFile, 'utf8')) as typeof lock
    const changed: readonly (readonly [object | string, RegExp])[] = [
      // The policy that is wanted in the place of the one that was signed.
      [{ ...lock, policy: wanted }, /changed after it was signed/],
      [{ ...lock, policy: { ...wanted, digest: lock.digest } }, /changed after it was signed/],
      [{ ...lock, policy: wanted, digest: wanted.digest }, /made for another policy/],
      // Signed, by a key that this policy has never had.
      [{ ...lock, approvals: foreign.approvals }, /no such key for this role/],
      [foreign, /is not what was approved|no such key/],
      [{ ...lock, since: [] }, /made for another policy/],
      [{ ...lock, approvals: [] }, /no good signature of: legal/],
      ['{', /there is no policy\.lock\.json/],
    ]
    const [first] = changed
    if (first === undefined) throw new Error('nothing is changed')
    writeFileSync(policy.lockFile, JSON.stringify(first[0]))
    await expect(serve(policy)).rejects.toThrow(first[1])
    for (const [content, message] of changed) {
      writeFileSync(policy.lockFile, typeof content === 'string' ? content : JSON.stringify(content))
      expect(await whyNotServed(policy, wanted)).toMatch(message)
    }
  })

  it('a compiled policy that was changed by hand is not', async () => {
    const policy = await approvedPolicy()
    const dist = dirname(await builtWith(policy))
    const file = join(dist, 'policy.json')
    const compiled = readFileSync(file, 'utf8')
    writeFileSync(file, compiled.replace('"hashed"', '"as_is"'))
    expect(readFileSync(file, 'utf8')).not.toBe(compiled)
    const { bundle } = await bundleFrom(dist)
    await expect(serve(policy, { bundle })).rejects.toThrow(/changed after it was compiled/)
  })

  it('every role must have signed', async () => {
    const policy = await approvedPolicy({ roles: ['dpo', 'legal'] })
    await expect(serve(policy)).rejects.toThrow('no good signature of: dpo')
  })

  it('npm run serve says so in both languages and ends, before anything is started', async () => {
    const policy = await approvedPolicy()
    policy.edit(widen)
    const { code, output } = await runProgram('scripts/serve.ts', [], {
      ...SECRETS,
      TIDEGATE_ENV: 'production',
      TIDEGATE_POLICY: policy.policyFile,
      TIDEGATE_DIST: temporaryFolder('approval-dist'),
      STATE_DIR: temporaryFolder('approval-state'),
      PORT: String(await freePort()),
    })
    expect(code).toBe(1)
    expect(output).toContain(`policy.yaml:${lineOf(policy.text())}: approved "browsing`)
    expect(output).toContain('n’est pas ce qui a été approuvé')
    expect(output).not.toContain('tidegate ready')
    const deploy = await runProgram('scripts/approved.ts', [], {
      TIDEGATE_POLICY: policy.policyFile,
      TIDEGATE_DIST: temporaryFolder('approval-dist'),
    })
    expect(deploy).toMatchObject({ code: 1, output: expect.stringContaining('is not what was approved') })
  })
})

it('development serves a policy that nobody signed, and says what it is', async () => {
  const policy = await unsignedPolicy()
  const running = await startWorkerd({
    bundle: await builtWith(policy),
    port: await freePort(),
    stateDir: temporaryFolder('approval-state'),
    // Nothing answers there: nothing of this test may leave for a real platform.
    bindings: { TIDEGATE_PLATFORM_BASE: 'http://127.0.0.1:9', TIDEGATE_LIVE_VIEW: 'on' },
    production: false,
  })
  try {
    const client = new Client(running.url)
    const health = await client.get('/healthz')
    expect(JSON.parse(health.text)).toMatchObject({ status: 'ok', policy_approval: 'not_approved' })
    expect((await client.fromServer(sale(newOrder()))).status).toBe(202)
    expect(JSON.parse((await client.get('/dev/decisions')).text)).toMatchObject({ policy_approval: 'not_approved' })
  } finally {
    await running.stop()
  }
})

describe('tidegate policy approve', () => {
  it('does not sign for a role that the policy does not ask, nor with a key that it does not have', async () => {
    const policy = await unsignedPolicy()
    expect(await policy.approve({ '--role': 'marketing' })).toMatchObject({
      code: 1,
      output: expect.stringContaining('does not ask "marketing"'),
    })
    const folder = temporaryFolder('other-key')
    await tidegate(['keys', 'new', '--role', 'legal', '--out', folder])
    expect(await policy.approve({ '--key': join(folder, 'legal-key.private.jwk') })).toMatchObject({
      code: 1,
      output: expect.stringContaining('This key is not in'),
    })
    expect(await policy.approve({ '--key': join(folder, 'legal-key.public.jwk') })).toMatchObject({ code: 1 })
  })

  it('keeps since when each field leaves, and what was approved before', async () => {
    const policy = await approvedPolicy()
    const before = JSON.parse(readFileSync(policy.lockFile, 'utf8')) as Lock
    policy.edit(widen)
    const { code, output } = await policy.approve()
    expect(code).toBe(0)
    expect(output).toContain('From now on TikTok also receives the hashed first name')
    const after = JSON.parse(readFileSync(policy.lockFile, 'utf8')) as Lock
    expect(after.past).toMatchObject([{ digest: before.digest, approvals: before.approvals }])
    const row = after.since.find(({ destination, field }) => destination === 'tiktok' && field === 'person.first_name')
    // What is new has the day of the last signature, which is not known while the first one signs.
    const today = new Date().toISOString().slice(0, 10)
    expect(row?.events).toMatchObject({ page_view: 'this approval', purchase: today })
  })

  it('asks for --new-keys where nobody who could sign before signs, and marks the lock', async () => {
    const policy = await approvedPolicy()
    const folder = temporaryFolder('other-key')
    await tidegate(['keys', 'new', '--role', 'legal', '--out', folder])
    const keyFile = join(folder, 'legal-key.private.jwk')
    const { kid, x } = JSON.parse(readFileSync(keyFile, 'utf8')) as { kid: string; x: string }
    policy.edit((text) => text.replace(/- \{ role: legal.*/, `- { role: legal, kid: '${kid}', x: '${x}' }`))
    const refused = await policy.approve({ '--key': keyFile })
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('--new-keys') })
    const args = ['policy', 'approve', policy.policyFile, '--role', 'legal', '--name', 'Other', '--key', keyFile]
    const signed = await tidegate([...args, '--new-keys'])
    expect(signed).toMatchObject({ code: 0, output: expect.stringContaining('keysChanged') })
    expect(JSON.parse(readFileSync(policy.lockFile, 'utf8'))).toMatchObject({ keysChanged: true })
    // Whoever took the keys over is stopped where the operator pinned them.
    await expect(serve(policy, { settings: { TIDEGATE_POLICY_KEYS: policy.kid } })).rejects.toThrow(
      'TIDEGATE_POLICY_KEYS',
    )
  })
})

interface Lock {
  readonly digest: string
  readonly approvals: readonly object[]
  readonly past: readonly object[]
  readonly since: readonly { destination: string; field: string; events: Record<string, string> }[]
}

describe('tidegate policy check', () => {
  it('fails where the policy widens without an approval, and passes where it narrows', async () => {
    const policy = await approvedPolicy()
    expect(await tidegate(['policy', 'check', policy.policyFile])).toMatchObject({ code: 0 })
    policy.edit(narrow)
    expect(await tidegate(['policy', 'check', policy.policyFile])).toMatchObject({ code: 0 })
    policy.edit((text) =>
      text.replace('tiktok_ids, order_facts]', 'tiktok_ids, order_facts, contact_hashed, name_hashed]'),
    )
    const { code, output } = await tidegate(['policy', 'check', policy.policyFile, '--lang', 'fr'])
    expect(code).toBe(1)
    expect(output).toContain(`policy.yaml:${lineOf(policy.text())}\u00A0: approuvé «\u00A0browsing`)
    expect(output).toContain('Désormais, TikTok reçoit aussi le prénom haché')
  })
})
