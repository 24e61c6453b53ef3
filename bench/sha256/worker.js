/**
 * The worker of the SHA-256 benchmark: one request does `n` hashes of a 20-character e-mail in one way.
 * workerd's clock stands still while code runs, so the time is taken by the caller.
 */
import { Buffer } from 'node:buffer'
import * as nodeCrypto from 'node:crypto'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { sha256Hex } from '../../src/hashing/sha256.ts'

const encoder = new TextEncoder()

/** Sixteen texts of 20 characters, so that nothing can be remembered from one call to the next. */
const EMAILS = Array.from({ length: 16 }, (_, i) => `jane.do${i.toString(16)}@example.fr`.padEnd(20, 'x'))

const WAYS = {
  empty: (text) => text,
  'node:crypto createHash': (text) => nodeCrypto.createHash('sha256').update(text).digest('hex'),
  'node:crypto hash': nodeCrypto.hash === undefined ? undefined : (text) => nodeCrypto.hash('sha256', text, 'hex'),
  'src/hashing/sha256.ts': sha256Hex,
  '@noble/hashes': (text) => bytesToHex(sha256(utf8ToBytes(text))),
}

async function digest(text) {
  return Buffer.from(await crypto.subtle.digest('SHA-256', encoder.encode(text))).toString('hex')
}

async function run(way, n) {
  let last = ''
  if (way === 'crypto.subtle.digest') {
    for (let i = 0; i < n; i++) last = await digest(EMAILS[i & 15])
    return last
  }
  const hash = WAYS[way]
  if (hash === undefined) return 'absent'
  for (let i = 0; i < n; i++) last = hash(EMAILS[i & 15])
  return last
}

export default {
  async fetch(request) {
    const url = new URL(request.url)
    const n = Math.min(Number(url.searchParams.get('n') ?? 1), 500_000)
    return new Response(await run(url.searchParams.get('way') ?? 'empty', n))
  },
}
