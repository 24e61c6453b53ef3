/** The same rows as people download them: TikTok's Ads Manager in English, Meta's in French, TikTok's list of Lives. */
import type { LiveRow, MediaDay } from '../../src/offsite/rows.ts'
import type { DemoFile } from './world.ts'

type Cell = string | number | undefined

export function tiktokFile(rows: readonly MediaDay[]): DemoFile {
  const head =
    'Campaign name,Campaign ID,Ad group name,Ad group ID,Ad name,Ad ID,TikTok post ID,By Day,Currency,Cost,Impressions,Clicks (destination),' +
    'Video views,2-second video views,6-second video views,Video views at 25%,Video views at 50%,Video views at 75%,Video views at 100%,' +
    'Engaged view,Paid likes,Paid comments,Paid shares,Favorites,Complete payment,total_complete_payment_rate'
  const lines = rows
    .filter(({ source }) => source === 'tiktok')
    .map(({ metrics: m, ...row }) =>
      line(',', [
        row.campaign,
        row.campaign_id,
        row.group,
        row.group_id,
        row.name,
        row.id,
        row.post_id,
        row.day,
        row.currency,
        money(row.spend, '.'),
        m.impressions,
        m.clicks,
        m.plays,
        m.views_2s,
        m.views_6s,
        m.views_25,
        m.views_50,
        m.views_75,
        m.views_100,
        m.engaged_views,
        m.likes,
        m.comments,
        m.shares,
        m.saves,
        row.claimed_orders,
        money(row.claimed_value, '.'),
      ]),
    )
  return { name: 'tiktok-ads.csv', text: [head, ...lines, ''].join('\r\n'), options: { window: '7d_click_1d_view' } }
}

export function metaFile(rows: readonly MediaDay[]): DemoFile {
  const head =
    'Début des rapports;Fin des rapports;Nom de la campagne;ID de la campagne;Nom de l’ensemble de publicités;ID de l’ensemble de publicités;' +
    'Nom de la publicité;ID de la publicité;Devise;Montant dépensé (EUR);Impressions;Clics sur le lien;Achats sur le site web;' +
    'Valeur de conversion des achats sur le site web;Paramètre d’attribution'
  const lines = rows
    .filter(({ source }) => source === 'meta')
    .map((row) =>
      line(';', [
        row.day,
        row.day,
        row.campaign,
        row.campaign_id,
        row.group,
        row.group_id,
        row.name,
        row.id,
        row.currency,
        money(row.spend, ','),
        row.metrics.impressions,
        row.metrics.clicks,
        row.claimed_orders,
        money(row.claimed_value, ','),
        'Clic sous 7 jours ou vue sous 1 jour',
      ]),
    )
  return {
    name: 'meta-publicites.csv',
    text: [head, ...lines, ''].join('\r\n'),
    options: { window: '7d_click_1d_view' },
  }
}

export function livesFile(rows: readonly LiveRow[]): DemoFile {
  const lines = rows.map(({ id, name, starts_at, ends_at }) => line(',', [id, name, starts_at, ends_at]))
  return {
    name: 'tiktok-lives.csv',
    text: ['LIVE ID,LIVE title,Start time,End time', ...lines, ''].join('\r\n'),
    options: { source: 'tiktok' },
  }
}

function line(separator: string, cells: readonly Cell[]): string {
  return cells.map((cell) => quoted(String(cell ?? '-'), separator)).join(separator)
}

function quoted(text: string, separator: string): string {
  return text.includes(separator) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text
}

function money(minor: number | undefined, sign: string): string | undefined {
  return minor === undefined ? undefined : (minor / 100).toFixed(2).replace('.', sign)
}
