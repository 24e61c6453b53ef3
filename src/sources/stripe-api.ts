/**
 * Checkout sessions of Stripe that began since a moment, as they are now. Stripe's list has the latest first and knows no time of
 * change: it is asked for window after window, the oldest first, so that a sweep that ends early can go on. What a debit that takes
 * days came to after the sweep looked is the webhook's to say.
 * Sources: docs.stripe.com/api, "List all Checkout Sessions" (`created`, `limit`, `starting_after`, `has_more`), "Pagination",
 * "Authentication"; the parameters as in the generated clients of its OpenAPI. Read 2026-11-22.
 */
import { isMembers, type Members } from './parts.ts'
import { pageOf, type ShopAnswer, type ShopApi, type ShopRequest } from './shop-api.ts'
import { shopId, shopJson } from './shop-parts.ts'
import { readStripeSession } from './stripe.ts'

const WINDOW_SECONDS = 6 * 3_600
/** The most that Stripe gives. */
const SESSIONS_A_PAGE = '100'

export const stripeApi: ShopApi = {
  id: 'stripe',
  access: (settings, { secret, base = 'https://api.stripe.com' }) => {
    const { stripe } = settings.sources
    const key = stripe?.apiKey === undefined ? undefined : secret(stripe.apiKey)
    if (key === undefined) return undefined
    const headers = { authorization: `Bearer ${key}`, accept: 'application/json' }
    const window = (fromSeconds: number): ShopRequest => {
      const asked = new URLSearchParams({
        'created[gte]': String(fromSeconds),
        'created[lt]': String(fromSeconds + WINDOW_SECONDS),
        limit: SESSIONS_A_PAGE,
      })
      return { url: `${base}/v1/checkout/sessions?${asked.toString()}`, headers }
    }
    return {
      first: (sinceMs) => window(Math.floor(sinceMs / 1_000)),
      read: (answer, asked) => {
        const list = listIn(answer)
        if (list === undefined) return undefined
        // Nobody has paid in a session that is still open: no webhook speaks of it either.
        const over = list.sessions.filter(({ status }) => status !== 'open')
        const readings = over.map((session) => readStripeSession(session, settings, 'sweep:stripe'))
        if (list.cursor !== undefined) return pageOf(readings, undefined, after(asked, list.cursor))
        const end = Number(new URL(asked.url).searchParams.get('created[lt]'))
        const next = end * 1_000 <= list.nowMs ? window(end) : undefined
        return pageOf(readings, Math.min(end * 1_000, list.nowMs), next)
      },
    }
  },
}

interface List {
  readonly sessions: readonly Members[]
  /** The last one's id, where there are more. */
  readonly cursor?: string
  /** By Stripe's clock. */
  readonly nowMs: number
}

function listIn({ text, header }: ShopAnswer): List | undefined {
  const body = shopJson(text)
  const nowMs = Date.parse(header('date') ?? '')
  if (!Array.isArray(body?.['data']) || Number.isNaN(nowMs)) return undefined
  const sessions = body['data'].filter((one) => isMembers(one))
  const cursor = body['has_more'] === true ? shopId(sessions.at(-1)?.['id']) : undefined
  return { sessions, nowMs, ...(cursor !== undefined && { cursor }) }
}

function after({ url, headers }: ShopRequest, cursor: string): ShopRequest {
  const next = new URL(url)
  next.searchParams.set('starting_after', cursor)
  return { url: next.href, headers }
}
