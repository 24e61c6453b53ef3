/** Expected: scipy 1.17.1 (scipy.stats: norm, t, chi2, f, binom, hypergeom). */
import { describe, expect, it } from 'vitest'
import {
  binomialQuantile,
  binomialTail,
  chiSquareQuantile,
  chiSquareTail,
  fTail,
  hypergeometric,
  normalQuantile,
  normalTwoSided,
  tQuantile,
  tTwoSided,
} from './distributions.ts'

describe('tails and quantiles', () => {
  it.each<readonly [string, number, number]>([
    ['normalTwoSided(0.5)', normalTwoSided(0.5), 0.6170750774519738],
    ['normalTwoSided(1.96)', normalTwoSided(1.96), 0.04999579029644087],
    ['normalTwoSided(8)', normalTwoSided(8), 1.244192114854348e-15],
    ['normalQuantile(0.9)', normalQuantile(0.9), 1.2815515655446004],
    ['normalQuantile(1e-06)', normalQuantile(1e-6), -4.753424308822899],
    ['tTwoSided(0.3, 1)', tTwoSided(0.3, 1), 0.8144528418445154],
    ['tTwoSided(2.5, 3)', tTwoSided(2.5, 3), 0.08770664700806556],
    ['tTwoSided(12, 30)', tTwoSided(12, 30), 5.580185415199261e-13],
    ['tTwoSided(2.0001, 1000)', tTwoSided(2.0001, 1000), 0.04575953053686716],
    ['tQuantile(0.975, 4)', tQuantile(0.975, 4), 2.7764451051977934],
    ['tQuantile(0.9, 1)', tQuantile(0.9, 1), 3.0776835371752544],
    ['tQuantile(0.995, 117)', tQuantile(0.995, 117), 2.6185041164968],
    ['tQuantile(0.025, 7)', tQuantile(0.025, 7), -2.3646242515927844],
    ['chiSquareTail(3.84, 1)', chiSquareTail(3.84, 1), 0.05004352124870519],
    ['chiSquareTail(0.1, 5)', chiSquareTail(0.1, 5), 0.9998376833880774],
    ['chiSquareTail(50, 20)', chiSquareTail(50, 20), 0.0002214766382487835],
    ['chiSquareTail(200, 100)', chiSquareTail(200, 100), 1.1784500720979781e-8],
    ['chiSquareQuantile(0.05, 20)', chiSquareQuantile(0.05, 20), 10.85081139418259],
    ['chiSquareQuantile(0.95, 22)', chiSquareQuantile(0.95, 22), 33.92443847144381],
    ['fTail(4, 1, 10)', fTail(4, 1, 10), 0.07338803477074037],
    ['fTail(2.5, 3, 40)', fTail(2.5, 3, 40), 0.07325435201794983],
    ['fTail(0.2, 7, 2)', fTail(0.2, 7, 2), 0.9552006291193825],
    ['binomialTail(3, 10, 0.3)', binomialTail(3, 10, 0.3), 0.6172172136000003],
    ['binomialTail(60, 400, 0.1)', binomialTail(60, 400, 0.1), 0.0010528245171127764],
    ['binomialTail(1, 5, 0.01)', binomialTail(1, 5, 0.01), 0.049009950100000005],
    ['binomialQuantile(0.005, 400, 0.1)', binomialQuantile(0.005, 400, 0.1), 25.0],
    ['binomialQuantile(0.995, 400, 0.1)', binomialQuantile(0.995, 400, 0.1), 56.0],
    ['hypergeometric(412, 40000, 763, 20000)', hypergeometric(412, 40000, 763, 20000), 0.002428852616414099],
  ])('%s is what scipy says', (_, got, expected) => {
    expect(Math.abs(got - expected)).toBeLessThanOrEqual(1e-10 * Math.abs(expected))
  })

  it('a quantile of nothing is infinite, and never a guess', () => {
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY)
    expect(tQuantile(0, 3)).toBe(Number.NEGATIVE_INFINITY)
  })
})
