/** A table as it goes out: CSV that SQL reads, and text for a terminal. The values are written here by hand. */
import { parse } from 'csv-parse/sync'
import { expect, it } from 'vitest'
import { terminalTable } from '../cli/analysis/terminal-table.ts'
import { tableCsv } from './table-csv.ts'
import type { AnalysisTable } from './table.ts'

const TABLE: AnalysisTable = {
  id: 'business_by_source',
  frame_id: 'f'.repeat(64),
  currency: 'EUR',
  level: 0.9,
  columns: [
    { key: 'source', kind: 'name' },
    { key: 'spend', kind: 'money' },
    { key: 'credits', kind: 'credit' },
    { key: 'cpa', kind: 'money' },
    { key: 'platform_roas', kind: 'ratio', claim: { by: 'tiktok', window: '7d_click_1d_view' } },
  ],
  rows: [
    {
      kind: 'row',
      cells: [
        { value: 'tiktok' },
        { value: 123_456 },
        { value: 41.25, n: 39 },
        { value: 2_992.9, low: 2_300, high: 4_000 },
        { value: 3.5 },
      ],
    },
    {
      kind: 'folded',
      cells: [
        { value: '=cmd|"a"!A0, b' },
        { value: 5 },
        { value: null, why: 'too_few' },
        { value: null, why: 'too_few' },
        { value: null, why: 'not_measured' },
      ],
    },
    {
      kind: 'total',
      cells: [
        { value: '(total)' },
        { value: -50 },
        { value: 60, n: 60 },
        { value: null, why: 'does_not_apply' },
        { value: null, why: 'does_not_apply' },
      ],
    },
  ],
  notes: [
    { code: 'measured_of', figures: { all: 60, followed: 42, no_consent: 15, declared: 3 } },
    { code: 'small_folded' },
  ],
}
const FRAME = { window: { hours: 720, boundary: 'included' }, touch_kinds: ['ad', 'live'], time_zone: 'Europe/Paris' }

it('is CSV by the key of each column, with intervals and reasons beside, money in decimals, and no formula', () => {
  const rows = parse(tableCsv(TABLE), { columns: true }) as unknown as Record<string, string>[]
  expect(rows[0]).toEqual({
    row_kind: 'row',
    source: 'tiktok',
    spend: '1234.56',
    credits: '41.25',
    credits_n: '39',
    credits_why: '',
    cpa: '29.93',
    cpa_low: '23.00',
    cpa_high: '40.00',
    cpa_why: '',
    platform_roas: '3.5',
    platform_roas_why: '',
    currency_code: 'EUR',
    frame_id: 'f'.repeat(64),
  })
  expect(rows[1]).toMatchObject({
    row_kind: 'folded',
    source: `'=cmd|"a"!A0, b`,
    spend: '0.05',
    credits: '',
    credits_why: 'too_few',
  })
  expect(rows[2]).toMatchObject({ row_kind: 'total', spend: '-0.50' })
})

it('is read in a terminal in either language: words for codes, intervals, reasons, notes, and the frame under it', () => {
  const french = terminalTable(TABLE, FRAME, 'fr').replaceAll(/[\u00A0\u202F]/g, ' ')
  expect(french).toContain('Dépenses et résultats par source')
  expect(french).toContain('ROAS de la plateforme (revendiqué par TikTok, 7 j clic, 1 j vue)')
  expect(french).toMatch(/TikTok\s+1 234,56 €\s+41,3\s+29,93 € \[23,00 € – 40,00 €\]\n/)
  expect(french).toContain('trop peu pour le dire')
  expect(french).toContain('Total de la boutique')
  expect(french).toContain('Parmi 60 commandes, 42 sont')
  expect(french).toContain('Cadre ffffffffffffffff: window.hours 720, window.boundary included, touch_kinds ad+live')
  const english = terminalTable(TABLE, FRAME, 'en').replaceAll(/[\u00A0\u202F]/g, ' ')
  expect(english).toMatch(/TikTok\s+€1,234\.56\s+41\.3\s+€29\.93 \[€23\.00 – €40\.00\]/)
  expect(english).toContain('Intervals at 90%.')
  expect(
    Math.max(
      ...english
        .split('\n')
        .slice(0, 8)
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(110)
})
