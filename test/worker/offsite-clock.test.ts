/** A machine's clock that was ahead and is set back: the runtime lets that of an object stand still until it has caught up. */
import { runInDurableObject } from 'cloudflare:test'
import { expect, it, vi } from 'vitest'
import type { JourneyFact } from '../../src/offsite/facts.ts'
import type { OffsiteRecord } from '../../src/offsite/offsite-record.ts'
import { SITE } from './ledger.ts'
import { keepJourneys, record } from './offsite.ts'

keepJourneys()

const MINUTE = 60_000
const TOUCH: JourneyFact = {
  k: 'touch',
  journey: 'a'.repeat(32),
  atMs: Date.parse('2026-11-20T12:00:00Z'),
  touch: { source: 'direct', kind: 'direct', by: 'none' },
  path: '/',
}

it('a record whose clock is ahead of its callers’ ends before it takes or answers anything: a new one has the right time', async () => {
  const batch = JSON.stringify({ shard: 0, epoch: 'one', upTo: 1, facts: [TOUCH] })
  const ask = JSON.stringify({ kind: 'state' })
  await runInDurableObject(record(), async (one: OffsiteRecord, state) => {
    // Here an object that really ends fails the run.
    const ends = vi.spyOn(state, 'abort').mockImplementation((why = '') => {
      throw new Error(why)
    })
    const setBackMs = Date.now() - 3 * MINUTE
    expect(() => one.take(SITE, batch, setBackMs)).toThrow('not stored')
    await expect(one.ask(SITE, ask, setBackMs)).rejects.toThrow('not stored')
    expect(ends).toHaveBeenCalledTimes(2)
    one.take(SITE, batch, Date.now() - MINUTE)
    expect(JSON.parse(await one.ask(SITE, ask, Date.now() - MINUTE))).toMatchObject({ touches: 1 })
    ends.mockRestore()
  })
})
