/** Who may sign for whom, and what of a lock nobody can change afterwards: `tidegate policy approve` as its users run it. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { approvalOf } from '../auth/approval.ts'
import { policyDigest } from '../policy/digest.ts'
import type { CompiledPolicy } from '../policy/types.ts'
import { findApproval } from './lock-file.ts'
import { loadPolicyText, sha256Hex } from './policy-file.ts'
import { tidegate } from './signed.fixture.ts'

const DEMO = readFileSync('policy/policy.yaml', 'utf8')
const ROOT = mkdtempSync(join(tmpdir(), 'tidegate-approve-'))
afterAll(() => rmSync(ROOT, { recursive: true }))

interface Key {
  readonly file: string
  readonly kid: string
  readonly x: string
}

const keys = new Map<string, Key>()
beforeAll(async () => {
  for (const name of ['legal', 'marketing', 'legal-new', 'marketing-new']) {
    const role = name.replace('-new', '')
    await tidegate(['keys', 'new', '--role', role, '--out', join(ROOT, name)])
    const file = join(ROOT, name, `${role}-key.private.jwk`)
    keys.set(name, { file, ...(JSON.parse(readFileSync(file, 'utf8')) as { kid: string; x: string }) })
  }
})

let policy = ''
let lockFile = ''
let count = 0
beforeEach(() => {
  const folder = join(ROOT, `policy-${count++}`)
  mkdirSync(folder)
  policy = join(folder, 'policy.yaml')
  lockFile = join(folder, 'policy.lock.json')
})

function keyOf(name: string): Key {
  const key = keys.get(name)
  if (key === undefined) throw new Error(`no key ${name}`)
  return key
}

/** The demo's policy with these keys: `legal-new` is a key of the role legal. */
function write(names: readonly string[], change: (text: string) => string = (text) => text): void {
  const roles = [...new Set(names.map((name) => name.replace('-new', '')))]
  const lines = names.map((name) => {
    const { kid, x } = keyOf(name)
    return `    - { role: ${name.replace('-new', '')}, kid: '${kid}', x: '${x}' }\n`
  })
  const block = `approval:\n  roles: [${roles.join(', ')}]\n  valid_until: 2099-12-31\n  keys:\n${lines.join('')}`
  writeFileSync(policy, change(DEMO.replace(/^approval:\n(?:[ \t]+.*\n)*/m, block)))
}

function approve(name: string, options: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const args = ['--role', name.replace('-new', ''), '--name', 'A Name', '--key', keyOf(name).file]
  return tidegate(['policy', 'approve', policy, ...args, ...options], env)
}

interface Lock {
  readonly approvals: readonly { readonly role: string; readonly kid: string }[]
  readonly keysChanged?: boolean
  readonly source: { readonly lines: readonly string[] }
}

const lock = (): Lock => JSON.parse(readFileSync(lockFile, 'utf8')) as Lock
const check = () => tidegate(['policy', 'check', policy])
const shorter = (text: string): string => text.replace('max_age_days: 180', 'max_age_days: 170')

async function signBoth(): Promise<void> {
  write(['legal', 'marketing'])
  for (const name of ['legal', 'marketing']) expect(await approve(name)).toMatchObject({ code: 0 })
  expect(await check()).toMatchObject({ code: 0 })
}

describe('keys that change', { timeout: 60_000 }, () => {
  it('of a role are vouched for by that role, and by no other', async () => {
    await signBoth()
    write(['legal-new', 'marketing'])
    for (const name of ['marketing', 'legal-new'])
      expect(await approve(name)).toMatchObject({ code: 1, stderr: expect.stringContaining('--new-keys') })
    // Beside the old one, for the role itself to sign with that one.
    write(['legal', 'legal-new', 'marketing'])
    expect(await approve('marketing')).toMatchObject({ code: 1 })
    expect(await approve('legal')).toMatchObject({ code: 0 })
    expect(await approve('marketing')).toMatchObject({ code: 0 })
    expect(lock().keysChanged).toBeUndefined()
  })

  it('together with the roles need a mark where there were several: no role takes another one out', async () => {
    await signBoth()
    write(['marketing'])
    expect(await approve('marketing')).toMatchObject({ code: 1, stderr: expect.stringContaining('--new-keys') })
  })

  it('may be changed with the roles by the only role that there was', async () => {
    write(['legal'])
    expect(await approve('legal')).toMatchObject({ code: 0 })
    write(['legal', 'marketing'])
    expect(await approve('legal')).toMatchObject({ code: 0 })
    expect(lock().keysChanged).toBeUndefined()
  })

  it('for which nobody vouches stay marked: by no second signature, no later policy and no editor', async () => {
    write(['legal'])
    await approve('legal')
    write(['legal-new'])
    expect(await approve('legal-new', ['--new-keys'])).toMatchObject({ code: 0 })
    await approve('legal-new')
    expect(lock().keysChanged).toBe(true)
    write(['legal-new'], shorter)
    expect(await approve('legal-new')).toMatchObject({ code: 0 })
    expect(lock().keysChanged).toBe(true)
    expect(await check()).toMatchObject({ code: 0, stdout: expect.stringContaining('keysChanged') })
    const { keysChanged: _mark, ...washed } = lock()
    writeFileSync(lockFile, JSON.stringify(washed))
    expect(await check()).toMatchObject({ code: 1, stderr: expect.stringContaining('does not count') })
  })

  it('are no longer marked once the operator has pinned them all', async () => {
    write(['legal'])
    await approve('legal')
    write(['legal-new'])
    await approve('legal-new', ['--new-keys'])
    write(['legal-new'], shorter)
    const pinned = { TIDEGATE_POLICY_KEYS: keyOf('legal-new').kid }
    expect(await approve('legal-new', [], { TIDEGATE_POLICY_KEYS: keyOf('legal').kid })).toMatchObject({ code: 0 })
    expect(lock().keysChanged).toBe(true)
    write(['legal-new'])
    expect(await approve('legal-new', [], pinned)).toMatchObject({ code: 0 })
    expect(lock().keysChanged).toBeUndefined()
  })
})

describe('a lock', { timeout: 60_000 }, () => {
  it('holds the text that was signed: another one beside the signatures does not count', async () => {
    write(['legal'])
    await approve('legal')
    const { source, ...rest } = lock()
    writeFileSync(lockFile, JSON.stringify({ ...rest, source: { ...source, lines: [...source.lines, 'x: 1'] } }))
    expect(await check()).toMatchObject({ code: 1, stderr: expect.stringContaining('does not count') })
  })

  it('keeps the text of the first who signed where the second one has other comments', async () => {
    write(['legal', 'marketing'])
    await approve('legal')
    write(['legal', 'marketing'], (text) => `# a comment\n${text}`)
    await approve('marketing')
    expect(lock().source.lines[0]).not.toBe('# a comment')
    expect(await check()).toMatchObject({ code: 0 })
  })

  it('of two who sign at the same moment has both signatures, or the second one is told to try again', async () => {
    write(['legal', 'marketing'])
    const both = await Promise.all([approve('legal'), approve('marketing')])
    const refused = both.filter(({ code }) => code !== 0)
    for (const { stderr } of refused) expect(stderr).toContain('signing at this moment')
    expect(lock().approvals).toHaveLength(2 - refused.length)
    expect(existsSync(`${lockFile}.signing`)).toBe(false)
    writeFileSync(`${lockFile}.signing`, '')
    expect(await approve('legal')).toMatchObject({ code: 1, stderr: expect.stringContaining('.signing') })
  })
})

describe('what others have written into a lock', { timeout: 60_000 }, () => {
  it('does not move the cursor of a terminal', async () => {
    write(['legal'])
    await approve('legal')
    const { approvals, ...rest } = lock()
    const [one] = approvals
    writeFileSync(lockFile, JSON.stringify({ ...rest, approvals: [{ ...one, kid: '\u001b[2Japproved' }] }))
    const { code, stderr } = await check()
    expect([code, stderr.includes('\u001b'), stderr.includes('\uFFFD[2Japproved')]).toEqual([1, false, true])
  })

  it('is compared with only where it was signed by all who must', async () => {
    const diff = () => tidegate(['policy', 'diff', '--approved', '--policy', policy])
    write(['legal', 'marketing'])
    await approve('legal')
    expect(await diff()).toMatchObject({ code: 1, stderr: expect.stringContaining('still to sign: marketing') })
    await approve('marketing')
    expect(await diff()).toMatchObject({ code: 0 })
    writeFileSync(lockFile, readFileSync(lockFile, 'utf8').replace('"maxAgeDays": 180', '"maxAgeDays": 365'))
    expect(await diff()).toMatchObject({ code: 1, stderr: expect.stringContaining('not as it was signed') })
  })

  it.each([
    ['policy.approval', (policyOf: Policy) => ({ ...policyOf, approval: {} })],
    ['policy.approval.keys', (policyOf: Policy) => ({ ...policyOf, approval: { ...policyOf.approval, keys: null } })],
    ['policy.sites', (policyOf: Policy) => ({ ...policyOf, sites: [null] })],
  ])('is an error where %s is not what it must be, in every command', async (_where, change) => {
    write(['legal'])
    await approve('legal')
    const whole = JSON.parse(readFileSync(lockFile, 'utf8')) as { policy: Policy }
    writeFileSync(lockFile, JSON.stringify({ ...whole, policy: change(whole.policy) }))
    expect(await check()).toMatchObject({ code: 1 })
    expect(await approve('legal')).toMatchObject({ code: 1 })
    expect(await tidegate(['policy', 'diff', '--approved', '--policy', policy])).toMatchObject({ code: 1 })
    expect(await tidegate(['policy', 'review', policy])).toMatchObject({ code: 1 })
  })
})

describe('what is asked for wrongly', { timeout: 60_000 }, () => {
  it('is said where a lock is not there, and where a folder cannot be made', async () => {
    write(['legal'])
    const missing = await tidegate(['policy', 'check', policy, '--lock', 'other.lock.json'])
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no other.lock.json') })
    expect(await tidegate(['policy', 'review', policy, '--out', '/proc/x'])).toMatchObject({ code: 1 })
  })

  it('is said: a second file, an empty ref, a language that is not spoken', async () => {
    write(['legal'])
    for (const name of ['check', 'compile', 'review'])
      expect(await tidegate(['policy', name, policy, policy])).toMatchObject({ code: 2 })
    expect(await approve('legal', [policy])).toMatchObject({ code: 2 })
    expect(await tidegate(['policy', 'diff', '', '--policy', policy])).toMatchObject({ code: 2 })
    expect(await tidegate(['policy', 'check', policy, '--lang', 'de'])).toMatchObject({
      code: 2,
      stderr: '--lang "de": unknown language, there are en, fr\n',
    })
  })
})

it('what changed since, where nothing widens, is told by the check', { timeout: 60_000 }, async () => {
  write(['legal'])
  await approve('legal')
  write(['legal'], shorter)
  expect(await check()).toMatchObject({ code: 0, stdout: expect.stringContaining('changes from `180` to `170`') })
})

it('a recording does not give away in its lengths what has few values', { timeout: 60_000 }, async () => {
  write(['legal'])
  const file = join(ROOT, 'events.json')
  const recorded = async (gender: string): Promise<string> => {
    const person = { email: 'jane.doe@example.com', gender }
    writeFileSync(file, JSON.stringify({ event: 'generate_lead', event_id: 'e-1', person }))
    const { stdout } = await tidegate(['events', 'record', file, '--policy', policy])
    expect(stdout).toContain('person.gender')
    return stdout
  }
  expect(await recorded('male')).toBe(await recorded('female'))
  writeFileSync(file, '['.repeat(100_000))
  expect(await tidegate(['events', 'record', file, '--policy', policy])).toMatchObject({ code: 1 })
  writeFileSync(file, `${'['.repeat(100_000)}${']'.repeat(100_000)}`)
  expect(await tidegate(['events', 'record', file, '--policy', policy])).toMatchObject({ code: 1 })
})

interface Policy {
  readonly approval: object
}

describe('a key with an id that is not its own', { timeout: 60_000 }, () => {
  it('does not count, also where the id is pinned and the policy was compiled by hand', async () => {
    write(['legal'])
    await approve('legal')
    const terminal = { stdout: fail, stderr: fail, language: 'en' } as never
    const loaded = await loadPolicyText(policy, terminal)
    if (loaded === undefined) throw new Error('it compiles')
    const { built } = await findApproval({ policyFile: policy, ...loaded, lockFile })
    const { kid } = keyOf('legal')
    const why = async (approvers: readonly object[]) => {
      const changed = {
        ...loaded.policy,
        approval: { ...loaded.policy.approval, keys: approvers as CompiledPolicy['approval']['keys'] },
      }
      const running = digested(changed)
      const signed = { ...built.lock?.signed, digest: running.digest }
      return approvalOf(running, { ...built.lock, policy: null, signed } as never, new Set([kid]), sha256Hex)
    }
    const { x } = keyOf('marketing')
    expect(await why([{ role: 'legal', kid, x }])).toMatchObject({
      why: { faults: [{ fault: 'key_of_another_id' }] },
    })
    const both = ['legal', 'dpo'].map((role) => ({ role, kid, x: keyOf('legal').x }))
    expect(await why(both)).toMatchObject({ why: { faults: [{ fault: 'key_twice' }] } })
  })
})

function digested(compiled: CompiledPolicy): CompiledPolicy {
  return { ...compiled, digest: policyDigest(compiled, sha256Hex) }
}

function fail(text: string): void {
  throw new Error(text)
}
