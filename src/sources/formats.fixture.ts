/** Requests of other tools' formats, for tests. */
import type { CompiledSources } from '../policy/types.ts'
import { ORDERS } from './shop-request.fixture.ts'
import type { SourceRequest, SourceSettings } from './source.ts'

export const RECEIVED_MS = Date.parse('2026-11-20T17:04:15Z')

export const SOURCES: CompiledSources = {
  segment: {
    keys: ['SEGMENT_KEY'],
    categories: {
      Advertising: ['ad_storage', 'ad_user_data', 'ad_personalization'],
      Analytics: ['analytics_storage'],
    },
  },
  ga4: { keys: ['GA4_SECRET'], measurementIds: ['G-DEMO12345'] },
  stape: { pages: true },
  zaraz: { keys: ['ZARAZ_KEY'], events: { signup: 'sign_up' } },
  meta_pixel: { ids: ['100000000000001'] },
  tiktok_pixel: { codes: ['C4DEMO'] },
}

export interface Asked {
  readonly method?: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly ip?: string
  readonly settings?: Partial<SourceSettings>
  readonly receivedAtMs?: number
}

export function requestOf({
  method = 'POST',
  url,
  headers = {},
  body = '',
  ip,
  settings,
  receivedAtMs,
}: Asked): SourceRequest {
  const small = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return {
    method,
    url: new URL(url, 'https://events.shop.example'),
    headers: { get: (name) => small.get(name) },
    text: body,
    receivedAtMs: receivedAtMs ?? RECEIVED_MS,
    ...(ip !== undefined && { ip }),
    settings: { orders: ORDERS, sources: SOURCES, siteOrigin: 'https://shop.example', ...settings },
  }
}
