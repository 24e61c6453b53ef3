/**
 * Creatives compared on what their small numbers can carry. Each rate leans to its campaign's mean as if the creative had also shown
 * STRENGTH tries that went as the campaign goes: a Beta prior. Two of three does not top the list, two hundred of three hundred does.
 */
import { normalQuantile } from '../numbers/distributions.ts'

/** Tries that the campaign's mean is worth (20 to 50 are usual). */
export const STRENGTH = 30

export interface Tried {
  readonly count: number
  readonly of: number
}

export interface Shrunk {
  /** The posterior mean. */
  readonly share: number
  readonly logOdds: number
  /** On the log-odds, carried back to a share. */
  readonly low: number
  readonly high: number
  /** 0: all campaign, 1: all its own. */
  readonly ownWeight: number
}

/** The campaign's mean; undefined where nobody tried. */
export function campaignMean(all: readonly Tried[]): number | undefined {
  const of = all.reduce((sum, one) => sum + one.of, 0)
  return of > 0 ? all.reduce((sum, one) => sum + one.count, 0) / of : undefined
}

/**
 * Undefined where the mean is 0 or 1 or no number: then there is nothing to lean to and nothing to compare. The log-odds of a Beta(a, b)
 * have a variance of about 1/a + 1/b.
 */
export function shrink(tried: Tried, mean: number, level: number, strength: number = STRENGTH): Shrunk | undefined {
  if (!(mean > 0 && mean < 1) || tried.of < 0 || tried.count < 0 || tried.count > tried.of) return undefined
  const wins = tried.count + strength * mean
  const losses = tried.of - tried.count + strength * (1 - mean)
  const logOdds = Math.log(wins / losses)
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(1 / wins + 1 / losses)
  return {
    share: wins / (wins + losses),
    logOdds,
    low: logistic(logOdds - half),
    high: logistic(logOdds + half),
    ownWeight: tried.of / (tried.of + strength),
  }
}

function logistic(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds))
}
