/**
 * Standard Webhooks: `webhook-signature: v1,<base64>[ v1,<base64>…]` is HMAC-SHA-256 over `id.timestamp.body`, the key is the
 * base64 after `whsec_`. The time is signed with the body, so an old request cannot be sent again later.
 * Source: standard-webhooks/standard-webhooks, spec/standard-webhooks.md and libraries/javascript, read 2026-11-22.
 */
import { bytesOfBase64, joined } from './signature-text.ts'
import type { Proof, SourceRequest } from './source.ts'

const TIMESTAMP = /^\d{1,12}$/
const PREFIX = 'whsec_'
/** `v1a` is signed with Ed25519 and a public key: another kind of secret, left aside as the specification says. */
const SCHEME = 'v1,'
/** A sender that rotates its secret sends two. */
const MAX_SIGNATURES = 8

type SecretReader = (secret: string) => Uint8Array | undefined

/** `key` where a platform's secret is no `whsec_…`. */
export function standardWebhookProof(request: SourceRequest, body: Uint8Array, key: SecretReader = keyOfSecret): Proof {
  const id = request.headers.get('webhook-id') ?? ''
  const timestamp = request.headers.get('webhook-timestamp') ?? ''
  const written = request.headers.get('webhook-signature') ?? ''
  if (id === '' || timestamp === '' || written === '') return { ok: false, code: 'signature_missing' }
  const signatures = signaturesIn(written)
  if (signatures.length === 0 || !TIMESTAMP.test(timestamp)) return { ok: false, code: 'signature_mismatch' }
  return {
    ok: true,
    message: joined(`${id}.${timestamp}.`, body),
    signatures,
    key,
    ...(isLate(Number(timestamp), request) && { late: true }),
  }
}

/** The prefix may be missing, as in the specification's own libraries. */
export function keyOfSecret(secret: string): Uint8Array | undefined {
  return bytesOfBase64(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret)
}

function signaturesIn(written: string): Uint8Array[] {
  const ours = written.split(' ').filter((one) => one.startsWith(SCHEME))
  return ours.slice(0, MAX_SIGNATURES).flatMap((one) => bytesOfBase64(one.slice(SCHEME.length)) ?? [])
}

/** Ahead as well as behind: a time in the future would be good for replays until then. */
function isLate(timestamp: number, request: SourceRequest): boolean {
  const now = Math.floor(request.receivedAtMs / 1000)
  return Math.abs(now - timestamp) > request.settings.orders.toleranceSeconds
}
