/**
 * Whether any of the signatures was made with any of the secrets, over the very bytes that arrived. WebCrypto compares in
 * constant time (W3C Web Cryptography, HMAC verify, read 2026-11-22).
 */

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const
/** Rotation needs two; more signatures than this are no rotation. */
const MAX_SIGNATURES = 8

export async function isSigned(
  message: Uint8Array,
  signatures: readonly Uint8Array[],
  keys: readonly Uint8Array[],
): Promise<boolean> {
  let found = false
  for (const bytes of keys) {
    if (bytes.byteLength === 0) continue
    const key = await crypto.subtle.importKey('raw', copyOf(bytes), HMAC, false, ['verify'])
    for (const signature of signatures.slice(0, MAX_SIGNATURES)) {
      if (await crypto.subtle.verify('HMAC', key, copyOf(signature), copyOf(message))) found = true
    }
  }
  return found
}

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const
const PEM = /^\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*$/

/** Of a PEM file (SubjectPublicKeyInfo); undefined where it is none. */
export async function rsaKeyOf(pem: string): Promise<CryptoKey | undefined> {
  const bytes = PEM.exec(pem)?.[1]?.replace(/\s+/g, '')
  if (bytes === undefined) return undefined
  try {
    const der = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))
    return await crypto.subtle.importKey('spki', der, RSA, false, ['verify'])
  } catch {
    return undefined
  }
}

export function isSignedWith(key: CryptoKey, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  return crypto.subtle.verify(RSA, key, copyOf(signature), copyOf(message))
}

/** HMAC-SHA-256 of a text, in lower-case hex: for requests that we sign ourselves. */
export async function hmacSha256(secret: string, text: string): Promise<string> {
  const encoder = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), HMAC, false, ['sign'])
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)))
  return [...mac].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Whether the text is one of the secrets: compared as HMACs under a key by chance, so that time tells nothing. */
export async function isOneOf(text: string, secrets: readonly string[]): Promise<boolean> {
  const key = await crypto.subtle.importKey('raw', crypto.getRandomValues(new Uint8Array(32)), HMAC, false, [
    'sign',
    'verify',
  ])
  const encoder = new TextEncoder()
  const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(text))
  let found = false
  for (const secret of secrets) {
    if (secret !== '' && (await crypto.subtle.verify('HMAC', key, mac, encoder.encode(secret)))) found = true
  }
  return found
}

/** With a buffer of its own, as WebCrypto's types want it. */
function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
