/** `tidegate keys new`, and that our signatures and those of node:crypto are the same. */
import { createHash, createPublicKey, verify } from 'node:crypto'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HEAD_TYPE, headSigner, headVerifier, parsePrivateKey, parsePublicKey } from '../auth/receipt-signature.ts'
import { nodeJws, RFC_PRIVATE, RFC_PUBLIC, tidegate } from './signed.fixture.ts'

let folder = ''
const at = (name: string): string => join(folder, name)
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidegate-keys-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

describe('a signature', () => {
  it('of ours is good to node:crypto', async () => {
    const jws = await headSigner(RFC_PRIVATE)({ id: 7 })
    const [header = '', payload = '', signature = ''] = jws.split('.')
    const key = createPublicKey({ key: { ...RFC_PUBLIC }, format: 'jwk' })
    expect(verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(true)
    // Ed25519 leaves nothing to chance: the same claims have the same signature.
    expect(jws).toBe(nodeJws({ id: 7 }))
  })

  it('of node:crypto is good to us, and only for what it was made', async () => {
    const check = headVerifier([RFC_PUBLIC])
    const good = nodeJws({ id: 7 })
    expect(await check(good)).toEqual({ kind: 'good', kid: RFC_PRIVATE.kid, claims: { id: 7 } })
    const [header = '', , signature = ''] = good.split('.')
    const other = Buffer.from('{"id":8}').toString('base64url')
    const wrong = [
      `${header}.${other}.${signature}`,
      nodeJws({ id: 7 }, { alg: 'EdDSA', kid: RFC_PRIVATE.kid, typ: 'JWT' }),
      nodeJws({ id: 7 }, { alg: 'none', kid: RFC_PRIVATE.kid, typ: HEAD_TYPE }),
      // RFC 8037 A.4: a good signature of this very key, but of no head.
      'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
      '',
      'a.b.c',
    ]
    for (const jws of wrong) expect(await check(jws)).toEqual({ kind: 'bad' })
  })
})

describe('tidegate keys new', () => {
  it('writes a pair that signs and verifies, the private part for its owner only', async () => {
    const ran = await tidegate(['keys', 'new', '--out', at('keys')])
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    const [secret, open] = [at('keys/receipt-key.private.jwk'), at('keys/receipt-key.public.jwk')]
    expect((await stat(secret)).mode & 0o777).toBe(0o600)
    const privateJwk = parsePrivateKey(await readFile(secret, 'utf8'))
    const publicText = await readFile(open, 'utf8')
    const publicJwk = parsePublicKey(publicText)
    if (privateJwk === undefined || publicJwk === undefined) throw new Error('a key cannot be read')
    expect(publicText).not.toContain(privateJwk.d)
    // RFC 7638: SHA-256 over the required members in the order of their names.
    const members = JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x: publicJwk.x })
    expect(publicJwk.kid).toBe(createHash('sha256').update(members).digest('base64url'))
    const jws = await headSigner(privateJwk)({})
    expect(await headVerifier([publicJwk])(jws)).toMatchObject({ kind: 'good' })
    for (const said of [ran.stdout, (await tidegate(['keys', 'new', '--out', at('fr'), '--lang', 'fr'])).stdout])
      expect(said).toContain('TIDEGATE_RECEIPT_KEY')
    expect(ran.stdout).not.toContain(privateJwk.d)
  })

  it('makes a key for a role, named after it, with the line that goes into the policy', async () => {
    const ran = await tidegate(['keys', 'new', '--role', 'legal', '--out', at('legal')])
    const key = parsePublicKey(await readFile(at('legal/legal-key.public.jwk'), 'utf8'))
    expect(ran.code).toBe(0)
    expect(ran.stdout).toContain(`- { role: legal, kid: '${key?.kid}', x: '${key?.x}' }`)
    expect(ran.stdout).not.toContain('TIDEGATE_RECEIPT_KEY')
    expect((await stat(at('legal/legal-key.private.jwk'))).mode & 0o777).toBe(0o600)
    expect(await tidegate(['keys', 'new', '--role', '../x', '--out', at('bad')])).toMatchObject({ code: 2 })
  })

  it('never writes over a key, and leaves no half of a pair', async () => {
    const before = await readFile(at('keys/receipt-key.private.jwk'), 'utf8')
    const ran = await tidegate(['keys', 'new', '--out', at('keys')])
    expect(ran).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('is there already') })
    expect(await readFile(at('keys/receipt-key.private.jwk'), 'utf8')).toBe(before)
    await rm(at('keys/receipt-key.public.jwk'))
    expect(await tidegate(['keys', 'new', '--out', at('keys'), '--lang', 'fr'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('existe déjà'),
    })
    await expect(stat(at('keys/receipt-key.public.jwk'))).rejects.toThrow('ENOENT')
  })

  it('makes keys whose name is the thumbprint that RFC 8037 gives for its own', () => {
    const members = JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x: RFC_PRIVATE.x })
    expect(createHash('sha256').update(members).digest('base64url')).toBe(RFC_PRIVATE.kid)
  })
})

it('reads no key from what is none', () => {
  const texts = ['', 'null', '[]', '{}', '{"kty":"OKP"}', JSON.stringify({ ...RFC_PRIVATE, d: 'short' })]
  for (const text of texts) expect(parsePrivateKey(text)).toBeUndefined()
  expect(parsePrivateKey(JSON.stringify(RFC_PUBLIC))).toBeUndefined()
  expect(parsePublicKey(JSON.stringify(RFC_PRIVATE))).toEqual(RFC_PUBLIC)
})
