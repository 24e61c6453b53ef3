/** Files of durations as others may write them. The curve by hand: of four, one leaves at 1 h, one buys at 2 h (2/3 are left), one at 3 h (1/3). */
import { expect, it } from 'vitest'
import { checkSurvival, readDurations } from './survival.ts'

const LIVE = [
  [1, 0],
  [2, 1],
  [3, 1],
  [4, 0],
] as const
const EXPECTED = { live: { time: [2, 3], surv: [2 / 3, 1 / 3], n_risk: [3, 2] }, ads: { F_3h: 0 }, median: 3 }

function check(lines: readonly string[], expected: unknown = EXPECTED) {
  const table = readDurations(lines.join('\r\n'), expected)
  if (table === undefined) throw new Error('not read')
  return checkSurvival('km.json', table, expected)
}

it('reads columns in any order, quoted, with others beside them, under a group that only the expected numbers name', () => {
  const lines = [
    '"id","status","cohort","hours"',
    ...LIVE.map(([at, is]) => `"j${at}",${is},"live",${at}`),
    'k,0,ads,9',
  ]
  const results = check(lines)
  expect(results.filter(({ error }) => error !== undefined)).toEqual([])
  expect(results.filter(({ unread }) => unread === undefined)).toHaveLength(5)
  expect(results.at(-1)?.unread).toEqual(['.median'])
})

it('takes who was censored for who did not buy, and R’s 1 and 2 for no and yes', () => {
  const only = { time: [2, 3], surv: [2 / 3, 1 / 3] }
  const faults = (lines: readonly string[]) => check(lines, only).flatMap(({ error }) => error ?? [])
  expect(faults(['time,censored', ...LIVE.map(([at, is]) => `${at},${1 - is}`)])).toEqual([])
  expect(faults(['time,status', ...LIVE.map(([at, is]) => `${at},${1 + is}`)])).toEqual([])
  expect(faults(['time,event', ...LIVE.map(([at, is]) => `${at},${1 - is}`)])).not.toEqual([])
})
