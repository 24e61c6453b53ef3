/**
 * How columns of media exports are called, in English and in French. Ads Manager's are those that public importers of such files
 * read (2026-11-22: `Cost`, `Clicks (destination)`, `2-second video views`; `Montant dépensé (EUR)`, `Nom de la publicité`), the others
 * follow the labels of the screens and the names of the APIs: no real export has been seen. A heading is compared in small letters,
 * without accents; a currency in its brackets is taken off first.
 */
import { plainWord } from '../orders/format.ts'
import type { MediaMetric } from '../../offsite/rows.ts'

export type MediaField = keyof typeof COMMON | MediaMetric | keyof typeof OWN

const COMMON = {
  day: ['By Day', 'Day', 'Date', 'stat_time_day', 'Jour', 'Par jour'],
  dayStart: ['Reporting starts', 'Début des rapports', 'Début du rapport'],
  dayEnd: ['Reporting ends', 'Fin des rapports', 'Fin du rapport'],
  account: [
    'Account ID',
    'Advertiser ID',
    'advertiser_id',
    'Identifiant du compte',
    'ID du compte',
    'ID de l’annonceur',
  ],
  currency: ['Currency', 'Currency code', 'Devise', 'Code de devise'],
  campaignId: ['Campaign ID', 'Identifiant de la campagne', 'ID de la campagne', 'ID de campagne'],
  campaign: ['Campaign name', 'Campaign', 'Nom de la campagne', 'Campagne'],
  groupId: [
    'Ad group ID',
    'adgroup_id',
    'Ad set ID',
    'adset_id',
    'ID du groupe d’annonces',
    'ID du groupe de publicités',
    'Identifiant de l’ensemble de publicités',
    'ID de l’ensemble de publicités',
  ],
  group: [
    'Ad group name',
    'adgroup_name',
    'Ad set name',
    'adset_name',
    'Nom du groupe d’annonces',
    'Nom du groupe de publicités',
    'Nom de l’ensemble de publicités',
  ],
  adId: ['Ad ID', 'Identifiant de la publicité', 'ID de la publicité', 'ID de l’annonce', 'Identifiant de l’annonce'],
  ad: ['Ad name', 'Nom de la publicité', 'Nom de l’annonce'],
  postId: ['tiktok_item_id', 'TikTok post ID', 'Post ID', 'ID de la publication TikTok', 'ID de la publication'],
  creator: ['creator', 'Creator name', 'Creator username', 'handle', 'Créateur', 'Nom du créateur', 'Pseudo'],
  spend: ['Cost', 'Spend', 'Total cost', 'Amount spent', 'Coût', 'Coût total', 'Dépenses', 'Montant dépensé'],
  orders: [
    'Website purchases',
    'Purchases',
    'Complete payment',
    'Complete payments',
    'Total complete payment',
    'Achats sur le site web',
    'Achats',
    'Paiements effectués',
    'Total des paiements effectués',
  ],
  value: [
    // What TikTok calls a rate is the value of all payments.
    'total_complete_payment_rate',
    'Website purchases conversion value',
    'Purchases conversion value',
    'Purchase conversion value',
    'Total complete payment value',
    'Complete payment value',
    'Total purchase value',
    'Purchase value',
    'Valeur de conversion des achats sur le site web',
    'Valeur de conversion des achats',
    'Valeur totale des paiements effectués',
  ],
  window: ['Attribution setting', 'Attribution window', 'Paramètre d’attribution', 'Fenêtre d’attribution'],
} as const satisfies Readonly<Record<string, readonly string[]>>

const METRICS: Readonly<Record<MediaMetric, readonly string[]>> = {
  impressions: ['Impressions'],
  reach: ['Reach', 'Accounts Center accounts reached', 'Portée', 'Couverture'],
  clicks: [
    'Clicks (destination)',
    'Link clicks',
    'Clicks',
    'Clics (destination)',
    'Clics sur le lien',
    'Clics sur un lien',
    'Clics',
  ],
  all_clicks: ['Clicks (all)', 'engagements', 'Clics (tous)'],
  plays: [
    'Video views',
    'video_play_actions',
    'Video plays',
    'Vues de la vidéo',
    'Vues de vidéos',
    'Lectures de la vidéo',
  ],
  views_2s: [
    '2-second video views',
    'video_watched_2s',
    '2-second continuous video plays',
    'Vues de vidéo de 2 secondes',
    'Vues de 2 secondes',
    'Lectures continues de vidéo de 2 secondes',
  ],
  views_6s: ['6-second video views', 'video_watched_6s', 'Vues de vidéo de 6 secondes', 'Vues de 6 secondes'],
  views_25: [
    'Video views at 25%',
    'Video plays at 25%',
    'video_views_p25',
    'Vues de la vidéo à 25 %',
    'Lectures de vidéo à 25 %',
  ],
  views_50: [
    'Video views at 50%',
    'Video plays at 50%',
    'video_views_p50',
    'Vues de la vidéo à 50 %',
    'Lectures de vidéo à 50 %',
  ],
  views_75: [
    'Video views at 75%',
    'Video plays at 75%',
    'video_views_p75',
    'Vues de la vidéo à 75 %',
    'Lectures de vidéo à 75 %',
  ],
  views_100: [
    'Video views at 100%',
    'Video plays at 100%',
    'video_views_p100',
    'Vues de la vidéo à 100 %',
    'Lectures de vidéo à 100 %',
  ],
  engaged_views: ['Engaged view', 'Engaged views', 'engaged_view', 'Vues engagées'],
  likes: [
    'Likes',
    'Total likes',
    'Paid likes',
    'Post reactions',
    'J’aime',
    'Mentions J’aime',
    'Réactions à la publication',
  ],
  comments: [
    'Comments',
    'Total comments',
    'Paid comments',
    'Post comments',
    'Commentaires',
    'Commentaires sur la publication',
  ],
  shares: ['Shares', 'Total shares', 'Paid shares', 'Post shares', 'Partages', 'Partages de la publication'],
  saves: ['Favorites', 'Saves', 'Post saves', 'Total favorites', 'Favoris', 'Enregistrements'],
  follows: ['Follows', 'Paid follows', 'New followers', 'Abonnements', 'Nouveaux abonnés', 'Nouveaux followers'],
  profile_visits: ['Profile visits', 'Paid profile visits', 'Profile views', 'Visites du profil', 'Vues du profil'],
  live_views: ['LIVE views', 'live_views', 'Vues du LIVE', 'Vues LIVE'],
  live_unique_views: [
    'LIVE unique views',
    'live_unique_views',
    'Unique viewers',
    'Viewers',
    'Vues uniques du LIVE',
    'Spectateurs',
  ],
  product_clicks: [
    'Product clicks',
    'live_product_clicks',
    'LIVE product clicks',
    'Clics sur les produits',
    'Clics produit',
  ],
}

/** Of one kind of file alone. */
const OWN = {
  id: [
    'Post ID',
    'Video ID',
    'item_id',
    'Video link',
    'Link',
    'LIVE ID',
    'Room ID',
    'room_id',
    'id',
    'ID de la publication',
    'ID de la vidéo',
    'Lien de la vidéo',
    'ID du LIVE',
  ],
  name: [
    'Video title',
    'LIVE title',
    'LIVE name',
    'Title',
    'name',
    'Titre de la vidéo',
    'Titre du LIVE',
    'Titre',
    'Nom',
  ],
  publishedAt: [
    'published_at',
    'Post time',
    'create_time',
    'Publish time',
    'Date de publication',
    'Heure de publication',
  ],
  role: ['role', 'Rôle'],
  seconds: ['seconds', 'Video duration', 'video_duration', 'Durée de la vidéo', 'Secondes'],
  startsAt: ['starts_at', 'Start time', 'LIVE start time', 'Launched time', 'Heure de début', 'Début'],
  endsAt: ['ends_at', 'End time', 'LIVE end time', 'Heure de fin', 'Fin'],
  views: ['Total views', 'Video views', 'video_views', 'Views', 'Vues totales', 'Vues de la vidéo', 'Vues'],
  organicViews: ['organic_views', 'Organic views', 'Organic video views', 'Vues organiques'],
  paidViews: ['paid_views', 'Paid views', 'Paid video views', 'Vues payantes', 'Vues sponsorisées'],
  organicLikes: ['organic_likes', 'Organic likes', 'J’aime organiques'],
  paidLikes: ['paid_likes', 'Paid likes', 'J’aime sponsorisés'],
  organicComments: ['organic_comments', 'Organic comments', 'Commentaires organiques'],
  paidComments: ['paid_comments', 'Paid comments', 'Commentaires sponsorisés'],
  organicShares: ['organic_shares', 'Organic shares', 'Partages organiques'],
  paidShares: ['paid_shares', 'Paid shares', 'Partages sponsorisés'],
  twoSecondShare: ['two_seconds_views', '2-second view rate', 'Taux de vues de 2 secondes'],
  sixSecondShare: ['six_seconds_views', '6-second view rate', 'Taux de vues de 6 secondes'],
  vendor: ['vendor', 'Prestataire'],
  source: ['source', 'platform', 'Media property', 'Plateforme'],
  monitored: ['Monitored ads', 'Monitored impressions', 'Total tracked impressions', 'Impressions surveillées'],
  measured: [
    'Measured impressions',
    'Measurable impressions',
    'Impressions analyzed',
    'In-view measurable impressions',
    'Impressions mesurées',
    'Impressions mesurables',
  ],
  viewable: ['Viewable impressions', 'In-view impressions', 'Impressions visibles'],
  classified: ['Classified impressions', 'Brand safety classified impressions', 'Impressions classées'],
  safe: [
    'Safe impressions',
    'Brand safe impressions',
    'Passed impressions',
    'Suitable impressions',
    'Impressions sûres',
  ],
  invalid: ['Invalid impressions', 'Fraud/SIVT impressions', 'IVT impressions', 'GIVT + SIVT', 'Impressions invalides'],
  line: ['line', 'Cost line', 'Ligne', 'Ligne de coût'],
  from: ['from', 'Depuis', 'À partir du'],
  share: ['share', 'Part'],
  perOrder: ['per_order', 'Per order', 'Par commande'],
  orderId: ['order_id', 'Order ID', 'Numéro de commande', 'Commande'],
  at: ['at', 'Answered at', 'Répondu le', 'Date de la réponse'],
} as const satisfies Readonly<Record<string, readonly string[]>>

const NAMES: Readonly<Record<MediaField, readonly string[]>> = { ...COMMON, ...METRICS, ...OWN }

/** Field → where it stands in a line. */
export type Places = Readonly<Partial<Record<MediaField, number>>>

export interface Heading {
  readonly places: Places
  /** Said in the brackets of a heading: `Amount spent (EUR)`. */
  readonly moneyIn?: string
  /** As they are written, for messages. */
  readonly cells: readonly string[]
}

export function headingOf(cells: readonly string[], fields: readonly MediaField[]): Heading {
  const parts = cells.map(splitUnit)
  const places = new Map(parts.map(({ name }, index) => [headingWord(name), index] as const).toReversed())
  const found = fields.flatMap((field) => {
    const place = NAMES[field].map((name) => places.get(headingWord(name))).find((one) => one !== undefined)
    return place === undefined ? [] : [[field, place] as const]
  })
  const isMoney = (index: number) => found.some(([field, place]) => place === index && MONEY.has(field))
  const moneyIn = parts.find(({ unit }, index) => unit !== undefined && isMoney(index))?.unit
  return { places: Object.fromEntries(found), cells, ...(moneyIn !== undefined && { moneyIn }) }
}

const MONEY: ReadonlySet<MediaField> = new Set(['spend', 'value', 'perOrder'])

/** `à 25 %` and `à 25%` are one. */
function headingWord(name: string): string {
  return plainWord(name).replaceAll(/\s+%/g, '%')
}

/** As the file calls it, or else as it is first called in the table. */
export function nameOf(field: MediaField, { places, cells }: Heading): string {
  const place = places[field]
  return (place === undefined ? undefined : cells[place]) ?? NAMES[field][0] ?? field
}

/** `Clics (tous)` keeps its brackets: only a code of three capitals is a currency. */
function splitUnit(cell: string): { readonly name: string; readonly unit?: string } {
  const match = /^(.*?)\s*\(([A-Z]{3})\)\s*$/.exec(cell)
  return match === null ? { name: cell } : { name: match[1] ?? '', unit: match[2] ?? '' }
}
