/** Since when a field leaves, which approvals are kept, and which lines differ. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { policyOf } from './compare.fixture.ts'
import { lineDifferences, tellingDifferences } from './line-difference.ts'
import {
  draftLock,
  expiresAtMs,
  settledSince,
  THIS_APPROVAL,
  withApproval,
  type PolicyApproval,
  type PolicyLock,
} from './lock.ts'
import { readLock } from './read-lock.ts'

const EMAIL = { tiktok: { purchase: { 'person.email': {} } } }
const EMAIL_AND_PHONE = { tiktok: { purchase: { 'person.email': {}, 'person.phone': {} } } }

const KEYS = [
  { role: 'legal', kid: 'k', x: 'x' },
  { role: 'marketing', kid: 'm', x: 'y' },
]

function lockOf(
  earlier: PolicyLock | undefined,
  allowed: object,
  today: string,
  earlierComplete = true,
  roles = ['legal'],
): PolicyLock {
  const approval = { roles, validUntil: '2027-06-30', keys: KEYS }
  const policy = policyOf({ allowed: { ...allowed }, policy: { approval } })
  return draftLock(earlier, { policy, source: { file: 'policy.yaml', lines: [] }, today, earlierComplete })
}

function approval(changes: Partial<PolicyApproval> = {}): PolicyApproval {
  return { role: 'legal', name: 'A', kid: 'k', at: '2026-01-01T00:00:00Z', jws: 'x', ...changes }
}

function day(lock: PolicyLock, field: string): string | undefined {
  return settledSince(lock).find((row) => row.field === field)?.events.purchase
}

function signedOn(at: string, by: Partial<PolicyApproval> = {}): PolicyApproval {
  return approval({ at: `${at}T10:00:00Z`, ...by })
}

const byMarketing = { role: 'marketing', kid: 'm' }

describe('since when a field leaves', () => {
  const first = withApproval(lockOf(undefined, EMAIL, '2026-01-01'), signedOn('2026-01-01'))

  it('is the day of its approval, and stays while it is approved', () => {
    const second = withApproval(lockOf(first, EMAIL_AND_PHONE, '2026-06-01'), signedOn('2026-06-01'))
    expect([day(second, 'person.email'), day(second, 'person.phone')]).toEqual(['2026-01-01', '2026-06-01'])
  })

  it('is no day before every role has signed, then the day of the last signature, in whatever order they sign', () => {
    const draft = lockOf(undefined, EMAIL, '2026-11-22', true, ['legal', 'marketing'])
    const [legal, marketing] = [signedOn('2026-11-22'), signedOn('2027-01-01', byMarketing)]
    const one = withApproval(draft, legal)
    expect([day(draft, 'person.email'), day(one, 'person.email')]).toEqual([undefined, undefined])
    expect(day(withApproval(one, marketing), 'person.email')).toBe('2027-01-01')
    expect(day(withApproval(withApproval(draft, marketing), legal), 'person.email')).toBe('2027-01-01')
  })

  it('is not given by a key that the policy does not give to the role', () => {
    const draft = lockOf(undefined, EMAIL, '2026-11-22')
    expect(day(withApproval(draft, signedOn('2026-11-22', { kid: 'm' })), 'person.email')).toBeUndefined()
  })

  it('is what each role signs the same, whoever signs first: the days come from the signatures', () => {
    const draft = lockOf(first, EMAIL_AND_PHONE, '2026-06-01', true, ['legal', 'marketing'])
    const later = withApproval(withApproval(draft, signedOn('2026-06-01')), signedOn('2026-07-11', byMarketing))
    expect(later.since).toEqual(draft.since)
    expect(later.since.map(({ field, events }) => [field, events.purchase])).toEqual([
      ['person.email', '2026-01-01'],
      ['person.phone', THIS_APPROVAL],
    ])
    const next = lockOf(later, { tiktok: { purchase: { ...EMAIL_AND_PHONE.tiktok.purchase, 'client.ip': {} } } }, 'x')
    expect(Object.fromEntries(next.since.map(({ field, events }) => [field, events.purchase]))).toEqual({
      'client.ip': THIS_APPROVAL,
      'person.email': '2026-01-01',
      'person.phone': '2026-07-11',
    })
  })

  it('does not move where somebody signs twice', () => {
    const again = withApproval(first, signedOn('2026-03-01'))
    expect(day(again, 'person.email')).toBe('2026-01-01')
  })

  it('stays where only the terms change', () => {
    const readable = { tiktok: { purchase: { 'person.email': { treatment: 'as_is' } } } }
    expect(day(lockOf(first, readable, '2026-06-01'), 'person.email')).toBe('2026-01-01')
  })

  it('begins anew after a break', () => {
    const without = withApproval(lockOf(first, { tiktok: { purchase: {} } }, '2026-06-01'), signedOn('2026-06-01'))
    expect(without.since).toEqual([])
    const again = withApproval(lockOf(without, EMAIL, '2026-09-01'), signedOn('2026-09-01'))
    expect(day(again, 'person.email')).toBe('2026-09-01')
  })

  it('is not counted from a draft that some role never signed', () => {
    const both = ['legal', 'marketing']
    const draft = withApproval(lockOf(first, EMAIL_AND_PHONE, '2026-06-01', true, both), signedOn('2026-06-01'))
    const changed = { tiktok: { purchase: { ...EMAIL_AND_PHONE.tiktok.purchase, 'client.ip': {} } } }
    const second = withApproval(lockOf(draft, changed, '2026-09-01', false), signedOn('2026-09-01'))
    expect([day(second, 'person.email'), day(second, 'person.phone')]).toEqual(['2026-01-01', '2026-09-01'])
  })
})

describe('a new lock', () => {
  it('keeps the signatures of the same policy, and puts those of another under past, at most a hundred', () => {
    let lock = withApproval(lockOf(undefined, EMAIL, '2026-01-01'), approval())
    expect(lockOf(lock, EMAIL, '2026-02-01').approvals).toEqual([approval()])
    for (let step = 0; step < 120; step++) {
      lock = withApproval(lockOf(lock, step % 2 === 0 ? EMAIL_AND_PHONE : EMAIL, '2026-03-01'), approval())
    }
    expect(lock.past).toHaveLength(100)
    expect(lock.past[0]).toMatchObject({ until: '2026-03-01', approvals: [approval()] })
  })

  it('holds one signature for each role and key', () => {
    const lock = lockOf(undefined, EMAIL, '2026-01-01')
    const twice = withApproval(withApproval(lock, approval()), approval({ name: 'B' }))
    expect(twice.approvals).toEqual([approval({ name: 'B' })])
    expect(withApproval(twice, approval({ role: 'dpo' })).approvals).toHaveLength(2)
  })
})

it('reads its own text, and nothing that is no lock', () => {
  const lock = withApproval(lockOf(undefined, EMAIL, '2026-01-01'), approval())
  expect(readLock(JSON.stringify(lock))).toEqual({ ok: true, lock })
  for (const text of ['', 'null', '[]', '{}', '{"version":1}', JSON.stringify({ ...lock, approvals: [1] })])
    expect(readLock(text)).toMatchObject({ ok: false })
  fc.assert(fc.property(fc.json(), (text) => !readLock(text).ok))
})

it('names the first place that is not as a lock has it', () => {
  const lock = withApproval(lockOf(undefined, EMAIL, '2026-01-01'), approval())
  const [row] = lock.since
  const where = (changes: object) => readLock(JSON.stringify({ ...lock, ...changes }))
  expect(readLock('{"version":1')).toEqual({ ok: false, where: '(root)' })
  expect(where({ since: [{ ...row, events: { purchase: 'soon' } }] })).toEqual({
    ok: false,
    where: 'since.0.events.purchase',
  })
  // What would be signed and not read.
  expect(where({ since: [{ ...row, until: '2027-01-01' }] })).toEqual({ ok: false, where: 'since.0' })
  expect(where({ approvals: [{ ...lock.approvals[0], at: 7 }] })).toEqual({ ok: false, where: 'approvals.0.at' })
})

it('the last day counts whole, in UTC, and a day that is none has passed', () => {
  const until = (validUntil: string): number =>
    expiresAtMs(policyOf({ policy: { approval: { roles: [], validUntil, keys: [] } } }))
  expect(new Date(until('2026-12-31')).toISOString()).toBe('2027-01-01T00:00:00.000Z')
  expect(until('someday')).toBe(0)
})

describe('lines that differ', () => {
  const approved = ['version: 1', '# a comment', 'sites:', '  shop:', '    shards: 1', '    hosts: [a]', '']

  it('are told with their number, what was approved and what is there now', () => {
    expect(lineDifferences(approved, approved.with(4, '    shards: 2'))).toEqual([
      { line: 5, approved: '    shards: 1', now: '    shards: 2' },
    ])
  })

  it('do not count comments, blank lines and blanks at an end', () => {
    const now = ['# new', '', 'version: 1  ', 'sites:', '', '  shop:', '    shards: 1', '    # gone', '    hosts: [a]']
    expect(lineDifferences(approved, now)).toEqual([])
  })

  it('with `#` count where they are part of a text over several lines', () => {
    const text = ['note: |', '  # a line of the text', 'a: 1']
    expect(tellingDifferences(text, text.with(1, '  # another one'))).toEqual([
      { line: 2, approved: '  # a line of the text', now: '  # another one' },
    ])
    const both = tellingDifferences(text, text.with(1, '  # another one').with(2, 'a: 2'))
    expect(both.map(({ line }) => line)).toEqual([2, 3])
  })

  it('are new, or gone, in the place where they are', () => {
    expect(lineDifferences(approved, approved.toSpliced(5, 0, '    demo: true'))).toEqual([
      { line: 6, now: '    demo: true' },
    ])
    expect(lineDifferences(approved, approved.toSpliced(4, 1))).toEqual([{ line: 5, approved: '    shards: 1' }])
  })

  it('are found between others that did not change', () => {
    const now = approved.with(0, 'version: 2').toSpliced(5, 0, '    demo: true')
    expect(lineDifferences(approved, now)).toEqual([
      { line: 1, approved: 'version: 1', now: 'version: 2' },
      { line: 6, now: '    demo: true' },
    ])
  })

  it('are none exactly where the texts are the same but for comments', () => {
    const line = fc.constantFrom('a: 1', 'b: 2', '# c', '', '  d: 3')
    fc.assert(
      fc.property(fc.array(line), fc.array(line), (one, other) => {
        const bare = (lines: readonly string[]) => lines.filter((text) => text !== '' && !text.startsWith('#'))
        expect(lineDifferences(one, other).length === 0).toBe(bare(one).join('\n') === bare(other).join('\n'))
      }),
    )
  })
})
