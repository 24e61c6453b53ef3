/** For tests: the command as main.ts runs it, without a process of its own, and signatures made by node:crypto alone. */
import { createPrivateKey, randomUUID, sign } from 'node:crypto'
import { HEAD_TYPE } from '../auth/receipt-signature.ts'
import { runTidegate } from './run.ts'

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Only the given variables: nothing of the machine that runs the test decides. As a process of its own: main.test.ts. */
export async function tidegate(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const out = { stdout: '', stderr: '' }
  const code = await runTidegate(args, {
    stdin: nothing(),
    stdout: (text) => void (out.stdout += text),
    stderr: (text) => void (out.stderr += text),
    env,
    nowMs: () => Date.now(),
    randomId: () => randomUUID(),
  })
  return { code, ...out }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

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
