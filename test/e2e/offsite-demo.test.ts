/** The demo's thirteen weeks through the real gateway: what is known to be true comes out of the console's tables, and stands on its page. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startOffsiteDemo, type OffsiteDemo } from '../../scripts/offsite-demo.ts'
import type { AnalysisCell, AnalysisTable } from '../../src/analysis/table.ts'
import { closePages, sharedBrowser } from '../support/shared-browser.ts'
import { freePort } from '../support/running.ts'

let demo: OffsiteDemo
let browser: Browser

beforeAll(async () => {
  ;[demo, browser] = await Promise.all([startOffsiteDemo(await freePort()), sharedBrowser()])
}, 120_000)

afterAll(async () => {
  await closePages()
  await demo?.stop()
})

async function table(id: string, more = ''): Promise<AnalysisTable> {
  const [from, to] = demo.days
  const address = `${demo.gatewayUrl}/v1/analysis/tables/${id}?from=${from}&to=${to}${more}`
  const answer = await fetch(address, { headers: { authorization: 'Bearer dev' } })
  return ((await answer.json()) as { table: AnalysisTable }).table
}

function cell({ columns, rows }: AnalysisTable, key: string, isRow: (words: string) => boolean): AnalysisCell {
  const at = columns.findIndex((column) => column.key === key)
  const row = rows.find(({ cells }) => isRow(cells.map(({ value }) => value).join(' ')))
  return row?.cells[at] ?? { value: null }
}

it('finds what the Live brought beyond its clicks, within its interval', async () => {
  const live = await table('live_study')
  const ofLive = (words: string) => words.includes('la brume') && words.includes('orders whole')
  const { low = 0, high = 0 } = cell(live, 'incremental', ofLive)
  expect(low).toBeGreaterThan(0)
  expect([low < demo.world.truth.liveOrders, demo.world.truth.liveOrders < high]).toEqual([true, true])
  expect(Number(cell(live, 'p', ofLive).value)).toBeLessThan(0.05)
  expect(Number(cell(live, 'clicked_sessions', ofLive).value)).toBeLessThan(40)
})

it('closes with the back office in every credit table, under one frame', async () => {
  const [from, to] = demo.days
  const sold = demo.world.orders.filter(({ ledger }) => {
    const day = new Date(ledger.at).toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' })
    return ledger.cancelled_at === undefined && day >= from && day <= to
  }).length
  const tables = await Promise.all(
    ['source', 'kind', 'campaign', 'creative', 'link'].map((by) => table(`credit_by_${by}`)),
  )
  expect(new Set(tables.map(({ frame_id: frame }) => frame)).size).toBe(1)
  for (const one of tables) {
    const at = one.columns.findIndex(({ key }) => key === 'credits')
    const numbers = one.rows.map(({ kind, cells }) => [kind, Number(cells[at]?.value ?? 0)] as const)
    const total = numbers.find(([kind]) => kind === 'total')?.[1]
    expect([one.id, total]).toEqual([one.id, sold])
    expect(numbers.reduce((sum, [kind, value]) => (kind === 'total' ? sum : sum + value), 0)).toBeCloseTo(sold, 6)
  }
})

it('says what is left of the sales without their tax, as the back office’s own lines have it', async () => {
  const [from, to] = demo.days
  const kept = demo.world.orders.flatMap(({ ledger }) => {
    const day = new Date(ledger.at).toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' })
    if (ledger.cancelled_at !== undefined || day < from || day > to) return []
    const [total, tax] = [Number(ledger.money.total), Number(ledger.money.tax)]
    const back = (ledger.refunds ?? []).filter(({ at }) => Date.parse(at) <= Date.now())
    return [{ total, tax, left: back.reduce((sum, { value }) => sum - Number(value), total) }]
  })
  const net = kept.reduce((sum, { total, tax, left }) => sum + (left * (total - tax)) / total, 0)
  const gross = kept.reduce((sum, { left }) => sum + left, 0)
  // Goods 34 %, fees 1.5 %, 4.20 for each parcel.
  const before = net * (1 - 0.355) - 4.2 * kept.length
  const spend = demo.world.media.reduce((sum, one) => sum + (one.spend ?? 0), 0) / 100
  const summary = await table('business_summary')
  const said = (key: string) => cell(summary, key, () => true).value
  expect(Number(said('contribution_margin')) / 100).toBeCloseTo(before - spend, 1)
  expect(said('poas')).toBeCloseTo(before / spend, 4)
  expect(said('break_even_roas')).toBeCloseTo(gross / before, 4)
})

it('puts the test in regions on top of the Business page, and the three stories on top of Learning', async () => {
  const [from, to] = demo.days
  const page = await (await browser.newContext({ locale: 'en-GB', viewport: { width: 360, height: 900 } })).newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(`${demo.gatewayUrl}/console/business?from=${from}&to=${to}`)
  await page.getByText('brume-regions').first().waitFor()
  const tile = (kpi: string) => page.locator(`[data-kpi="${kpi}"] dd`).first().innerText()
  const price = (await tile('icpa')).replace(/\s*n = 20$/, '')
  expect(price).toMatch(/€[\d.]+ to €[\d.]+/)
  expect(await tile('iroas')).toMatch(/the test measured orders, not revenue/i)
  await page.goto(`${demo.gatewayUrl}/console/lift`)
  await page.getByText(price).first().waitFor()
  await page.goto(`${demo.gatewayUrl}/console/learning?from=${from}&to=${to}`)
  for (const story of ['Sales without clicks after a Live', 'Many clicks, few sales', 'The sale comes two days later'])
    await page.getByText(story).first().waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
})
