/** How shops sign, with the demo's secrets. */
import { createHmac } from 'node:crypto'
import { DEMO_SOURCE_SECRETS } from '../source-secrets.ts'
import { withHeaders, type DemoSource } from './demo-source.ts'

export const EMAIL = 'camille.exemple@example.com'

export const secret = (name: string): string => DEMO_SOURCE_SECRETS[name] ?? ''

export function hmac(name: string, message: string, encoding: 'base64' | 'hex'): string {
  return createHmac('sha256', secret(name)).update(message).digest(encoding)
}

/** Standard Webhooks: id, time and body are signed together. */
export function standard(name: string, key: Buffer): DemoSource['signed'] {
  return (request, nowMs) => {
    const [id, timestamp] = [`msg_demo_${name}_${nowMs}`, String(Math.floor(nowMs / 1000))]
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${request.body}`).digest('base64')
    const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
    return withHeaders(request, headers)
  }
}

export const standardKey = (name: string): Buffer => Buffer.from(secret(name).replace('whsec_', ''), 'base64')
