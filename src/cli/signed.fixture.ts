/** For tests: the command as a process of its own, and signatures made by node:crypto alone. */
import { spawn } from 'node:child_process'
import { createPrivateKey, sign } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { HEAD_TYPE } from '../auth/receipt-signature.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Only the given variables: nothing of the machine that runs the test decides. */
export function tidegate(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args], { env: { ...env } })
    const out = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk: Buffer) => (out.stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (out.stderr += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...out }))
    child.stdin.end()
  })
}

// The key of RFC 8037, appendix A.1 and A.2, its thumbprint of A.3 and its JWS of A.4. Read 2026-11-22.
export const RFC_PRIVATE = {
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
} as const
export const RFC_PUBLIC = { kty: 'OKP', crv: 'Ed25519', x: RFC_PRIVATE.x, kid: RFC_PRIVATE.kid } as const

/** Compact JWS by node:crypto alone. */
export function nodeJws(
  claims: object,
  header: object = { alg: 'EdDSA', kid: RFC_PRIVATE.kid, typ: HEAD_TYPE },
): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part(header)}.${part(claims)}`
  const key = createPrivateKey({ key: { ...RFC_PRIVATE }, format: 'jwk' })
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`
}
