/** Plans a holdout on our own surfaces: who is held back follows from a salt and the person's own key, so that nobody need keep a list. */
import { sha256Hex } from '../../hashing/sha256.ts'
import { done, fault, type Result } from './faults.ts'
import { holdoutMde } from './holdout.ts'
import { alphaFault, datesFault, sealed, type Dates, type LiftPlan } from './plan.ts'
import { POWER } from './windows.ts'

export interface HoldoutAsk extends Dates {
  readonly seed: number
  readonly alpha: number
  readonly holdout_share: number
  /** Expected in both groups together. */
  readonly people: number
  /** Of those held back, so many are expected to convert. */
  readonly base_share: number
}

const LEAST_PEOPLE = 100

export function planHoldout(ask: HoldoutAsk): Result<LiftPlan> {
  const { holdout_share: share, people, base_share: base } = ask
  const refused = datesFault(ask) ?? alphaFault(ask.alpha, ask.seed)
  if (refused !== undefined) return refused
  if (!(share > 0 && share < 1)) return fault('bad_setting', { setting: 'holdout_share' })
  if (!(base > 0 && base < 1)) return fault('bad_setting', { setting: 'base_share' })
  if (!Number.isInteger(people) || people < LEAST_PEOPLE || people > Number.MAX_SAFE_INTEGER)
    return fault('bad_setting', { setting: 'people' })
  const groups = [people * (1 - share), people * share] as const
  return done(
    sealed({
      design: 'holdout',
      drawn_on: ask.drawn_on,
      seed: ask.seed,
      alpha: ask.alpha,
      start: ask.start,
      end: ask.end,
      holdout_share: share,
      salt: sha256Hex(`tidegate holdout ${ask.seed} ${ask.drawn_on} ${ask.start}`).slice(0, 32),
      people,
      base_share: base,
      // With so many people a p value has no least one worth naming.
      smallest_p: 0,
      mde: holdoutMde(base, groups, ask.alpha, POWER) ?? null,
    }),
  )
}

const TWO_32 = 4_294_967_296

/** The same person is in the same group for as long as the salt is the same. */
export function groupOf(salt: string, person: string, holdoutShare: number): 'holdout' | 'exposed' {
  const place = Number.parseInt(sha256Hex(`${salt}\n${person}`).slice(0, 8), 16) / TWO_32
  return place < holdoutShare ? 'holdout' : 'exposed'
}
