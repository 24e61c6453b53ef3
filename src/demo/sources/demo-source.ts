/** What the page of sources can press: one source, its order, its refund, and the way it shows who it is. */

/** The order that is being tried. `agreed`: the buyer's answer goes along, where the format can carry it. */
export interface DemoOrder {
  /** Digits. */
  readonly number: string
  readonly atMs: number
  readonly agreed: boolean
}

export interface DemoRequest {
  readonly method: 'GET' | 'POST'
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface DemoSource {
  /** As the gateway's registry calls it; RudderStack is Segment's. */
  readonly id: string
  /** `shop`: a webhook; `tool`: another tool's format; `pixel`: a page's own requests. */
  readonly kind: 'shop' | 'tool' | 'pixel'
  readonly order: (order: DemoOrder) => DemoRequest
  /** Absent where the format has none. */
  readonly refund?: (order: DemoOrder) => DemoRequest
  /** Signs, or shows its key. */
  readonly signed: (request: DemoRequest, nowMs: number) => DemoRequest
  /** What somebody in between would have changed, or a key that is not ours. */
  readonly tampered: (request: DemoRequest) => DemoRequest
}

export const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1'
/** Reserved for documentation (RFC 5737). */
export const ADDRESS = '203.0.113.7'

const GRANTED = {
  ad_storage: 'granted',
  ad_user_data: 'granted',
  ad_personalization: 'granted',
  analytics_storage: 'granted',
}

/** As a checkout writes it into the order. */
export function answerOf({ agreed, atMs }: DemoOrder): object | undefined {
  return agreed ? { state: GRANTED, at: iso(atMs - 60_000), source: 'demo' } : undefined
}

export function iso(ms: number): string {
  return new Date(ms).toISOString()
}

export function post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): DemoRequest {
  return {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }
}

export function withHeaders(request: DemoRequest, headers: Readonly<Record<string, string>>): DemoRequest {
  return { ...request, headers: { ...request.headers, ...headers } }
}

/** One character more: the signature no longer holds. */
export function oneCharacterMore(request: DemoRequest): DemoRequest {
  return { ...request, body: request.body.replace(/47\.40?|4740|AWAITING_SHIPMENT|"data":/, (found) => `${found} `) }
}
