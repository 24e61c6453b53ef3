/** `tidegate policy diff` and `tidegate events record`, as their users run them. */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRecording } from './recorded.ts'
import { tidegate } from './signed.fixture.ts'

let folder = ''
let policy = ''
const RECORDING = 'policy/recorded.jsonl'
/** git needs a PATH, and nobody's settings. */
const ENV = { PATH: process.env['PATH'] ?? '', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }

function git(...args: string[]): void {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com']
  execFileSync('git', ['-C', folder, ...who, ...args], { env: ENV, stdio: 'ignore' })
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-diff-'))
  mkdirSync(join(folder, 'policy'))
  policy = join(folder, 'policy/policy.yaml')
  copyFileSync('policy/policy.yaml', policy)
  git('init', '-b', 'main')
  git('add', '-A')
  git('commit', '-m', 'first')
  writeFileSync(join(folder, 'other'), '')
  git('checkout', '--orphan', 'empty')
  git('rm', '-r', '--cached', '.')
  git('add', 'other')
  git('commit', '-m', 'no policy here')
  git('symbolic-ref', 'HEAD', 'refs/heads/main')
  git('reset')
})
afterAll(() => rmSync(folder, { recursive: true }))

const diff = (...args: string[]) => tidegate(['policy', 'diff', ...args, '--policy', policy], ENV)

describe('tidegate policy diff', { timeout: 60_000 }, () => {
  it('says that nothing changes where nothing has', async () => {
    expect(await diff('main')).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing changes.') })
  })

  it('says what widens, and how many recorded deliveries that changes', async () => {
    const text = readFileSync(policy, 'utf8')
    const changed = text.replace(/(browsing: \[page, browser, tiktok_ids, order_facts)/, '$1, name_hashed')
    expect(changed).not.toBe(text)
    writeFileSync(policy, changed)
    const { code, stdout } = await diff('main', '--events', RECORDING)
    writeFileSync(policy, text)
    expect(code).toBe(0)
    expect(stdout).toContain('Widens (needs a new approval)')
    expect(stdout).toContain('From now on TikTok also receives the hashed first name')
    // No visitor who looks around has given a name: the door is open, and nothing goes through it yet.
    expect(stdout).toContain('Of 40 recorded events, atelier-rivage: no delivery changes.')
  })

  it('counts by destination and event', async () => {
    const text = readFileSync(policy, 'utf8')
    writeFileSync(policy, text.replace(', name_hashed, postal_readable]', ']'))
    const { stdout } = await diff('main', '--events', RECORDING, '--lang', 'fr')
    writeFileSync(policy, text)
    // Of the recording: those who bought or asked, and consented or live where silence permits.
    expect(stdout).toMatch(/TikTok\u00A0: 8 envois perdent un champ \(purchase 6, generate_lead 2\)/)
  })

  it('says what is wrong with a ref: unknown, without the policy, an option, in no repository', async () => {
    expect(await diff('nowhere')).toMatchObject({ code: 1, stderr: 'git knows no "nowhere"\n' })
    expect(await diff('empty')).toMatchObject({ code: 1, stderr: expect.stringContaining('did not exist at "empty"') })
    expect(await diff('--', '--output=x')).toMatchObject({ code: 2 })
    expect(await diff()).toMatchObject({ code: 2 })
    expect(await diff('main', '--approved')).toMatchObject({ code: 2 })
    const alone = join(folder, '..', `${folder.split('/').at(-1)}-alone.yaml`)
    copyFileSync(policy, alone)
    const outside = await tidegate(['policy', 'diff', 'main', '--policy', alone, '--lang', 'fr'], ENV)
    rmSync(alone)
    expect(outside).toMatchObject({ code: 1, stderr: expect.stringContaining('dans aucun dépôt git') })
  })

  it('says that nothing was approved, and that a recording cannot be read', async () => {
    expect(await diff('--approved')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('nothing has been approved yet'),
    })
    const bad = join(folder, 'bad.jsonl')
    writeFileSync(bad, '\n{"event":"purchase"}\n')
    expect(await diff('main', '--events', bad)).toMatchObject({ code: 1, stderr: `cannot read ${bad}:2\n` })
    expect(await diff('main', '--events', 'missing.jsonl')).toMatchObject({ code: 1 })
  })
})

describe('tidegate events record', () => {
  it('prints a line for each event, without its values, and names what it cannot read by its place', async () => {
    const file = join(folder, 'events.json')
    const good = { event: 'generate_lead', event_id: 'e-1', person: { email: 'jane.doe@example.com' } }
    writeFileSync(file, JSON.stringify({ events: [good, { event: 'secret word' }] }))
    const { code, stdout, stderr } = await tidegate(['events', 'record', file], ENV)
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toEqual({
      event: 'generate_lead',
      fields: { 'person.email': { kind: 'email', length: 20 } },
      consent: { answers: {}, optOut: false },
    })
    expect(stderr).toBe('event 2: not readable, left out\n')
  })
})

it('the demo shop’s recording can be read, and none of its fields is of a kind that nobody knows', async () => {
  const recording = await readRecording(RECORDING)
  expect(recording?.ok === true && recording.shapes.length).toBe(40)
})
