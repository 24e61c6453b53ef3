/** One press of a button on the page of sources: a real request, signed with the demo's secrets, and the gateway's answer. */
import { PHONE, type DemoOrder, type DemoRequest, type DemoSource } from './demo-source.ts'
import { SHOPS } from './shops.ts'
import { TOOLS } from './tools.ts'

export const DEMO_SOURCES: readonly DemoSource[] = [...SHOPS, ...TOOLS]

const TIMEOUT_MS = 8_000
const MAX_ANSWER = 64 * 1024

export interface Tried {
  /** As it was sent, without what proves who sent it. */
  readonly sent: { readonly method: string; readonly path: string; readonly body: string }
  /** Undefined: the gateway did not answer. */
  readonly answer?: { readonly status: number; readonly body: unknown }
}

export interface Press {
  readonly source: DemoSource
  readonly action: 'order' | 'refund' | 'tampered'
  readonly order: DemoOrder
}

/** What a page may ask for; undefined where it asks for something else. */
export function readPress(asked: unknown, nowMs: number): Press | undefined {
  if (typeof asked !== 'object' || asked === null) return undefined
  const of = (name: string): unknown => Reflect.get(asked, name)
  const source = DEMO_SOURCES.find(({ id }) => id === of('source'))
  const [action, number, atMs] = [of('action'), of('order'), of('at_ms')]
  if (source === undefined || typeof number !== 'string' || !/^[1-9]\d{5,11}$/.test(number)) return undefined
  if (typeof atMs !== 'number' || Math.abs(nowMs - atMs) > 86_400_000) return undefined
  if (action !== 'order' && action !== 'refund' && action !== 'tampered') return undefined
  if (action === 'refund' && source.refund === undefined) return undefined
  return { source, action, order: { number, atMs: Math.trunc(atMs), agreed: of('agreed') === true } }
}

/** `origin`: the demo's own, for the formats that pages send. */
export async function trySource(press: Press, gatewayUrl: string, origin: string, nowMs: number): Promise<Tried> {
  const request = requestOf(press, nowMs)
  const sent = { method: request.method, path: withoutSecret(request.path), body: request.body }
  const fromPage = press.source.kind === 'pixel' ? { origin, 'user-agent': PHONE, ...request.headers } : request.headers
  try {
    const response = await fetch(`${gatewayUrl}${request.path}`, {
      method: request.method,
      headers: fromPage,
      ...(request.method === 'POST' && { body: request.body }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    })
    return { sent, answer: { status: response.status, body: readable((await response.text()).slice(0, MAX_ANSWER)) } }
  } catch {
    return { sent }
  }
}

/** Somebody in between changes what was signed, so the signature comes first. */
function requestOf({ source, action, order }: Press, nowMs: number): DemoRequest {
  if (action === 'refund' && source.refund !== undefined) return source.signed(source.refund(order), nowMs)
  const signed = source.signed(source.order(order), nowMs)
  return action === 'tampered' ? source.tampered(signed) : signed
}

function withoutSecret(path: string): string {
  return path.replace(/api_secret=[^&]*/, 'api_secret=…')
}

function readable(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
