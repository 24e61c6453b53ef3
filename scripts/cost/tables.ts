/** The tables of docs/scale.md, in both languages. */
import {
  costOf,
  keepingOf,
  keptGb,
  MONTH_SECONDS,
  rowsForgottenPerEvent,
  rowsPerEvent,
  shardsFor,
  takingOf,
  type Cost,
  type Load,
} from './model.ts'
import { measuredIn, type BatchSize } from './results.ts'

type Language = 'en' | 'fr'
type Words = Readonly<Record<Language, string>>

/** Of a hundred events one is an order, whose key is kept 90 days; those of the others 30. */
const MIXED_KEY_DAYS = 0.01 * 90 + 0.99 * 30
const ORDER_KEY_DAYS = 90

export function tablesOf(results: string, language: Language): ReadonlyMap<string, string> {
  return new Map([
    ['million', millionTable(results, language)],
    ['rates', ratesTable(results, language)],
  ])
}

function load(results: string, batch: BatchSize, changes: Partial<Load> & Pick<Load, 'eventsPerSecond'>): Load {
  const usual = { batch, destinations: 2, receiptsDays: 395, keyDays: ORDER_KEY_DAYS }
  return { ...usual, measured: measuredIn(results, batch), ...changes }
}

/** A pace that one shard can take; what it keeps is another matter. */
function steady(results: string): Load {
  return load(results, 10, { eventsPerSecond: 100, receiptsDays: 0, keyDays: 0 })
}

export function oneMillion(results: string): Cost {
  const { storage } = costOf(load(results, 10, { eventsPerSecond: 100 }))
  return { ...costOf(steady(results)), storage }
}

function millionTable(results: string, language: Language): string {
  const cost = oneMillion(results)
  const { cpuMicrosPerEvent } = measuredIn(results, 10)
  const n = (value: number, digits = 2) => figure(value, digits, language)
  const rows: [Words, string, number][] = [
    [{ en: 'Requests to the Worker', fr: 'Requêtes au Worker' }, `100${thin(language)}000 × $0.30/M`, cost.requests],
    [{ en: 'CPU, all of it', fr: 'Temps de calcul, en tout' }, `${n(cpuMicrosPerEvent, 0)} µs × $0.02/M ms`, cost.cpu],
    [
      { en: 'Calls of the shard, and alarms', fr: 'Appels de la partition, et réveils' },
      '× $0.15/M',
      cost.objectRequests,
    ],
    [
      { en: 'The shard, never at rest', fr: 'La partition, sans repos' },
      '0.128 GB × $12.50/M GB·s ÷ 100/s',
      cost.duration,
    ],
    [{ en: 'Rows written', fr: 'Lignes écrites' }, `${n(rowsPerEvent(steady(results)))} × $1.00/M`, cost.rowsWritten],
    [{ en: 'Alarms set: a row each', fr: 'Réveils posés : une ligne chacun' }, '4/s ÷ 100/s × $1.00/M', cost.alarms],
    [{ en: 'Rows read, at most', fr: 'Lignes lues, au plus' }, '10 × $0.001/M', cost.rowsRead],
    [{ en: '**To take, judge, deliver, record**', fr: '**Recevoir, juger, livrer, consigner**' }, '', takingOf(cost)],
    [
      { en: 'The receipt kept 395 days, the key 90', fr: 'Le reçu gardé 395 jours, la clé 90' },
      '(573 B × 395 + 57 B × 90) ÷ 30 × $0.20/GB',
      cost.storage,
    ],
    [
      { en: 'Key and receipts deleted: a row each', fr: 'Clé et reçus effacés : une ligne chacun' },
      `${n(rowsForgottenPerEvent(steady(results)))} × $1.00/M`,
      cost.rowsDeleted,
    ],
    [{ en: '**To keep, and to forget**', fr: '**Garder, puis oublier**' }, '', keepingOf(cost)],
    [{ en: '**All of it**', fr: '**Le tout**' }, '', takingOf(cost) + keepingOf(cost)],
  ]
  const head = { en: ['what', 'how', '$ per million events'], fr: ['quoi', 'calcul', '$ par million d’événements'] }[
    language
  ]
  return table(
    head,
    rows.map(([what, how, dollars]) => [unbreaking(what[language], language), how, bold(what[language], n(dollars))]),
  )
}

function bold(what: string, text: string): string {
  return what.startsWith('**') ? `**${text}**` : text
}

export function scenarios(results: string): readonly Load[] {
  const keyDays = MIXED_KEY_DAYS
  return [
    load(results, 1, { eventsPerSecond: 10, receiptsDays: 395, keyDays }),
    load(results, 1, { eventsPerSecond: 10, receiptsDays: 30, keyDays }),
    load(results, 10, { eventsPerSecond: 1_000, receiptsDays: 7, keyDays }),
    load(results, 100, { eventsPerSecond: 100_000, receiptsDays: 1, keyDays }),
  ]
}

function ratesTable(results: string, language: Language): string {
  const n = (value: number, digits = 0) => figure(value, digits, language)
  const rows = scenarios(results).map((one) => {
    const cost = costOf(one)
    const perMillion = takingOf(cost) + keepingOf(cost)
    const millions = (one.eventsPerSecond * MONTH_SECONDS) / 1e6
    return [
      n(one.eventsPerSecond),
      n(one.batch),
      n(one.receiptsDays),
      n(keptGb(one)),
      n(shardsFor(one)),
      n(millions),
      n(perMillion, 2),
      n(perMillion * millions),
    ]
  })
  const head = {
    en: [
      'events/s',
      'in a request',
      '`receipts_days`',
      'GB kept',
      'shards',
      'millions a month',
      '$ per million',
      '$ a month',
    ],
    fr: [
      'évén./s',
      'par requête',
      '`receipts_days`',
      'Go gardés',
      'partitions',
      'millions par mois',
      '$ par million',
      '$ par mois',
    ],
  }[language]
  return table(head, rows)
}

function thin(language: Language): string {
  return language === 'fr' ? '\u00A0' : ','
}

function figure(value: number, digits: number, language: Language): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return value.toLocaleString(language === 'fr' ? 'fr-FR' : 'en-US', options).replaceAll('\u202F', '\u00A0')
}

function unbreaking(text: string, language: Language): string {
  return language === 'fr' ? text.replaceAll(' :', '\u00A0:') : text
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = head.map(() => '---')
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}
