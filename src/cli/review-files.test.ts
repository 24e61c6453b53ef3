import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { destinations } from '../destinations/registry.ts'
import { demoPolicy } from '../policy/review/compiled.fixture.ts'
import type { Language, Terminal } from './command.ts'
import { recipientFacts } from './review-facts.ts'
import { approvedIn, checkDocuments, documentsOf, rewriteDocuments, writeDocuments } from './review-files.ts'

let folder = ''
let printed: { out: string; err: string }
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidegate-review-'))
  printed = { out: '', err: '' }
})
afterEach(() => rm(folder, { recursive: true }))

function terminal(language: Language = 'en'): Terminal {
  return {
    stdin: (async function* () {})(),
    stdout: (text) => (printed.out += text),
    stderr: (text) => (printed.err += text),
    env: {},
    language,
    nowMs: () => 0,
    randomId: () => '',
  }
}

describe('the documents on disk', () => {
  const documents = documentsOf(demoPolicy(), undefined)

  it('are written, and then found current', async () => {
    expect(await writeDocuments(folder, documents, terminal())).toBe(0)
    expect((await readdir(folder)).toSorted()).toEqual(documents.map(({ name }) => name).toSorted())
    expect(await checkDocuments(folder, documents, terminal())).toBe(0)
    expect(printed.err).toBe('')
  })

  it('are named where they say something else or are not there', async () => {
    await writeDocuments(folder, documents, terminal())
    await writeFile(join(folder, 'REVIEW.fr.md'), 'Rien ne sort.\n')
    await rm(join(folder, 'record-of-processing.csv'))
    expect(await checkDocuments(folder, documents, terminal())).toBe(1)
    expect(printed.err).toBe(
      `${join(folder, 'record-of-processing.csv')}: is not there\n` +
        `${join(folder, 'REVIEW.fr.md')}: does not say what the policy and its approvals say\n` +
        'Write them anew: tidegate policy review\n',
    )
  })

  it('are out of date once the policy is approved', async () => {
    await writeDocuments(folder, documents, terminal())
    const policy = demoPolicy()
    const approvals = [{ role: 'legal', name: 'C. Durand', kid: 'key-1', at: '2026-11-22T10:00:00Z' }]
    const approved = documentsOf(policy, { digest: policy.digest, since: [], approvals })
    expect(await checkDocuments(folder, approved, terminal('fr'))).toBe(1)
    expect(printed.err).toContain('REVIEW.fr.md\u00A0: ne dit pas')
  })

  it('are written anew where at least one of them is there, and only there', async () => {
    expect(await rewriteDocuments(folder, documents)).toEqual([])
    expect(await readdir(folder)).toEqual([])
    await writeFile(join(folder, 'REVIEW.md'), 'Nothing leaves.\n')
    expect(await rewriteDocuments(folder, documents)).toEqual(documents.map(({ name }) => join(folder, name)))
    expect(await checkDocuments(folder, documents, terminal())).toBe(0)
  })
})

describe('the lock', () => {
  it('is nothing where there is none', async () => {
    expect(await approvedIn(join(folder, 'policy.lock.json'), terminal())).toBeUndefined()
  })

  it('is never taken for nothing where it cannot be read', async () => {
    await writeFile(join(folder, 'policy.lock.json'), '{"version":1,"digest":"d"')
    expect(await approvedIn(join(folder, 'policy.lock.json'), terminal())).toBe('changed')
    expect(printed.err).toContain('policy.lock.json: cannot be read at (root); nothing was written')
  })
})

it('calls each recipient by its brand, and knows what identifies a person', () => {
  const facts = recipientFacts(destinations)
  expect(facts.map(({ name }) => name)).toEqual(['TikTok', 'Meta'])
  for (const { identifying } of facts) {
    expect(identifying.has('person.email')).toBe(true)
    expect(identifying.has('order.value')).toBe(false)
    // Both platforms find the state of a limited send by it.
    expect(identifying.has('client.ip')).toBe(false)
  }
})
