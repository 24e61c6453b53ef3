/** The books must show what they are kept for: each test takes one thing away, or adds one, and reads what is said of it. */
import { describe, expect, it } from 'vitest'
import { lastEnds } from './evidence.ts'
import { Ledger, type Evidence } from './ledger.ts'

const NOTHING: Evidence = { ends: [], counted: [], sent: [] }
const AT_META = { eventId: 'e1', destination: 'meta' }
const DELIVERED = { ...AT_META, outcome: 'delivered' }
const GOOD: Evidence = { ends: [DELIVERED], counted: [AT_META], sent: [{ ...AT_META, atMs: 5, unsure: false }] }

function accepted(): Ledger {
  const ledger = new Ledger()
  ledger.send('e1', 'order', 'person')
  ledger.answered([{ eventId: 'e1', destinations: { meta: 'full' } }])
  return ledger
}

describe('the books of an accepted sale', () => {
  it('have nothing to say of one that was delivered once and counts once', () => {
    expect(accepted().audit(GOOD)).toEqual({
      findings: [],
      sums: { accepted: 1, acceptedUntold: 0, doubtful: 0, ended: { delivered: 1 } },
    })
  })

  it.each<[string, Partial<Evidence>, string]>([
    ['is lost', NOTHING, 'was accepted and has no end: it is lost'],
    ['ends twice', { ends: [DELIVERED, { ...DELIVERED, outcome: 'expired' }] }, 'ended 2 times: delivered, expired'],
    ['is counted twice', { counted: [AT_META, AT_META] }, 'is counted 2 times at the platform'],
    ['has not arrived', { counted: [] }, 'was delivered, and the platform has it not'],
    [
      'was counted, told so, and ended otherwise',
      { ends: [{ ...DELIVERED, outcome: 'withdrawn' }] },
      'ended as withdrawn, and the platform has counted it and said so (sent at 1970-01-01T00:00:00.005Z)',
    ],
    ['has an end that is none', { ends: [{ ...DELIVERED, outcome: 'gone' }] }, 'ended as "gone", which is no end'],
  ])('say when it %s', (_what, change, finding) => {
    expect(accepted().audit({ ...GOOD, ...change }).findings).toContain(`order for meta: ${finding}`)
  })

  it('lack its end until there is one, whatever it is; also that of an order whose consent has come, and of no other that waits', () => {
    expect(accepted().lacks([])).toBe(true)
    expect(accepted().lacks([{ ...DELIVERED, destination: 'tiktok' }])).toBe(true)
    expect(accepted().lacks([{ ...DELIVERED, outcome: 'expired' }])).toBe(false)
    const waits = new Ledger()
    waits.send('e1', 'order', 'person')
    waits.answered([{ eventId: 'e1', destinations: { meta: 'consent_awaited' } }])
    expect(waits.lacks([])).toBe(false)
    waits.released('order')
    expect(waits.lacks([])).toBe(true)
    expect(waits.lacks([DELIVERED])).toBe(false)
  })

  it('say when it counts for another sum than was sent', () => {
    const ledger = new Ledger()
    ledger.send('e1', 'order', 'person', 17.25)
    ledger.answered([{ eventId: 'e1', destinations: { meta: 'full' } }])
    const as = (worth: number | undefined) => ledger.audit({ ...GOOD, counted: [{ ...AT_META, worth }] }).findings
    expect(as(17.25)).toEqual([])
    expect(as(172.5)).toEqual(['order for meta: counts as 172.5 at the platform, and is worth 17.25'])
    expect(as(undefined)).toEqual(['order for meta: counts as undefined at the platform, and is worth 17.25'])
  })

  it('take the last receipt: what was rejected is sent again, or its person withdraws', () => {
    const rejected = { ...AT_META, outcome: 'rejected' }
    const after = (...outcomes: string[]) =>
      lastEnds([rejected, ...outcomes.map((outcome) => ({ ...AT_META, outcome }))]).map(({ outcome }) => outcome)
    expect(after()).toEqual(['rejected'])
    expect(after('withdrawn')).toEqual(['withdrawn'])
    expect(after('redriven')).toEqual([])
    expect(after('redriven', 'rejected', 'redriven', 'delivered')).toEqual(['delivered'])
    // These are two ends.
    expect(after('delivered')).toEqual(['rejected', 'delivered'])
    expect(after('withdrawn', 'withdrawn')).toEqual(['withdrawn', 'withdrawn'])
  })

  it('take it for doubtful, and no more, when the platform took an attempt without an answer before it ended otherwise', () => {
    const sent = [{ ...AT_META, atMs: 5, unsure: true }]
    const { findings, sums } = accepted().audit({ ...GOOD, ends: [{ ...DELIVERED, outcome: 'withdrawn' }], sent })
    expect([findings, sums.doubtful]).toEqual([[], 1])
  })

  it('count a copy under another event id as the same sale', () => {
    const ledger = accepted()
    ledger.send('e2', 'order', 'person')
    ledger.answered([{ eventId: 'e2', destinations: { meta: 'duplicate' } }])
    expect(ledger.audit(GOOD).findings).toEqual([])
    const twice = { ...GOOD, counted: [AT_META, { eventId: 'e2', destination: 'meta' }] }
    expect(ledger.audit(twice).findings).toEqual(['order for meta: is counted 2 times at the platform'])
  })
})

describe('the books of what was refused, or never answered', () => {
  function refused(): Ledger {
    const ledger = new Ledger()
    ledger.send('e1', 'order', 'person')
    ledger.answered([{ eventId: 'e1', destinations: { meta: 'consent_denied' } }])
    return ledger
  }

  it('say when it went out all the same', () => {
    expect(refused().audit(NOTHING).findings).toEqual([])
    expect(refused().audit(GOOD).findings).toEqual(['order for meta: was refused, and ended as delivered'])
  })

  it('allow an end where an earlier attempt may have been stored', () => {
    const ledger = refused()
    ledger.unanswered(['e1'])
    expect(ledger.audit(GOOD)).toMatchObject({ findings: [], sums: { accepted: 0, acceptedUntold: 1 } })
  })

  it('say when something is called a duplicate that nobody had sent', () => {
    const ledger = new Ledger()
    ledger.send('e1', 'order', 'person')
    ledger.answered([{ eventId: 'e1', destinations: { meta: 'duplicate' } }])
    expect(ledger.audit(GOOD).findings).toEqual([
      'order for meta: was called a duplicate of something that nobody had sent',
    ])
  })

  it('hold an order to its end once the consent that it waited for has come', () => {
    const ledger = new Ledger()
    ledger.send('e1', 'order', 'person')
    ledger.answered([{ eventId: 'e1', destinations: { meta: 'consent_awaited' } }])
    expect(ledger.audit(NOTHING).findings).toEqual([])
    ledger.released('order')
    expect(ledger.audit(NOTHING).findings).toEqual(['order for meta: was accepted and has no end: it is lost'])
  })

  it('say what the platform has and nobody sent', () => {
    expect(new Ledger().audit(GOOD).findings).toContain('the platform (meta) has e1, which nobody sent')
  })
})

it('the books say what went out after its person had withdrawn and nothing could be under way', () => {
  const ledger = accepted()
  ledger.silentFrom('person', 4)
  expect(ledger.audit(GOOD).findings).toEqual(['e1 went to meta 1 ms after nothing of its person could be under way'])
})
