import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { csvRows, readPanel } from '../../../scripts/vectors/analysis/geolift-csv.ts'
import { sha256Hex } from '../../hashing/sha256.ts'
import { aaPanel } from './aa-panel.fixture.ts'
import { subsets } from './assignments.ts'
import { dayNumber, dayOf, weekdayOf } from './days.ts'
import { LIFT_FAULTS } from './faults.ts'
import { panelOf, type OutcomeRow, type Panel } from './outcomes.ts'
import { readPause } from './pause.ts'
import { readPlan, sealed, type GeoPlan, type OnOffPlan } from './plan.ts'
import { planGeo, type GeoAsk } from './plan-geo.ts'
import { groupOf, planHoldout } from './plan-holdout.ts'
import { planOnOff } from './plan-onoff.ts'
import { readGeo } from './read-geo.ts'
import { readHoldout, readOnOff } from './read-others.ts'
import { readReading } from './reading.ts'
import { liftTestsTable, planTables, readingTables } from './tables.ts'
import { filled, LIFT_NOTES, LIFT_WORDS } from './words/words.ts'

const VECTORS = new URL('../../../test/vectors/analysis/', import.meta.url).pathname

/** Days before the test: as few as a plan for two weeks needs. */
const PRE = 49

function daysFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => dayOf(dayNumber(first) + at))
}

function panel(regions: number, count: number, seed = 3): Panel {
  const names = Array.from({ length: regions }, (_, region) => `region ${String(region).padStart(2, '0')}`)
  return {
    days: daysFrom(dayOf(dayNumber('2026-03-02') - PRE), count),
    regions: names,
    rows: aaPanel(seed, { regions, days: count }).rows,
  }
}

function until(whole: Panel, count: number): Panel {
  return { ...whole, days: whole.days.slice(0, count), rows: whole.rows.map((row) => row.slice(0, count)) }
}

const ASK: GeoAsk = {
  metric: 'orders',
  seed: 5,
  alpha: 0.1,
  drawn_on: '2026-03-01',
  start: '2026-03-02',
  end: '2026-03-15',
  wash_out_days: 0,
  rules: { treated: 2, share_min: 0, share_max: 0.5, together: [], never: [] },
}

function geoPlan(whole: Panel, ask: Partial<GeoAsk> = {}): GeoPlan {
  const made = planGeo(until(whole, PRE), { ...ASK, ...ask })
  if (!made.ok || made.value.design !== 'geo') throw new Error(JSON.stringify(made))
  return made.value
}

describe('a plan of regions', () => {
  const whole = panel(12, PRE + 14)

  it('draws the same regions from the same seed, other ones from another, and never those that are kept out', () => {
    expect(geoPlan(whole)).toEqual(geoPlan(whole))
    expect(geoPlan(whole, { seed: 6 }).treated).not.toEqual(geoPlan(whole).treated)
    const rules = { ...ASK.rules, never: ['region 01', 'region 02'], together: [['region 03', 'region 04']] }
    for (const seed of [1, 2, 3, 4]) {
      const { treated } = geoPlan(until(whole, PRE), { seed, rules })
      expect(treated).not.toContain('region 01')
      expect(treated.includes('region 03')).toBe(treated.includes('region 04'))
    }
  })

  it('is wrong on quiet days about as often as alpha allows at the most, and finds more of a larger effect', () => {
    const { windows, false_alarm_rate: alarms } = geoPlan(whole)
    expect(windows.length).toBeGreaterThan(1)
    expect(alarms).toBeLessThanOrEqual(0.1)
    for (const { power } of windows) {
      expect(power[0]?.effect).toBe(0)
      expect(power[0]?.power).toBeLessThan(0.25)
      expect(power.at(-1)?.power).toBeGreaterThan(0.9)
    }
  })

  it('whose start is not after the day of the draw is refused, in planning and in reading', () => {
    const late = { drawn_on: ASK.start, start: ASK.start }
    expect(planGeo(until(whole, PRE), { ...ASK, ...late })).toMatchObject({ code: 'start_not_after_draw' })
    const backdated = sealed({ ...geoPlan(whole), ...late })
    expect(readPlan(JSON.parse(JSON.stringify(backdated)))).toMatchObject({ code: 'start_not_after_draw' })
  })

  it('that was changed in anything is not read', () => {
    const plan = geoPlan(whole)
    expect(readPlan(JSON.parse(JSON.stringify(plan)))).toEqual({ ok: true, value: plan })
    for (const changed of [{ treated: ['region 09'] }, { alpha: 0.2 }, { seed: 9 }, { end: '2026-03-14' }])
      expect(readPlan({ ...plan, ...changed })).toMatchObject({ code: 'plan_changed' })
    for (const nothing of [null, 3, 'plan', [], {}, { kind: 'tidegate_lift_plan' }])
      expect(readPlan(nothing)).toMatchObject({ code: 'plan_not_read' })
  })

  it('that cannot reach alpha is refused before anything is spent: 6 regions, one of them treated, 6 assignments', () => {
    const few = planGeo(panel(6, PRE), { ...ASK, rules: { ...ASK.rules, treated: 1, share_max: 1 } })
    expect(few).toMatchObject({ code: 'cannot_reach_alpha', figures: { assignments: 6, smallest: 1 / 6 } })
  })

  it('with six regions and three of them treated has 20 assignments, and each has its mirror: 2/20', () => {
    const few = geoPlan(panel(6, PRE), { rules: { ...ASK.rules, treated: 3, share_max: 1 } })
    expect(few).toMatchObject({ method: 'enumerated_did', candidates: { count: 20 }, smallest_p: 0.1 })
  })

  it.each<readonly [string, Partial<GeoAsk>, Panel]>([
    ['history_reaches_start', { start: '2026-03-01', drawn_on: '2026-02-01' }, until(whole, PRE)],
    ['history_stale', { start: '2026-04-02', end: '2026-04-20' }, until(whole, PRE)],
    ['history_too_short', {}, until(whole, 40)],
    ['end_before_start', { end: '2026-03-01' }, until(whole, PRE)],
    ['too_short', { end: '2026-03-05' }, until(whole, PRE)],
    ['too_many_treated', { rules: { ...ASK.rules, treated: 7 } }, until(whole, PRE)],
    ['unknown_region', { rules: { ...ASK.rules, never: ['Atlantis'] } }, until(whole, PRE)],
    ['no_assignment', { rules: { ...ASK.rules, share_max: 0.01 } }, until(whole, PRE)],
    ['too_few_regions', {}, until(panel(3, PRE), PRE)],
    ['bad_setting', { alpha: Number.NaN }, until(whole, PRE)],
    ['bad_setting', { seed: -1 }, until(whole, PRE)],
  ])('%s is said, not thrown', (code, ask, history) => {
    const start = history.days.length === 40 ? { start: dayOf(dayNumber(history.days.at(-1) ?? '') + 1) } : {}
    const drawn = 'start' in start ? { drawn_on: history.days.at(-1) ?? '' } : {}
    expect(planGeo(history, { ...ASK, ...start, ...drawn, ...ask })).toMatchObject({ ok: false, code })
  })
})

describe('a reading of regions', () => {
  it('is not conclusive where in-time and in-space tests disagree: the example of GeoLift, 5/105 beside 268/704', () => {
    const { names, rows } = readPanel(`${VECTORS}geolift/geolift_test.csv`)
    const cities: Panel = { days: daysFrom('2021-01-01', 105), regions: names, rows }
    const pairs = subsets(2, names.length).map((pair) => pair.map((city) => names[city] ?? ''))
    const plan = sealed({
      ...geoPlan(panel(12, PRE)),
      drawn_on: '2021-03-31',
      start: '2021-04-01',
      end: '2021-04-15',
      history: { from: '2021-01-01', to: '2021-03-31', days: 90, hash: '' },
      regions: names.map((name) => ({ name, share: 1 / names.length })),
      candidates: { count: pairs.length, hash: sha256Hex(JSON.stringify(pairs)) },
      treated: ['chicago', 'portland'],
    }) as GeoPlan
    const read = readGeo(plan, cities)
    if (!read.ok) throw new Error(read.code)
    const { value } = read
    expect(value.p.time).toBeCloseTo(5 / 105, 9)
    expect(value.p.space).toBeCloseTo(268 / 704, 9)
    expect([value.verdict, value.why]).toEqual(['not_conclusive', 'tests_disagree'])
    expect(value.estimate.rel * 100).toBeCloseTo(5.4232, 3)
    expect(value.estimate.incremental).toBeCloseTo(4_666.67, 1)
    expect(value.estimate.low).toBeCloseTo(-0.042_918_8, 6)
  })

  it('says lift only where both see it, with bounds around the truth, and a price only as bounds', () => {
    const whole = panel(12, PRE + 14, 8)
    const plan = geoPlan(whole)
    for (const name of plan.treated) raise(whole, name, PRE, 1.2)
    const read = readGeo(plan, whole, { amount: 500_000, currency: 'EUR' })
    if (!read.ok) throw new Error(read.code)
    const { estimate, verdict, spend } = read.value
    expect(verdict).toBe('lift')
    expect(estimate.low).toBeLessThan(0.2)
    expect(estimate.high).toBeGreaterThan(0.2)
    expect(spend?.icpa?.low).toBeCloseTo(500_000 / (estimate.incremental_high ?? 0), 6)
    expect(spend?.iroas).toBeUndefined()
    expect(readGeo(plan, until(whole, PRE + 13))).toMatchObject({ code: 'test_not_over' })
    expect(readGeo(plan, { ...whole, regions: whole.regions.map((name) => `x${name}`) })).toMatchObject({
      code: 'region_gone',
    })
  })

  it('is refused, not thrown, where nothing at all was sold in the regions of the test', () => {
    const whole = panel(12, PRE + 14)
    const plan = geoPlan(whole)
    for (const row of whole.rows) row.fill(0, PRE)
    expect(readGeo(plan, whole)).toMatchObject({ ok: false, code: 'not_computable' })
  })

  it('is known again by its seal, and as that of its own plan', () => {
    const whole = panel(12, PRE + 14)
    const plan = geoPlan(whole)
    const read = readGeo(plan, whole)
    const reading = JSON.parse(JSON.stringify(read.ok && read.value)) as object
    expect(readReading(reading, plan).ok).toBe(true)
    expect(readReading({ ...reading, verdict: 'lift' }, plan)).toMatchObject({ code: 'reading_changed' })
    expect(readReading(reading, geoPlan(whole, { seed: 6 }))).toMatchObject({ code: 'reading_of_other_plan' })
    expect(readReading({ ...reading, kind: 'x' }, plan)).toMatchObject({ code: 'reading_not_read' })
  })

  it('notices that the days before the test were restated', () => {
    const whole = panel(12, PRE + 14)
    const plan = geoPlan(whole)
    const first = whole.rows[0]
    if (first !== undefined) first[3] = (first[3] ?? 0) + 1
    const read = readGeo(plan, whole)
    expect(read.ok && read.value.notes.map(({ code }) => code)).toContain('history_restated')
  })
})

describe('on and off', () => {
  const rows = csvRows(`${VECTORS}lift/switchback.csv`)
  // 2026-01-04 is a Sunday; the file numbers weekdays from any day.
  const days = daysFrom('2026-01-04', rows.length)
  const outcomes: Panel = { days, regions: [''], rows: [Float64Array.from(rows, ({ orders }) => Number(orders))] }
  const expected = JSON.parse(readFileSync(`${VECTORS}lift/switchback_expected.json`, 'utf8')) as {
    readonly block_on: readonly number[]
    readonly ci90_sign_flip: readonly [number, number]
  }

  it('planned and read as the reference says: +8.29 a day, p 2/256', () => {
    const plan = onOff({ blocks_on: expected.block_on.map((on) => on === 1) })
    const read = readOnOff(plan, outcomes)
    if (!read.ok) throw new Error(read.code)
    expect(read.value).toMatchObject({ verdict: 'lift', p: { space: 2 / 256 }, smallest_p: 2 / 256 })
    expect(read.value.estimate.incremental).toBeCloseTo(198.898_737_5, 6)
    expect(read.value.estimate.incremental_low).toBeCloseTo(24 * expected.ci90_sign_flip[0], 6)
  })

  it('three pairs are refused at 10 %: their least p is 2/8', () => {
    const history = { ...panel(1, 120), days: daysFrom('2026-01-01', 120) }
    const ask = { metric: 'orders', seed: 1, alpha: 0.1, block_days: 3, wash_out_days: 1 } as const
    const dates = { drawn_on: '2026-04-30', start: '2026-05-01' }
    expect(planOnOff(history, { ...ask, ...dates, pairs: 3 })).toMatchObject({
      code: 'cannot_reach_alpha',
      figures: { smallest: 0.25 },
    })
    const made = planOnOff(history, { ...ask, ...dates, pairs: 8 })
    if (!made.ok || made.value.design !== 'onoff') throw new Error(JSON.stringify(made))
    const { blocks_on: on, end, windows } = made.value
    expect(end).toBe('2026-06-17')
    expect(on.filter((_, block) => block % 2 === 0).map((first, pair) => first !== on[2 * pair + 1])).toEqual(
      Array.from({ length: 8 }, () => true),
    )
    for (const { false_alarms: alarms } of windows) expect(alarms).toBeLessThan(0.2)
  })

  function onOff(more: Partial<OnOffPlan>): OnOffPlan {
    const start = days[28] ?? ''
    return sealed({
      design: 'onoff',
      drawn_on: days[27] ?? '',
      seed: 1,
      metric: 'orders',
      alpha: 0.1,
      start,
      end: days.at(-1) ?? '',
      pairs: 8,
      block_days: 3,
      wash_out_days: 1,
      blocks_on: [],
      history: { from: days[0] ?? '', to: days[27] ?? '', days: 28, hash: '' },
      smallest_p: 2 / 256,
      windows: [],
      mde_worst: null,
      false_alarm_rate: 0,
      ...more,
    }) as OnOffPlan
  }
})

describe('a holdout', () => {
  const dates = { drawn_on: '2026-03-01', start: '2026-03-02', end: '2026-03-29', seed: 1 }
  const made = planHoldout({ ...dates, alpha: 0.05, holdout_share: 0.5, people: 40_000, base_share: 0.0175 })
  if (!made.ok || made.value.design !== 'holdout') throw new Error(JSON.stringify(made))
  const plan = made.value

  it('reads 412 of 20,000 against 351 of 20,000 as Newcombe does, and says what it could have found: 0.39 points', () => {
    expect(plan.mde).toBeCloseTo(0.0039, 4)
    const groups = { exposed: { people: 20_000, converted: 412 }, holdout: { people: 20_000, converted: 351 } }
    const read = readHoldout(plan, { ...groups, to: plan.end })
    if (!read.ok) throw new Error(read.code)
    expect(read.value.verdict).toBe('lift')
    expect(read.value.estimate.incremental).toBeCloseTo(61, 9)
    expect(read.value.estimate.incremental_low).toBeCloseTo(20_000 * 0.000_367_754_273, 5)
    expect(readHoldout(plan, { ...groups, to: '2026-03-28' })).toMatchObject({ code: 'test_not_over' })
  })

  it('is not read where the groups are not as large as they were drawn', () => {
    const read = readHoldout(plan, {
      exposed: { people: 20_400, converted: 412 },
      holdout: { people: 19_600, converted: 351 },
      to: plan.end,
    })
    expect(read).toMatchObject({ code: 'sample_ratio' })
  })

  it('holds the same person back each time, and about as many as planned', () => {
    const people = Array.from({ length: 4_000 }, (_, index) => groupOf(plan.salt, `person ${index}`, 0.1))
    expect(people[7]).toBe(groupOf(plan.salt, 'person 7', 0.1))
    const held = people.filter((group) => group === 'holdout').length
    expect(held).toBeGreaterThan(340)
    expect(held).toBeLessThan(460)
  })
})

describe('a pause that nobody planned', () => {
  const series = csvRows(`${VECTORS}lift/its_series.csv`)
  // The file's first day is weekday 0, as a Sunday is here.
  const days = daysFrom('2026-01-04', series.length)
  const outcomes: Panel = { days, regions: [''], rows: [Float64Array.from(series, ({ orders }) => Number(orders))] }
  const ask = { metric: 'orders', from: days[98] ?? '', to: days[125] ?? '', alpha: 0.05, overlaps: [] } as const

  it('is told as before and after, with Newey and West’s bounds, never as lift', () => {
    const read = readPause(outcomes, ask)
    if (!read.ok) throw new Error(read.code)
    expect(weekdayOf(days[0] ?? '')).toBe(0)
    expect(read.value).toMatchObject({ verdict: 'before_after', why: 'not_randomised' })
    expect(read.value.p.time).toBeCloseTo(1 / 44, 9)
    expect(read.value.estimate.incremental).toBeCloseTo(329.682_949_3, 6)
    // R: 11.774 ± qt(0.975, 117) · 2.17357, for 28 days.
    expect(read.value.estimate.incremental_low).toBeCloseTo(28 * (11.774_391_046_7 - 1.980_447_6 * 2.173_567_962_9), 3)
  })

  it('is blocked with fewer than eight weeks before it, and where something else happened', () => {
    expect(readPause(outcomes, { ...ask, from: days[55] ?? '' })).toMatchObject({ code: 'pre_weeks_too_few' })
    expect(readPause(outcomes, { ...ask, overlaps: ['Black Friday'] })).toMatchObject({
      code: 'something_else_happened',
    })
  })
})

describe('outcomes', () => {
  const rows: readonly OutcomeRow[] = [
    { day: '2026-01-01', region: 'a', orders: 3 },
    { day: '2026-01-02', region: 'b', orders: 4 },
  ]

  it('with a hole are refused, unless absent means none', () => {
    const options = { metric: 'orders', absentIsZero: false } as const
    expect(panelOf(rows, options)).toMatchObject({ code: 'cell_missing', figures: { day: '2026-01-02', region: 'a' } })
    const filledUp = panelOf(rows, { ...options, absentIsZero: true })
    expect(filledUp.ok && filledUp.value.rows.map((row) => [...row])).toEqual([
      [3, 0],
      [0, 4],
    ])
    expect(panelOf([...rows, ...rows], options)).toMatchObject({ code: 'cell_twice' })
    expect(panelOf([], options)).toMatchObject({ code: 'no_rows' })
    expect(panelOf(rows, { metric: 'revenue', absentIsZero: false })).toMatchObject({ code: 'revenue_missing' })
  })
})

describe('what is said of plans and readings', () => {
  const whole = panel(12, PRE + 14)
  const plan = geoPlan(whole)
  const read = readGeo(plan, whole)
  if (!read.ok) throw new Error(read.code)
  const tables = [...planTables(plan), ...readingTables(read.value), liftTestsTable([{ id: 't', plan }])]

  it('is there in both languages, with the same figures, and French spaces do not break', () => {
    const { en, fr } = LIFT_WORDS
    for (const group of ['faults', 'verdicts', 'whys', 'notes', 'columns', 'values', 'tables', 'labels'] as const)
      for (const [key, english] of Object.entries(en[group])) {
        const french = Reflect.get(fr[group], key) as string
        expect([key, places(french)]).toEqual([key, places(english ?? '')])
        expect(french).not.toMatch(/ [:;!?»%]|« /)
      }
    expect(
      [...LIFT_NOTES].every((code) => code in fr.notes) && [...LIFT_FAULTS].every((code) => code in fr.faults),
    ).toBe(true)
    expect(filled('{a%} {b,p} {c}', { a: 0.0731, b: 0.000_01, c: 1_234 }, 'fr')).toBe('7,3\u00A0% < 0,0001 1\u202F234')
  })

  it('every column and every cell that is a code has a word, every row as many cells as columns', () => {
    for (const { id, columns, rows } of tables) {
      expect(LIFT_WORDS.en.tables[id]).toBeDefined()
      for (const { key } of columns) expect([id, key, LIFT_WORDS.en.columns[key]]).not.toContain(undefined)
      for (const { cells } of rows) expect(cells.length).toBe(columns.length)
      for (const { cells } of rows) for (const { value, why } of cells) expect(value === null).toBe(why !== undefined)
    }
  })
})

function places(template: string): readonly string[] {
  return (template.match(/\{[^}]+\}/g) ?? []).toSorted()
}

function raise(whole: Panel, name: string, from: number, factor: number): void {
  const row = whole.rows[whole.regions.indexOf(name)]
  if (row !== undefined) for (let day = from; day < row.length; day++) row[day] = (row[day] ?? 0) * factor
}
