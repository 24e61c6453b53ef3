/** `tidegate policy review` as people run it: on a policy of their own, beside which its documents lie. */
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newKeyPair } from '../auth/receipt-signature.ts'
import { RFC_PRIVATE, tidegate } from './signed.fixture.ts'

const DEMO_POLICY = fileURLToPath(new URL('../../policy/policy.yaml', import.meta.url))
const DOCUMENTS = [
  'REVIEW.fr.html',
  'REVIEW.fr.md',
  'REVIEW.html',
  'REVIEW.md',
  'record-of-processing.csv',
  'record-of-processing.fr.csv',
]

let folder = ''
let policy = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidegate-review-'))
  policy = join(folder, 'policy.yaml')
  const approval = `approval:
  roles: [legal]
  valid_until: 2099-12-31
  keys: [{ role: legal, kid: '${RFC_PRIVATE.kid}', x: '${RFC_PRIVATE.x}' }]
`
  const text = (await readFile(DEMO_POLICY, 'utf8')).replace(/^approval:\n(?:[ \t]+.*\n)*/m, approval)
  await writeFile(policy, text)
})
afterEach(() => rm(folder, { recursive: true }))

const review = (...options: string[]) => tidegate(['policy', 'review', policy, ...options])

async function approve(...options: string[]) {
  const keyFile = join(folder, 'key.jwk')
  await writeFile(keyFile, JSON.stringify(RFC_PRIVATE))
  const signer = ['--role', 'legal', '--name', 'C. Durand', '--key', keyFile]
  const ran = await tidegate(['policy', 'approve', policy, ...signer, ...options])
  await rm(keyFile)
  return ran
}

async function edit(from: string, to: string): Promise<void> {
  const text = await readFile(policy, 'utf8')
  expect(text).toContain(from)
  await writeFile(policy, text.replace(from, to))
}

const read = (name: string) => readFile(join(folder, name), 'utf8')

describe('tidegate policy review', () => {
  it('writes its documents beside the policy, and --check finds them current, whatever the comments', async () => {
    const written = await review()
    expect(written).toMatchObject({ code: 0, stderr: '' })
    expect((await readdir(folder)).toSorted()).toEqual([...DOCUMENTS, 'policy.yaml'].toSorted())
    for (const name of DOCUMENTS) expect(written.stdout).toContain(`${join(folder, name)}\n`)
    await appendFile(policy, '# a comment\n')
    expect(await review('--check')).toEqual({
      code: 0,
      stdout: '6 documents say what the policy says\n',
      stderr: '',
    })
  })

  it('--check fails on a document that is edited, missing, or older than the policy, and names it', async () => {
    expect((await review('--check')).stderr).toContain(`${join(folder, 'REVIEW.md')}: is not there`)
    await review()
    await appendFile(join(folder, 'REVIEW.fr.md'), '\nRien ne sort.\n')
    expect(await review('--check')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        `${join(folder, 'REVIEW.fr.md')}: does not say what the policy and its approvals say\n` +
        'Write them anew: tidegate policy review\n',
    })
    await review()
    await edit('receipts_days: 395', 'receipts_days: 30')
    const stale = await review('--check', '--lang', 'fr')
    expect(stale.code).toBe(1)
    for (const name of DOCUMENTS) expect(stale.stderr).toContain(`${join(folder, name)}\u00A0: ne dit pas`)
  })

  it('writes nothing of a policy that does not compile', async () => {
    await edit('shards: 1', 'shards: none')
    expect(await review()).toMatchObject({ code: 1, stdout: '' })
    expect(await readdir(folder)).toEqual(['policy.yaml'])
  })
})

describe('after tidegate policy approve', () => {
  it('the documents that lie beside the policy say who signed, and are current', async () => {
    await review()
    expect(await read('REVIEW.md')).toContain('Not approved')
    const approved = await approve()
    expect(approved).toMatchObject({ code: 0, stderr: '' })
    expect(approved.stdout).toContain('Written anew, for they say who signed: ')
    expect(await read('REVIEW.md')).toContain('Signed by **C. Durand**')
    expect(await read('REVIEW.fr.md')).toContain('Signée par **C. Durand**')
    expect(await review('--check')).toMatchObject({ code: 0 })
  })

  it('nothing is dated while one of two roles has not signed', async () => {
    await edit('roles: [legal]', 'roles: [legal, marketing]')
    const { kid, x } = (await newKeyPair()).publicJwk
    await edit('keys: [{ role: legal,', `keys: [{ role: marketing, kid: '${kid}', x: '${x}' }, { role: legal,`)
    await review()
    expect(await approve()).toMatchObject({ code: 0 })
    const [text, table] = [await read('REVIEW.fr.md'), await read('record-of-processing.fr.csv')]
    expect(text).toContain('Il manque la signature de : `marketing`.'.replace(' :', '\u00A0:'))
    expect(text).toContain('**pas encore approuvé**')
    for (const document of [text, table]) expect(document).not.toContain('depuis le ')
    expect(table).toContain('pas encore approuvé')
  })

  it('no document is written where there was none, nor by a dry run', async () => {
    await approve('--dry-run')
    expect((await approve()).stdout).not.toContain('Written anew')
    expect((await readdir(folder)).toSorted()).toEqual(['policy.lock.json', 'policy.yaml'])
  })

  it('a lock that was changed is not repeated: neither a name nor a day', async () => {
    await approve()
    await review()
    const before = await read('REVIEW.md')
    const lock = JSON.parse(await read('policy.lock.json')) as { since: { events: Record<string, string> }[] }
    for (const { events } of lock.since) for (const event of Object.keys(events)) events[event] = '2020-01-01'
    await writeFile(join(folder, 'policy.lock.json'), JSON.stringify(lock))
    for (const ran of [await review(), await review('--check')])
      expect(ran).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('is not as it was signed') })
    expect(await read('REVIEW.md')).toBe(before)
  })
})
