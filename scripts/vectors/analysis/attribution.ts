/** Frame and models by hand, heuristics and Markov chains of ChannelAttribution 2.2.4, the exact chain, the equal split, the decay. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { weigh, type OrderModel } from '../../../src/analysis/attribution/models.ts'
import { columnsOf, eligibleOf, type VectorJourney } from './attribution-frame.ts'
import { handChain, tinyPaths, type HandChain, type TinyExpected } from './attribution-paths.ts'
import { nearly, same, type AnalysisResult } from './result.ts'

type Reader = (json: unknown, folder: string, file: string) => readonly AnalysisResult[]

/** By the beginning of the file's name. */
const READERS: readonly (readonly [RegExp, Reader])[] = [
  [/^frame_models.*\.json$/, (json) => frameModels(json as FrameModels)],
  [/^markov_hand.*\.json$/, (json) => handChain(json as HandChain)],
  [/^shapley_hand.*\.json$/, (json) => equalSplit(json as SumGame)],
  [/^time_decay.*\.json$/, (json) => (json as readonly Decay[]).flatMap(timeDecay)],
  [/^expected_.*\.json$/, withPaths],
  [/^paths_.*\.csv$/, besideExpected],
  [/^README\.md$/, () => []],
]

export function run(folder: string): readonly AnalysisResult[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => {
      const reader = READERS.find(([name]) => name.test(file))?.[1]
      if (reader === undefined) return [{ name: file, error: 'no reader for a file of this name' }]
      const text = readFileSync(join(folder, file), 'utf8')
      const json: unknown = file.endsWith('.json') ? JSON.parse(text) : undefined
      return reader(json, folder, file).map((result) => ({ ...result, name: `${file} ${result.name}` }))
    })
}

function withPaths(json: unknown, folder: string, file: string): readonly AnalysisResult[] {
  const paths = join(folder, file.replace('expected_', 'paths_').replace('.json', '.csv'))
  if (!existsSync(paths)) return [{ name: 'paths', error: `${paths} is missing` }]
  return tinyPaths(json as TinyExpected, readFileSync(paths, 'utf8'))
}

function besideExpected(_: unknown, folder: string, file: string): readonly AnalysisResult[] {
  const expected = file.replace('paths_', 'expected_').replace('.csv', '.json')
  return existsSync(join(folder, expected)) ? [] : [{ name: 'expected', error: `${expected} is missing` }]
}

interface FrameModels {
  readonly window_hours: number
  readonly half_life_hours: number
  readonly direct_rule: string
  readonly journeys: readonly VectorJourney[]
  readonly models: Readonly<Record<string, ExpectedModel>>
}

interface ExpectedModel {
  readonly by_channel: Readonly<Record<string, { readonly conversions: number; readonly value: number }>>
  readonly by_order: readonly { readonly order_id: string; readonly credits: readonly ExpectedCredit[] }[]
  readonly total_conversions: number
  readonly total_value: number
}

interface ExpectedCredit {
  readonly channel: string
  readonly creative?: string | null
  readonly age_hours: number
  readonly weight: number
}

const MODEL_NAMES: Readonly<Record<string, OrderModel>> = {
  last: 'last',
  first: 'first',
  linear: 'linear',
  position: 'position',
  decay: 'time_decay',
  equal_split: 'equal_split',
}

function frameModels(given: FrameModels): readonly AnalysisResult[] {
  const columns = columnsOf(given.journeys)
  const direct = given.direct_rule.startsWith('direct is dropped when') ? 'last_resort' : 'kept'
  const eligible = eligibleOf(columns, given.window_hours, direct)
  const rowOf = new Map(columns.orderIds.map((id, row) => [id, row]))
  return Object.entries(given.models).flatMap(([name, expected]) => {
    const model = MODEL_NAMES[name]
    if (model === undefined) return [{ name, error: 'no such model' }]
    const weights = weigh({ model, ...columns, eligible, halfLifeHours: given.half_life_hours })
    const creditsOf = (id: string): readonly ExpectedCredit[] => {
      const index = eligible.orders.indexOf(rowOf.get(id) ?? -1)
      if (index < 0) return []
      const from = eligible.first[index] ?? 0
      const to = eligible.first[index + 1] ?? from
      return Array.from(eligible.touches.subarray(from, to), (touch, place) => {
        const channel = columns.journeys.channels[columns.journeys.touchChannel[touch] ?? 0]
        const ageMs = (columns.orders.atMs[rowOf.get(id) ?? 0] ?? 0) - (columns.journeys.touchAtMs[touch] ?? 0)
        return {
          channel: channel?.source ?? '',
          creative: channel?.creative ?? null,
          age_hours: ageMs / 3_600_000,
          weight: weights[from + place] ?? 0,
        }
      })
    }
    const orders = expected.by_order.flatMap(({ order_id: id, credits }) => orderChecks(id, creditsOf(id), credits))
    return [...orders, ...channelChecks(columns, creditsOf, expected)].map((one) => ({
      ...one,
      name: `${name} ${one.name}`,
    }))
  })
}

function orderChecks(
  id: string,
  got: readonly ExpectedCredit[],
  expected: readonly ExpectedCredit[],
): readonly AnalysisResult[] {
  const touchesOf = (credits: readonly ExpectedCredit[]) =>
    credits.map(({ channel, creative, age_hours: age }) => [channel, creative ?? null, Number(age.toFixed(6))])
  return [
    same(`${id} touches`, touchesOf(got), touchesOf(expected)),
    ...expected.map(({ weight }, place) => nearly(`${id} weight ${place + 1}`, got[place]?.weight, weight, 1e-9)),
  ]
}

function channelChecks(
  { orders, orderIds }: ReturnType<typeof columnsOf>,
  creditsOf: (id: string) => readonly ExpectedCredit[],
  expected: ExpectedModel,
): readonly AnalysisResult[] {
  const sums = new Map<string, { conversions: number; value: number }>()
  const all = { conversions: 0, value: 0 }
  for (const [row, id] of orderIds.entries()) {
    const credits = creditsOf(id)
    const shared = credits.length > 0 ? credits : [{ channel: '(unattributed)', weight: 1 }]
    for (const { channel, weight } of shared) {
      const sum = sums.get(channel) ?? { conversions: 0, value: 0 }
      for (const one of [sum, all]) {
        one.conversions += weight
        one.value += weight * (orders.valueMinor[row] ?? 0)
      }
      sums.set(channel, sum)
    }
  }
  return [
    ...Object.entries(expected.by_channel).flatMap(([channel, { conversions, value }]) => [
      nearly(`${channel} conversions`, sums.get(channel)?.conversions ?? 0, conversions, 1e-9),
      nearly(`${channel} value`, sums.get(channel)?.value ?? 0, value, 1e-6),
    ]),
    nearly('total_conversions', all.conversions, expected.total_conversions, 1e-9),
    nearly('total_value', all.value, expected.total_value, 1e-6),
  ]
}

interface SumGame {
  readonly game_sum: {
    readonly journeys: Readonly<Record<string, number>>
    readonly shapley_decimal: Readonly<Record<string, number>>
    readonly total: number
  }
}

/** The game of sums alone: that of rates is not offered (docs/decisions/0038). */
function equalSplit({ game_sum: game }: SumGame): readonly AnalysisResult[] {
  const paths = Object.entries(game.journeys)
  const columns = columnsOf(paths.map(([path], index) => journeyOf(path.split(/[>+]/), String(index))))
  const eligible = eligibleOf(columns, 24 * 365, 'kept')
  const weights = weigh({ model: 'equal_split', ...columns, eligible })
  const sums = new Map<string, number>()
  let total = 0
  for (const [index, order] of eligible.orders.entries()) {
    for (let place = eligible.first[index] ?? 0; place < (eligible.first[index + 1] ?? 0); place++) {
      const channel = columns.journeys.channels[columns.journeys.touchChannel[eligible.touches[place] ?? 0] ?? 0]
      const credit = (weights[place] ?? 0) * (paths[order]?.[1] ?? 0)
      sums.set(channel?.source ?? '', (sums.get(channel?.source ?? '') ?? 0) + credit)
      total += credit
    }
  }
  return [
    ...Object.entries(game.shapley_decimal).map(([channel, credit]) =>
      nearly(`game_sum ${channel}`, sums.get(channel), credit, 1e-9),
    ),
    nearly('game_sum total', total, game.total, 1e-9),
  ]
}

interface Decay {
  readonly half_life_hours: number
  readonly ages: readonly number[]
  readonly normalised: readonly number[]
}

function timeDecay({ half_life_hours: halfLifeHours, ages, normalised }: Decay): readonly AnalysisResult[] {
  const oldestFirst = ages.map((age, index) => ({ age, weight: normalised[index] ?? 0 }))
  oldestFirst.sort((one, other) => other.age - one.age)
  const touches = oldestFirst.map(({ age }) => ({ t_hours: -age, channel: 'ad' }))
  const columns = columnsOf([{ touches, conversions: [{ t_hours: 0, order_id: '1', value: 1 }] }])
  const eligible = eligibleOf(columns, Math.max(...ages) + 1, 'kept')
  const weights = weigh({ model: 'time_decay', ...columns, eligible, halfLifeHours })
  return oldestFirst.map(({ age, weight }, index) =>
    nearly(`half life ${halfLifeHours} h, age ${age} h`, weights[index], weight, 1e-9),
  )
}

function journeyOf(channels: readonly string[], id: string): VectorJourney {
  return {
    touches: channels.map((channel, index) => ({ t_hours: index, channel: channel.trim() })),
    conversions: [{ t_hours: channels.length, order_id: id, value: 1 }],
  }
}
