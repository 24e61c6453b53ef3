/** Who has all tables of the Learning page and of the credits before them: can any few visitors be worked out? By elimination, on data at random. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { channelTree, CREDIT_LEVELS } from '../attribution/channel-tree.ts'
import type { OrderColumns, TouchChannel } from '../columns.ts'
import { foldedBlocks } from '../guards/fold.ts'
import { HOUR, journeysOf, stepsOf } from '../journeys.fixture.ts'
import { SEQUENCE_ROLES, type CreativeFacts } from '../steps.ts'
import type { AnalysisTable } from '../table.ts'
import { followedBlocks, groupsOf, learningBlocks, namesBy, type DelayBy } from './blocks.ts'
import { groupCreatives } from './creatives.ts'
import type { LearningInput } from './input.ts'
import { learningTable } from './learning.ts'

const WEEK = 168
const WEEKS = 3
const PAGES = ['/a', '/b', '/c']
const NO_ORDERS: OrderColumns = {
  count: 0,
  atMs: new Float64Array(),
  journey: new Int32Array(),
  status: new Uint8Array(),
  valueMinor: new Float64Array(),
  refundedMinor: new Float64Array(),
  firstTime: new Uint8Array(),
  declared: new Int32Array(),
  declaredSources: [],
}

/** So many visitors with one visit each: by this channel, on this page (−1: none), in this week; who is back came by it before these days, too. */
interface Crowd {
  readonly isBack: boolean
  readonly channel: number
  readonly page: number
  readonly week: number
  readonly people: number
}

const channelOf = fc.record(
  {
    source: fc.constantFrom('tiktok', 'meta', 'mail'),
    kind: fc.constantFrom('ad', 'spark', 'organic_video') as fc.Arbitrary<TouchChannel['kind']>,
    campaign: fc.constantFrom('spring', 'summer'),
    creative: fc.constantFrom('1', '2', '3', '4', '5'),
  },
  { requiredKeys: ['source', 'kind'] },
)
const factsOf = fc.record(
  {
    name: fc.constantFrom('fold', 'mist', 'press'),
    role: fc.constantFrom(...SEQUENCE_ROLES),
    campaign: fc.constantFrom('spring', 'autumn'),
  },
  { requiredKeys: ['campaign'] },
)
const world = fc
  .tuple(
    fc.uniqueArray(channelOf, { minLength: 1, maxLength: 9, selector: (one) => JSON.stringify(one) }),
    fc.array(factsOf, { maxLength: 5 }),
  )
  .chain(([channels, facts]) =>
    fc
      .array(
        fc.record({
          isBack: fc.boolean(),
          channel: fc.nat(channels.length - 1),
          page: fc.integer({ min: -1, max: PAGES.length - 1 }),
          week: fc.nat(WEEKS - 1),
          people: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 10, max: 40 })),
        }),
        { minLength: 1, maxLength: 24 },
      )
      .map((crowds) => ({
        channels,
        crowds,
        creatives: facts.map((fact, index): CreativeFacts => ({ id: String(index + 1), ...fact })),
      })),
  )

function inputOf({
  channels,
  crowds,
  creatives,
}: typeof world extends fc.Arbitrary<infer T> ? T : never): LearningInput {
  const people = crowds.flatMap((crowd) => Array.from({ length: crowd.people }, () => crowd))
  // The days asked for begin with the second week.
  const written = people.map(({ channel, week, isBack }) => ({
    touches: [...(isBack ? [[1, channel] as const] : []), [(week + 1) * WEEK + 1, channel] as const],
  }))
  const journeys = journeysOf(written, channels)
  const visits = people.flatMap((one) => (one.isBack ? [one, one] : [one]))
  const span = { fromMs: WEEK * HOUR, toMs: (WEEKS + 1) * WEEK * HOUR }
  const creditBlocks = new Int32Array(channels.length).fill(-1)
  for (const [block, { members }] of creditsOf(journeys, span, 4).entries())
    for (const member of members) creditBlocks[member] = block
  return {
    frameId: 'f',
    level: 0.9,
    windowMs: WEEK * HOUR,
    asOfMs: 10_000 * HOUR,
    ...span,
    journeys,
    creditBlocks,
    steps: stepsOf(written),
    sessions: {
      landingPage: Int32Array.from(visits, ({ page }) => page),
      pages: PAGES,
      pagesSeen: new Uint16Array(visits.length),
      seconds: new Float32Array(visits.length),
    },
    orders: NO_ORDERS,
    countsAsOrder: () => true,
    media: [],
    creatives,
    lives: [],
    weekStartsMs: Float64Array.from({ length: WEEKS + 1 }, (_, week) => (week + 1) * WEEK * HOUR),
    weekNames: ['w0', 'w1', 'w2'],
  }
}

function creditsOf(journeys: LearningInput['journeys'], span: { fromMs: number; toMs: number }, depth: number) {
  return foldedBlocks(channelTree(journeys, span, { threshold: 10, withoutTouch: [] }), depth, 10) ?? []
}

/** Which crowds a published number is the sum of. */
type Sum = readonly number[]

/** The rows that are said, each as what it must be made of; fails where a table says a number that is none of these sums. */
function published(input: LearningInput, crowds: readonly Crowd[]): readonly Sum[] {
  const { channels } = input.journeys
  const sumOf = (isIn: (crowd: Crowd) => boolean): Sum => crowds.map((crowd) => (isIn(crowd) ? 1 : 0))
  const peopleOf = (sum: Sum) => crowds.reduce((all, { people }, index) => all + people * (sum[index] ?? 0), 0)
  const said = (table: AnalysisTable, sums: readonly Sum[]): readonly Sum[] => {
    const at = table.columns.findIndex(({ key }) => key === 'journeys')
    const numbers = table.rows.map(({ cells }) => cells[at]?.value).filter((value) => typeof value === 'number')
    const large = sums.filter((sum) => peopleOf(sum) >= 10)
    const sorted = (list: readonly number[]) => list.filter((value) => value > 0).toSorted((a, b) => a - b)
    expect([table.id, sorted(numbers)]).toEqual([table.id, sorted(large.map(peopleOf))])
    return large
  }
  const byGroup = (groupOfChannel: Int32Array, isIn: (crowd: Crowd) => boolean = () => true): readonly Sum[] =>
    [...new Set(groupOfChannel)]
      .filter((group) => group >= 0)
      .map((group) => sumOf((crowd) => groupOfChannel[crowd.channel] === group && isIn(crowd)))
  const creatives = byGroup(groupCreatives(input).groupOfChannel)
  const blocks = followedBlocks(input, learningBlocks(input), 'first')
  const delays = (['source', 'campaign', 'creative', 'role'] satisfies DelayBy[]).flatMap((by) => {
    const names = channels.map(namesBy(input, by))
    const keys = [...new Set(names.flatMap((name) => name ?? []))]
    const keyOfChannel = Int32Array.from(names, (name) => (name === undefined ? -1 : keys.indexOf(name)))
    return said(
      learningTable('time_to_order', input, { by }).table,
      byGroup(groupsOf(blocks, keyOfChannel, keys.length).groupOfChannel, isNew),
    )
  })
  const credits = CREDIT_LEVELS.flatMap((_, index) =>
    creditsOf(input.journeys, input, index + 1).map(({ members }) => sumOf(({ channel }) => members.includes(channel))),
  )
  return [
    ...said(learningTable('creative_cards', input).table, creatives),
    ...said(learningTable('funnel_by_creative', input).table, creatives),
    ...delays,
    ...credits,
    ...pagesSaid(input, crowds, sumOf),
    ...weeksSaid(input, crowds),
  ]
}

/** Pages by their names; what is left of the pages is what stands together, with or without the visits of no page. */
function pagesSaid(
  input: LearningInput,
  crowds: readonly Crowd[],
  sumOf: (isIn: (crowd: Crowd) => boolean) => Sum,
): readonly Sum[] {
  const { rows } = learningTable('landing_pages', input).table
  const alone = new Set(rows.map(({ cells }) => PAGES.indexOf(String(cells[0]?.value))).filter((page) => page >= 0))
  return rows.flatMap(({ kind, cells }) => {
    const value = cells[2]?.value
    if (typeof value !== 'number' || value === 0) return []
    const own = PAGES.indexOf(String(cells[0]?.value))
    const candidates =
      kind === 'row'
        ? [sumOf(({ page }) => page === own)]
        : [sumOf(({ page }) => !alone.has(page)), sumOf(({ page }) => page >= 0 && !alone.has(page))]
    const found = candidates.find(
      (sum) => crowds.reduce((all, { people }, index) => all + people * (sum[index] ?? 0), 0) === value,
    )
    expect(found).toBeDefined()
    return found === undefined ? [] : [found]
  })
}

/** Cohorts by role and week: the channels of a role are those of which its curve is made. */
function weeksSaid(input: LearningInput, crowds: readonly Crowd[]): readonly Sum[] {
  const roles = input.journeys.channels.map(namesBy(input, 'role'))
  const blocks = followedBlocks(input, learningBlocks(input), 'first')
  const keyOfChannel = Int32Array.from(roles, (role) => SEQUENCE_ROLES.findIndex((one) => one === role))
  const { groupOfChannel, members, folded } = groupsOf(blocks, keyOfChannel, SEQUENCE_ROLES.length)
  return learningTable('sequences', input).table.rows.flatMap(({ cells }) => {
    const [role, week, people] = cells.map(({ value }) => value)
    if (typeof people !== 'number') return []
    const sum = crowds.map((crowd) => {
      const group = groupOfChannel[crowd.channel] ?? -1
      const isOfRole = group !== folded && SEQUENCE_ROLES[members[group]?.[0] ?? -1] === role
      return isOfRole && isNew(crowd) && (week === '(all)' || week === `w${crowd.week}`) ? 1 : 0
    })
    expect(people).toBe(crowds.reduce((all, crowd, index) => all + crowd.people * (sum[index] ?? 0), 0))
    return [sum]
  })
}

/** A curve begins with the first visit: who is back is in none. */
function isNew({ isBack }: Crowd): boolean {
  return !isBack
}

/** Rows in echelon form, each with the place of its first number. */
function reduced(sums: readonly Sum[]): readonly (readonly [place: number, row: readonly number[]])[] {
  const done: (readonly [number, readonly number[]])[] = []
  for (const sum of sums) {
    const rest = without(done, sum)
    const place = rest.findIndex((value) => Math.abs(value) > 1e-9)
    if (place >= 0) done.push([place, rest.map((value) => value / (rest[place] ?? 1))])
  }
  return done
}

function without(done: readonly (readonly [number, readonly number[]])[], sum: Sum): readonly number[] {
  let rest = [...sum]
  for (const [place, row] of done) {
    const times = rest[place] ?? 0
    if (times !== 0) rest = rest.map((value, at) => value - times * (row[at] ?? 0))
  }
  return rest
}

/** Of the channels that were seen all pages and weeks, also where nobody was: who reads the tables does not know that. */
function placesOf(crowds: readonly Crowd[]): readonly Crowd[] {
  const peopleAt = (...[channel, page, week, isBack]: [number, number, number, boolean]) =>
    crowds
      .filter((one) => one.channel === channel && one.page === page && one.week === week && one.isBack === isBack)
      .reduce((sum, { people }) => sum + people, 0)
  return [...new Set(crowds.map(({ channel }) => channel))].flatMap((channel) =>
    [-1, ...PAGES.keys()].flatMap((page) =>
      Array.from({ length: WEEKS * 2 }, (_, index) => {
        const [week, isBack] = [index % WEEKS, index >= WEEKS]
        return { channel, page, week, isBack, people: peopleAt(channel, page, week, isBack) }
      }),
    ),
  )
}

it('lets nobody work out fewer than ten visitors from all tables of the page together, nor with those of the credits', () => {
  fc.assert(
    fc.property(world, (given) => {
      const input = inputOf(given)
      const crowds = placesOf(given.crowds)
      const known = reduced(published(input, crowds))
      const of = (key: (crowd: Crowd) => unknown): readonly Sum[] =>
        [...new Set(crowds.map(key))].map((wanted) => crowds.map((crowd) => (key(crowd) === wanted ? 1 : 0)))
      const names = (['source', 'campaign', 'creative', 'role'] satisfies DelayBy[]).map((by) => namesBy(input, by))
      const channelAt = ({ channel }: Crowd) => {
        const found = input.journeys.channels[channel]
        if (found === undefined) throw new Error(`there is no channel ${channel}`)
        return found
      }
      const everybody = [
        ...names.flatMap((name) => of((crowd) => name(channelAt(crowd)))),
        ...names.flatMap((name) => of((crowd) => `${name(channelAt(crowd))} ${crowd.week}`)),
        ...of((crowd) => channelAt(crowd).creative),
        ...of(({ channel }) => channel),
        ...of(({ page }) => page),
        ...of(({ channel, page, week }) => `${channel} ${page} ${week}`),
      ]
      const wanted = everybody.flatMap((sum) => [sum, sum.map((times, index) => (crowds[index]?.isBack ? 0 : times))])
      for (const sum of wanted) {
        const people = crowds.reduce((all, crowd, index) => all + crowd.people * (sum[index] ?? 0), 0)
        if (people === 0 || people >= 10) continue
        expect(without(known, sum).some((value) => Math.abs(value) > 1e-6)).toBe(true)
      }
    }),
    { numRuns: 150 },
  )
})

/** What a reader of the page found before rows were shared: by source 20 for two kinds together, by role 15 for the one of them. */
it('says nothing of a kind that a role less a source would give away', () => {
  const channels: TouchChannel[] = [
    { source: 'tiktok', kind: 'ad', creative: '1' },
    { source: 'tiktok', kind: 'spark', creative: '2' },
    { source: 'tiktok', kind: 'creator', creative: '3' },
  ]
  const crowds = [92, 15, 5].map((people, channel): Crowd => ({ isBack: false, channel, page: 0, week: 0, people }))
  const creatives: CreativeFacts[] = [{ id: '2', campaign: 'spring', role: 'spark' }]
  const input = inputOf({ channels, crowds, creatives } as Parameters<typeof inputOf>[0])
  const rowsBy = (by: DelayBy) =>
    learningTable('time_to_order', input, { by }).table.rows.map(({ kind, cells }) => [
      kind,
      cells.find(({ n }) => n !== undefined)?.value,
    ])
  expect(rowsBy('source')).toEqual([
    ['row', 92],
    ['folded', 20],
  ])
  expect(rowsBy('role')).toEqual([['folded', 20]])
})
