/**
 * Encrypts what must wait with personal data in it (an order whose consent has not come yet). AES-256-GCM; the key is made
 * from the person key secret, which is not in the storage (HKDF, RFC 5869, read 2026-11-22). The row's id is bound in, so
 * that no row can be read as another.
 */
const IV_BYTES = 12
const INFO = 'tidegate held event v1'

export type SealKey = Promise<CryptoKey>

/** Takes two calls to the runtime: who holds the secret makes the key once and keeps it. */
export async function sealKeyFrom(secret: string): SealKey {
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), 'HKDF', false, ['deriveKey'])
  const info = new TextEncoder().encode(INFO)
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

/** Random bytes first (96 bits: RFC 5116 section 3.1), then the ciphertext with its tag. */
export async function seal(key: CryptoKey, id: string, text: string): Promise<ArrayBuffer> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const encoder = new TextEncoder()
  const algorithm = { name: 'AES-GCM', iv, additionalData: encoder.encode(id) }
  const secret = await crypto.subtle.encrypt(algorithm, key, encoder.encode(text))
  const sealed = new Uint8Array(IV_BYTES + secret.byteLength)
  sealed.set(iv)
  sealed.set(new Uint8Array(secret), IV_BYTES)
  return sealed.buffer
}

/** Undefined where it was sealed with another secret, under another id, or was altered. */
export async function unseal(key: CryptoKey, id: string, sealed: ArrayBuffer): Promise<string | undefined> {
  const bytes = new Uint8Array(sealed)
  const algorithm = {
    name: 'AES-GCM',
    iv: bytes.subarray(0, IV_BYTES),
    additionalData: new TextEncoder().encode(id),
  }
  try {
    return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, bytes.subarray(IV_BYTES)))
  } catch {
    return undefined
  }
}
