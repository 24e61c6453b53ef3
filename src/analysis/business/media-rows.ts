/** Imported days of ads, posts, Lives and creators as they stand beside credits. */
import type { MediaDay } from '../../offsite/rows.ts'
import type { MediaRow } from '../attribution/media.ts'
import type { TouchKind } from '../touch.ts'
import { mediaOnce } from './media-once.ts'

export interface MediaRead {
  readonly rows: readonly MediaRow[]
  /** Rows whose money is in another currency than the frame's: never converted, never added. */
  readonly otherCurrency: number
}

/** A post that runs as an ad is an ad by its row and Spark by its touches, or the other way round. */
const KINDS: Readonly<Record<MediaDay['level'], readonly TouchKind[]>> = {
  ad: ['ad', 'spark'],
  post: ['organic_video', 'spark'],
  live: ['live'],
  creator: ['creator'],
}

/** `imported`: of one day the newest file's last. */
export function mediaRows(imported: readonly MediaDay[], currency: string): MediaRead {
  const days = mediaOnce(imported)
  const isOther = ({ currency: own, spend, claimed_value: value }: MediaDay) =>
    own !== currency && (spend !== undefined || value !== undefined)
  return { rows: days.map((day) => mediaRow(day, isOther(day))), otherCurrency: days.filter(isOther).length }
}

function mediaRow(day: MediaDay, isOtherCurrency: boolean): MediaRow {
  const { spend, claimed_orders: orders, claimed_value: value, window } = day
  return {
    source: day.source,
    kinds: day.level === 'ad' && day.post_id !== undefined ? KINDS.ad.toReversed() : KINDS[day.level],
    campaign: named(day.campaign_id, day.campaign),
    creative: named(day.id, day.name, day.post_id),
    ...(day.campaign !== undefined && { campaignName: day.campaign }),
    ...(day.name !== undefined && { creativeName: day.name }),
    ...(spend !== undefined && !isOtherCurrency && { spendMinor: spend }),
    ...(orders !== undefined && { claimedOrders: orders }),
    ...(value !== undefined && !isOtherCurrency && { claimedValueMinor: value }),
    ...(window !== undefined && { window }),
  }
}

function named(...names: readonly (string | undefined)[]): readonly string[] {
  return names.filter((name) => name !== undefined)
}
