/** aa_recipe.json: the generator, the panel, the first experiments one by one, and how often 400 of them are wrong. */
import { join } from 'node:path'
import { aaPanel, aaRun, type AaDesign } from '../../../src/analysis/lift/aa-panel.fixture.ts'
import { mulberry32, normal } from '../../../src/analysis/numbers/prng.ts'
import { readJson } from './geolift-csv.ts'
import { nearly, same, type AnalysisResult } from './result.ts'

interface Recipe {
  readonly G: number
  readonly T: number
  readonly T0: number
  readonly treated: number
  readonly permutations: number
  /** `1..400` */
  readonly seeds: string
  readonly checks: Readonly<Record<string, readonly number[]>>
  readonly first20: readonly {
    readonly seed: number
    readonly treated: readonly number[]
    readonly effect_rel: number
    readonly p_randomisation: number
  }[]
  readonly reject_at_010: { readonly randomisation: number }
  readonly reject_at_005: { readonly randomisation: number }
  readonly accept_band_400_runs: Readonly<Record<string, readonly [number, number]>>
  readonly power_at_010: Readonly<Record<string, number>>
}

const FILE = 'aa_recipe.json'

export function recipeResults(folder: string): readonly AnalysisResult[] {
  const recipe = readJson(join(folder, FILE)) as Recipe
  const { G: regions, T: days, T0: start, treated, permutations } = recipe
  const design = { regions, days, start, treated, permutations }
  const [firstSeed = 1, lastSeed = 0] = recipe.seeds.split('..').map(Number)
  const seeds = Array.from({ length: lastSeed - firstSeed + 1 }, (_, index) => firstSeed + index)
  return [...checkValues(recipe, firstSeed), ...experiments(recipe, design), ...rates(recipe, design, seeds)]
}

const PANEL = /^panel_seed(\d+)_geo(\d+)_(first|last)(\d+)$/

function checkValues({ G: regions, T: days, checks }: Recipe, firstSeed: number): readonly AnalysisResult[] {
  return Object.entries(checks).flatMap(([key, values]) => {
    const [, seed, region, side, count = 0] = PANEL.exec(key) ?? []
    const uniform = mulberry32(firstSeed)
    const row = seed === undefined ? [] : [...(aaPanel(Number(seed), { regions, days }).rows[Number(region)] ?? [])]
    const got =
      key === 'first_u'
        ? values.map(() => uniform())
        : key === 'first_normals'
          ? values.map(() => normal(uniform))
          : side === 'first'
            ? row.slice(0, Number(count))
            : row.slice(-Number(count))
    return values.map((value, at) => nearly(`${FILE} ${key}[${at}]`, got[at], value, 1e-9))
  })
}

function experiments({ first20 }: Recipe, design: AaDesign): readonly AnalysisResult[] {
  return first20.flatMap(({ seed, ...expected }) => {
    const got = aaRun(seed, design)
    return [
      same(`${FILE} seed ${seed} treated`, got.treated, expected.treated),
      nearly(`${FILE} seed ${seed} effect_rel`, Math.exp(got.estimate) - 1, expected.effect_rel, 1e-9),
      nearly(`${FILE} seed ${seed} p_randomisation`, got.p, expected.p_randomisation, 1e-9),
    ]
  })
}

/** The file's power was counted of the first half of the seeds: its figures are multiples of 1/200. */
const POWER_NEAR = 0.03

/** Counted of so many experiments: the same seeds give the same count. */
function rates(recipe: Recipe, design: AaDesign, seeds: readonly number[]): readonly AnalysisResult[] {
  const rate = (effect: number, alpha: number, of = seeds): number =>
    of.filter((seed) => aaRun(seed, design, effect).p <= alpha + 1e-12).length / of.length
  const half = seeds.slice(0, seeds.length / 2)
  const none = { '0.10': rate(0, 0.1), '0.05': rate(0, 0.05) }
  return [
    nearly(`${FILE} reject_at_010`, none['0.10'], recipe.reject_at_010.randomisation, 1e-9),
    nearly(`${FILE} reject_at_005`, none['0.05'], recipe.reject_at_005.randomisation, 1e-9),
    ...Object.entries(none).map(([alpha, got]) => inBand(alpha, got, recipe.accept_band_400_runs[alpha])),
    ...Object.entries(recipe.power_at_010).map(([effect, value]) =>
      nearly(`${FILE} power_at_010 ${effect}`, rate(Number(effect), 0.1, half), value, POWER_NEAR),
    ),
  ]
}

function inBand(alpha: string, got: number, band: readonly [number, number] | undefined): AnalysisResult {
  const [low, high] = band ?? [0, 1]
  const name = `${FILE} accept_band ${alpha}`
  return got >= low && got <= high ? { name } : { name, error: `${got} is not between ${low} and ${high}` }
}
