import { expect, it } from 'vitest'
import { openParcel } from './state.ts'
import { TakeBack } from './take-back.ts'

const KEY = 'p-key'
const HEEDED_MS = 1_000_000

/** Of a delivery that was accepted then, whether it is held back before an attempt at `nowMs`; its person withdrew at `HEEDED_MS`. */
function isHeldBack(acceptedAtMs: number, nowMs: number): boolean {
  const list = [{ id: 'o-1', ev: 'purchase', t: acceptedAtMs, p: [KEY] }]
  const sheet = JSON.stringify({ site: 's', digest: 'd', sets: [], bases: [], list })
  const { held } = openParcel({ id: 1, accepted_at_ms: acceptedAtMs, events: 1, bodies: '{}', sheet })
  const withdrawalsAmong = (keys: readonly string[], destination: string) =>
    new Map(destination === 'meta' && keys.includes(KEY) ? [[KEY, HEEDED_MS]] : [])
  const takeBack = new TakeBack({
    store: { parcelsFor: () => [], end: () => undefined, record: () => undefined, refusedSince: () => [] },
    letters: { with: () => [], take: () => undefined },
    book: { lastHeededMs: HEEDED_MS, withdrawalsAmong },
    isBusy: () => true,
    onWithdrawn: () => undefined,
    transaction: (work) => work(),
    now: () => nowMs,
  })
  return takeBack.among(held, 'meta').length === 1
}

it('what was accepted before its person withdrew is held back, also where a clock that was set back since has it later', () => {
  expect(isHeldBack(HEEDED_MS - 1, HEEDED_MS + 10)).toBe(true)
  expect(isHeldBack(HEEDED_MS + 3_600_000, HEEDED_MS + 10)).toBe(true)
})
