/** The id of a key is made from the key. */
import { createHash } from 'node:crypto'
import { calculateJwkThumbprint } from 'jose'
import { describe, expect, it } from 'vitest'
import { compilePolicy } from './compile.ts'
import { formatPolicyError } from './errors.ts'
import { faultsOfFrench } from './french.fixture.ts'
import { keyIdOf } from './key-id.ts'

const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex')

it('is the thumbprint of the key: that of RFC 8037, appendix A.3, and what jose makes of any other', async () => {
  expect(keyIdOf('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', sha256Hex)).toBe(
    'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  )
  for (let first = 0; first < 256; first++) {
    const x = Buffer.alloc(32, first).toString('base64url')
    expect(keyIdOf(x, sha256Hex)).toBe(await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x }))
  }
})

it('there is none for another spelling of the same key, which would have an id of its own', () => {
  // The last character has two bits that no byte is made from.
  const other = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp'
  expect(Buffer.from(other, 'base64url')).toEqual(
    Buffer.from('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', 'base64url'),
  )
  for (const x of [other, '', 'short', `${other}A`]) expect(keyIdOf(x, sha256Hex)).toBeUndefined()
})

describe('a policy', () => {
  const X = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'
  const KID = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'

  it('with an id beside a key that it is not made from is refused, and the right one is named', () => {
    expect(errorsOf({ role: 'legal', kid: 'pinned', x: X })).toEqual([
      `approval.keys.0.kid: \`pinned\` is not the id of this key: an id is the thumbprint of \`x\` (RFC 7638) — write ${KID}`,
    ])
    expect(errorsOf({ role: 'legal', kid: KID, x: X })).toEqual([])
  })

  it('with one key for two roles is refused, however it is spelt', () => {
    const legal = { role: 'legal', kid: KID, x: X }
    expect(errorsOf(legal, { role: 'dpo', kid: KID, x: X })).toEqual([
      `approval.keys.1.kid: \`${KID}\` is the id of another key already`,
    ])
    expect(errorsOf(legal, { role: 'dpo', kid: 'other', x: X })).toHaveLength(1)
    expect(errorsOf(legal, { role: 'dpo', kid: 'other', x: X.replace(/o$/, 'p') })).not.toEqual([])
  })
})

/** About the keys alone; each in French too. */
function errorsOf(...keys: readonly object[]): readonly string[] {
  const text = JSON.stringify({ version: 1, approval: { roles: ['dpo', 'legal'], valid_until: '2027-11-30', keys } })
  const result = compilePolicy(text, [], sha256Hex)
  const errors = (result.ok ? [] : result.errors).filter(({ path }) => path.startsWith('approval'))
  for (const { message } of errors) expect(faultsOfFrench(message)).toEqual([])
  return errors.map((error) => formatPolicyError('', error, 'en').replace(/^\S+ +/, ''))
}
