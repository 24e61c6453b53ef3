/** How the Worker reaches a shop's own API: with the secrets that the policy names, bounded in time and size; no answer is no error. */
import { hmacSha256 } from '../auth/webhook-signature.ts'
import { platformToken } from '../config.ts'
import type { ShopAccess, ShopApi, ShopRequest } from '../sources/shop-api.ts'
import type { RouteContext } from './events.ts'
import { settingsOf, type SourcePlan } from './source-door.ts'

const TIMEOUT_MS = 15_000
/** Fifty orders of a shop with much to say. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024

/** In development the simulators take any token, as those of the platforms do. */
export function accessOf({ services, env }: RouteContext, plan: SourcePlan, api: ShopApi): ShopAccess | undefined {
  const { shopBase } = services.config
  return api.access(settingsOf(plan), {
    secret: (name) => platformToken(env, name) ?? (shopBase === undefined ? undefined : 'simulator-token'),
    ...(shopBase !== undefined && { base: `${shopBase}/${api.id}` }),
  })
}

/** Undefined: no answer, or more of one than anybody needs. A shop that sends elsewhere is not followed: the token stays here. */
export async function askShop(request: ShopRequest) {
  try {
    const {
      url,
      headers,
      method = 'GET',
      body = null,
    } = (await request.sealed?.({ nowMs: Date.now(), hmacSha256 })) ?? request
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(url, { method, headers, body, redirect: 'manual', signal })
    const text = await boundedText(response)
    if (text === undefined) return undefined
    return { status: response.status, text, header: (name: string) => response.headers.get(name) }
  } catch {
    return undefined
  }
}

async function boundedText({ body }: Response): Promise<string | undefined> {
  if (body === null) return ''
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of body as ReadableStream<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > MAX_ANSWER_BYTES) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

export function sleep(seconds: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  setTimeout(resolve, seconds * 1_000)
  return promise
}
