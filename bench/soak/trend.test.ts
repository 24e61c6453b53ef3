import { describe, expect, it } from 'vitest'
import { trendOf } from './trend.ts'

describe('a row of figures', () => {
  // By hand, after Gilbert (1987), 16.5: of the 45 slopes of ten values the ranks for 99 % are (45 ± 2.576 √125) / 2, so 8 and 37 + 1.
  it('has the slope of Sen, and the ranks of Gilbert around it', () => {
    // Every pair across the middle rises by 1 over its distance; every pair within a half is level.
    const trend = trendOf([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
    // 20 of 45 slopes are 0, then 1/9, 2 × 1/8, 3 × 1/7, 4 × 1/6, 5 × 1/5 …: the 23rd is 1/8.
    expect(trend).toMatchObject({ slope: 1 / 8, low: 0, verdict: 'flat' })
  })

  it('grows where it does so steadily, and falls where it falls', () => {
    const rising = Array.from({ length: 12 }, (_, i) => 100 + i + (i % 3))
    expect(trendOf(rising)?.verdict).toBe('grows')
    expect(trendOf(rising.toReversed())?.verdict).toBe('falls')
  })

  it('is not moved by one spike, wherever it stands', () => {
    for (const place of [0, 5, 11]) {
      const values = Array.from({ length: 12 }, (_, i) => (i === place ? 1_000 : 10 + (i % 2)))
      expect(trendOf(values)?.verdict).toBe('flat')
    }
  })

  it('says less surely that it grows where neighbours are alike', () => {
    const wave = Array.from({ length: 40 }, (_, i) => Math.sin(i / 6))
    const shuffled = wave.toSorted((a, b) => Math.sin(1e4 * a) - Math.sin(1e4 * b))
    const width = (values: readonly number[]) => (trendOf(values)?.high ?? 0) - (trendOf(values)?.low ?? 0)
    expect(width(wave)).toBeGreaterThan(2 * width(shuffled))
  })

  it('says nothing of fewer than eight values', () => {
    expect(trendOf([1, 2, 3, 4, 5, 6, 7])).toBeUndefined()
  })
})
