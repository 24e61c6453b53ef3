/**
 * Who is in the demo's off-site life: videos, Lives, a creator, ads, and what each of them truly does. Everything here is made up. The
 * numbers are the truth that the analysis is held against (docs/demo-data.md).
 */
import type { SequenceRole } from '../../src/analysis/steps.ts'
import type { TouchKind } from '../../src/analysis/touch.ts'

/** Chances of each step given the one before: product seen, basket, checkout, order. */
export type Progress = readonly [view: number, cart: number, checkout: number, order: number]

export interface Source {
  readonly key: string
  readonly source: string
  readonly kind: TouchKind
  /** What a touch calls it: ad id, or what an own link was made for. Absent for what is no creative. */
  readonly creative?: string
  readonly name?: string
  readonly campaign?: { readonly id: string; readonly name: string }
  readonly group?: string
  readonly link?: string
  readonly role?: SequenceRole
  /** Days since the data's first: when it begins and ends (exclusive). */
  readonly days: readonly [from: number, to: number]
  /** Sessions a day when it begins, and after how many days a third of them is left; no fade: the same all the time. */
  readonly perDay: number
  readonly fadeDays?: number
  readonly least?: number
  readonly progress: Progress
  /** Of a video: how many of those who see it see on, of its plays, and its length. */
  readonly video?: { readonly hook: number; readonly sixth: number; readonly whole: number; readonly seconds: number }
  /** Of an ad: clicks that arrive (the rest is lost on the way), cost of one in cents, clicks per impression. */
  readonly ad?: { readonly arrives: number; readonly cents: number; readonly clickRate: number }
}

export const DAYS = 91
export const CONSENT_SHARE = 0.66

const TIKTOK_TEST = { id: '1790000000001001', name: 'Rentrée – prospection' }
const TIKTOK_SEQUENCE = { id: '1790000000001002', name: 'Série atelier' }
const META = { id: '120210000000001003', name: 'Meta – reciblage' }

const ORDINARY: Progress = [0.55, 0.22, 0.6, 0.75]

/** Storytelling: next to nobody buys at once; see STORY for those who come back. */
const STORY_PROGRESS: Progress = [0.6, 0.04, 0.5, 0.5]

export const SOURCES: readonly Source[] = [
  { key: 'direct', source: 'direct', kind: 'direct', days: [0, DAYS], perDay: 150, progress: ORDINARY },
  { key: 'search', source: 'google', kind: 'search', days: [0, DAYS], perDay: 140, progress: ORDINARY },
  {
    key: 'mail',
    source: 'newsletter',
    kind: 'mail',
    campaign: { id: 'lettre', name: 'lettre' },
    days: [0, DAYS],
    perDay: 30,
    progress: [0.6, 0.25, 0.65, 0.75],
  },
  ...[1, 2, 3].map((number): Source => ({
    key: `story-${number}`,
    source: 'tiktok',
    kind: 'organic_video',
    creative: `740000000000000010${number}`,
    name: `L’atelier, épisode ${number}`,
    campaign: TIKTOK_SEQUENCE,
    link: `atelier-${number}`,
    role: 'educational',
    days: [[2, 20, 44][number - 1] ?? 0, DAYS],
    perDay: 95,
    fadeDays: 9,
    least: 5,
    progress: STORY_PROGRESS,
    video: { hook: 0.42, sixth: 0.26, whole: 0.15, seconds: 48 },
  })),
  {
    key: 'tip',
    source: 'tiktok',
    kind: 'organic_video',
    creative: '7400000000000000201',
    name: 'Trois gestes du soir',
    link: 'gestes',
    days: [10, DAYS],
    perDay: 60,
    fadeDays: 14,
    least: 6,
    progress: [0.5, 0.12, 0.5, 0.6],
    video: { hook: 0.5, sixth: 0.24, whole: 0.12, seconds: 21 },
  },
  {
    key: 'creator',
    source: 'tiktok',
    kind: 'creator',
    creative: '7400000000000000301',
    name: 'Léa essaie la brume',
    link: 'lea',
    days: [14, DAYS],
    perDay: 55,
    fadeDays: 16,
    least: 5,
    progress: [0.55, 0.2, 0.55, 0.65],
    video: { hook: 0.55, sixth: 0.3, whole: 0.16, seconds: 34 },
  },
  {
    key: 'spark',
    source: 'tiktok',
    kind: 'spark',
    creative: '1790000000003001',
    name: 'Léa essaie la brume (Spark)',
    campaign: TIKTOK_SEQUENCE,
    group: '1790000000002001',
    role: 'spark',
    days: [16, DAYS],
    perDay: 28,
    progress: [0.55, 0.18, 0.55, 0.65],
    video: { hook: 0.48, sixth: 0.25, whole: 0.13, seconds: 34 },
    ad: { arrives: 0.93, cents: 38, clickRate: 0.011 },
  },
  {
    key: 'challenge',
    source: 'tiktok',
    kind: 'ad',
    creative: '1790000000003002',
    name: 'Défi dix secondes',
    campaign: TIKTOK_TEST,
    group: '1790000000002002',
    days: [4, 84],
    perDay: 105,
    // Much clicked, and sells little.
    progress: [0.4, 0.075, 0.5, 0.6],
    video: { hook: 0.68, sixth: 0.31, whole: 0.2, seconds: 12 },
    ad: { arrives: 0.72, cents: 19, clickRate: 0.034 },
  },
  {
    key: 'demo',
    source: 'tiktok',
    kind: 'ad',
    creative: '1790000000003003',
    name: 'La brume en gros plan',
    campaign: TIKTOK_TEST,
    group: '1790000000002002',
    days: [4, DAYS],
    perDay: 26,
    progress: [0.62, 0.25, 0.62, 0.75],
    video: { hook: 0.4, sixth: 0.22, whole: 0.11, seconds: 24 },
    ad: { arrives: 0.94, cents: 52, clickRate: 0.009 },
  },
  {
    key: 'retargeting',
    source: 'meta',
    kind: 'ad',
    creative: '120210000000003004',
    name: 'Panier oublié',
    campaign: META,
    group: '120210000000002003',
    role: 'retargeting',
    days: [0, DAYS],
    perDay: 12,
    progress: [0.7, 0.3, 0.6, 0.7],
    ad: { arrives: 0.95, cents: 61, clickRate: 0.013 },
  },
  {
    key: 'offer',
    source: 'meta',
    kind: 'ad',
    creative: '120210000000003005',
    name: 'Deux pour un, trois jours',
    campaign: META,
    group: '120210000000002003',
    role: 'offer',
    days: [7, DAYS],
    perDay: 11,
    progress: [0.7, 0.32, 0.65, 0.75],
    ad: { arrives: 0.95, cents: 44, clickRate: 0.015 },
  },
]

/** Of the visitors of a story, this many come back by themselves and buy, this long after. */
export const STORY = { buyers: 0.1, hours: [37, 47.5], sameBrowser: 0.75 } as const

/** Who saw a story meets the next of the sequence with this chance, so many days later. */
export const SEQUENCE = [
  { from: 'story', to: 'spark', chance: 0.2, days: [0.6, 3] },
  { from: 'spark', to: 'retargeting', chance: 0.4, days: [0.5, 3] },
  { from: 'retargeting', to: 'offer', chance: 0.5, days: [0.3, 2] },
] as const

export interface DemoLive {
  readonly key: string
  readonly id: string
  readonly name: string
  readonly link: string
  readonly day: number
  readonly hour: number
  readonly hours: number
  /** Sessions by its own link, within three hours. */
  readonly clicks: number
  readonly progress: Progress
  /** What it truly adds to the shop beside its own clicks, in [0, 6), [6, 24) and [24, 48) hours: visits and orders (expected). */
  readonly adds: readonly {
    readonly hours: readonly [number, number]
    readonly visits: number
    readonly orders: number
  }[]
}

export const LIVES: readonly DemoLive[] = [
  {
    key: 'live-1',
    id: '7400000000000000401',
    name: 'Live « la brume, en direct »',
    link: 'live-brume',
    day: 31,
    hour: 18,
    hours: 2,
    clicks: 34,
    progress: [0.5, 0.1, 0.5, 0.6],
    adds: [
      { hours: [0, 6], visits: 70, orders: 10 },
      { hours: [6, 24], visits: 150, orders: 24 },
      { hours: [24, 48], visits: 100, orders: 16 },
    ],
  },
  // Two Lives a day apart, much clicked, that add nothing beyond their own clicks: answered as one.
  ...[
    ['live-2', '7400000000000000402', 'Live « questions du soir »', 'live-soir', 73],
    ['live-3', '7400000000000000403', 'Live « questions du soir, la suite »', 'live-suite', 74],
  ].map(([key, id, name, link, day]): DemoLive => ({
    key: String(key),
    id: String(id),
    name: String(name),
    link: String(link),
    day: Number(day),
    hour: 19,
    hours: 1,
    clicks: 210,
    progress: [0.4, 0.05, 0.5, 0.5],
    adds: [],
  })),
]

/** Meta retargeting on and off by turns: pairs of blocks, which of each pair is on is drawn with a seed. */
export const SWITCHBACK = {
  firstDay: 33,
  pairs: 6,
  blockDays: 3,
  washOutDays: 1,
  seed: 20_261_010,
  ordersPerDay: 9,
} as const

/** TikTok prospecting only in some regions, drawn with a seed, at the end. */
export const GEO = {
  firstDay: 69,
  lastDay: DAYS,
  regions: 6,
  seed: 20_261_115,
  share: [0.22, 0.28],
  lift: 0.45,
} as const

/** What platforms claim: TikTok more orders than the back office has. */
export const CLAIMS = { tiktok: 1.2, meta: 0.55 } as const

/** Departments and their weights. */
export const REGIONS: readonly (readonly [string, number])[] = [
  ['FR-75', 1.7],
  ['FR-69', 1.4],
  ['FR-13', 1.4],
  ['FR-59', 1.4],
  ['FR-33', 1.3],
  ['FR-92', 1.2],
  ['FR-31', 1.2],
  ['FR-44', 1.2],
  ['FR-35', 1.1],
  ['FR-34', 1.1],
  ['FR-06', 1.1],
  ['FR-67', 1],
  ['FR-38', 1],
  ['FR-76', 1],
  ['FR-78', 1],
  ['FR-29', 1],
  ['FR-62', 0.9],
  ['FR-56', 0.9],
  ['FR-83', 0.9],
  ['FR-74', 0.8],
  ['FR-14', 0.8],
  ['FR-17', 0.8],
  ['FR-64', 0.7],
  ['FR-22', 0.7],
]

/** Of the day's visits, by hour in UTC. */
export const HOURS: readonly number[] = [
  1, 0.6, 0.4, 0.3, 0.5, 1.2, 2.5, 4, 4.5, 4.8, 5, 5.6, 5.8, 5, 4.8, 4.8, 5.2, 6, 7, 8, 8.4, 7, 4.4, 2.2,
]

/** Monday to Sunday. */
export const WEEKDAYS: readonly number[] = [1.02, 0.98, 0.97, 0.97, 0.94, 1, 1.12]
