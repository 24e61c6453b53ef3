/** A person's answers as a page and a server post them, and orders that know nothing of them. */
import { exports } from 'cloudflare:workers'
import { sale, USER_AGENT, type Members } from './events.ts'
import { BASE, ORIGIN } from './gateway.ts'

export const SERVER = { 'content-type': 'application/json', authorization: 'Bearer dev' }
export const BROWSER = { 'content-type': 'text/plain', origin: ORIGIN, 'user-agent': USER_AGENT }

export function answer(
  body: unknown,
  headers: Record<string, string> = SERVER,
  cf?: Record<string, unknown>,
): Promise<Response> {
  const init = { method: 'POST', headers, body: JSON.stringify(body), ...(cf !== undefined && { cf }) }
  return exports.default.fetch(`${BASE}/v1/consent`, init)
}

export function forget(person: string): Promise<Response> {
  return exports.default.fetch(`${BASE}/v1/persons/${encodeURIComponent(person)}`, {
    method: 'DELETE',
    headers: SERVER,
  })
}

/** As a shop's server sends it: it knows the order, and nothing of what the person agreed to. */
export function serverOrder(id: string, changes: Members = {}): Members {
  return sale(id, { consent: undefined, client: { ip: '203.0.113.7', user_agent: USER_AGENT }, ...changes })
}

export const AWAITED = { tiktok: 'consent_awaited', meta: 'consent_awaited' }
export const FULL = { tiktok: 'full', meta: 'full' }

export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Two answers of one millisecond cannot be told apart: in doubt the refusal stands. */
export function moments(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 5)
  })
}
