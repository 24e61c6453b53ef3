/** Files of verification vendors, and the plain ones that somebody writes: lines of cost, answers of a survey. */
import type { CostRow, SurveyRow, VerificationDay } from '../../offsite/rows.ts'
import type { MediaField } from './columns.ts'
import type { FileSays, MediaFormat } from './format.ts'
import { WORDS } from './media-words.ts'
import type { RowCells } from './row-cells.ts'

const COUNTS = [
  'monitored',
  'measured',
  'viewable',
  'classified',
  'safe',
  'invalid',
] as const satisfies readonly MediaField[]

export const verificationFormat: MediaFormat = {
  kind: 'verification',
  fields: ['day', 'source', 'vendor', 'campaignId', 'adId', ...COUNTS],
  knownBy: [
    ['day', 'measured', 'viewable'],
    ['day', 'classified', 'safe'],
    ['day', 'monitored', 'invalid'],
  ],
  needs: [['day'], COUNTS],
  amounts: [],
  counts: COUNTS,
  times: ['day'],
  source: 'by_line',
  isTotal: (row) => row.saysTotal(),
  read: (row, file) => [verificationDay(row, file)],
}

function verificationDay(row: RowCells, file: FileSays): VerificationDay {
  const source = row.text('source').toLowerCase() || file.source
  const vendor = vendorOf(row.text('vendor')) || file.vendor
  if (source === undefined) row.problems.push(WORDS.noSource)
  if (vendor === undefined) row.problems.push(WORDS.noVendor)
  const [campaign, ad] = [row.id('campaignId'), row.id('adId')]
  const counts = COUNTS.flatMap((field) => {
    const count = row.count(field)
    return count === undefined ? [] : [[field, count] as const]
  })
  return {
    kind: 'verification',
    source: source ?? '',
    vendor: vendor ?? '',
    day: row.day('day'),
    ...(campaign !== '' && { campaign_id: campaign }),
    ...(ad !== '' && { id: ad }),
    ...Object.fromEntries(counts),
  }
}

/** One word for each, so that its rows are found again. */
export function vendorOf(text: string): string | undefined {
  const word = text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  if (/^(?:dv|doubleverify)$/.test(word)) return 'doubleverify'
  if (/^(?:ias|integraladscience)$/.test(word)) return 'ias'
  return word === '' ? undefined : word.slice(0, 40)
}

const LINES = { goods: 'goods', marchandises: 'goods', shipping: 'shipping', livraison: 'shipping' } as const
const MORE_LINES = { fees: 'fees', frais: 'fees', other: 'other', autres: 'other' } as const
const COST_LINES: Readonly<Record<string, CostRow['line']>> = { ...LINES, ...MORE_LINES }

export const costFormat: MediaFormat = {
  kind: 'costs',
  fields: ['line', 'from', 'share', 'perOrder', 'currency'],
  knownBy: [['line', 'from']],
  needs: [['line'], ['from'], ['share', 'perOrder']],
  amounts: ['share', 'perOrder'],
  counts: [],
  times: ['from'],
  source: 'by_line',
  isTotal: () => false,
  read: (row) => [costRow(row)],
}

function costRow(row: RowCells): CostRow {
  const written = row.needed('line')
  const line = COST_LINES[written.toLowerCase()]
  if (written !== '' && line === undefined) row.problems.push(WORDS.badLine(written))
  const share = row.share('share')
  const currency = row.text('perOrder') === '' ? undefined : row.currency(['perOrder'])
  const perOrder = row.money('perOrder', currency)
  if (row.text('share') === '' && row.text('perOrder') === '') row.problems.push(WORDS.noCost)
  return {
    kind: 'cost',
    line: line ?? 'other',
    // What something will cost from January on may be known.
    from: row.anyDay('from'),
    ...(share !== undefined && { share }),
    ...(perOrder !== undefined && { per_order: perOrder, currency: currency ?? '' }),
  }
}

export const surveyFormat: MediaFormat = {
  kind: 'survey',
  fields: ['orderId', 'source', 'at'],
  knownBy: [['orderId', 'source', 'at']],
  needs: [['orderId'], ['source'], ['at']],
  amounts: [],
  counts: [],
  times: ['at'],
  source: 'by_line',
  isTotal: () => false,
  read: (row) => [surveyRow(row)],
}

/** What was answered becomes the word of a source: small letters, no accents. */
function surveyRow(row: RowCells): SurveyRow {
  const source = row
    .needed('source')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 40)
  return { kind: 'survey', order_id: row.needed('orderId'), source, at: row.instant('at') }
}
