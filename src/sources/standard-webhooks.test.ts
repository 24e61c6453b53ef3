import { describe, expect, it } from 'vitest'
import { isSigned } from '../auth/webhook-signature.ts'
import type { SourceRequest } from './source.ts'
import { standardWebhookProof } from './standard-webhooks.ts'

// The example of the Standard Webhooks libraries (TestWebhookSign of libraries/go).
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const TIME = 1_614_265_330
const BODY = '{"test": 2432232314}'
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
const OTHER = 'v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc='

const HEADERS = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': String(TIME),
  'webhook-signature': SIGNATURE,
}

function request(headers: Readonly<Record<string, string>>, secondsLater = 0): SourceRequest {
  return {
    headers: { get: (name: string) => headers[name] },
    receivedAtMs: (TIME + secondsLater) * 1000 + 999,
    settings: { orders: { toleranceSeconds: 300 } },
  } as unknown as SourceRequest
}

async function answer(headers: Readonly<Record<string, string>>, body = BODY, secret = SECRET, secondsLater = 0) {
  const proof = standardWebhookProof(request(headers, secondsLater), new TextEncoder().encode(body))
  if (proof.ok !== true) return proof.ok === false ? proof.code : proof.ok
  const key = proof.key(secret)
  if (key === undefined || !(await isSigned(proof.message, proof.signatures, [key]))) return 'signature_mismatch'
  return proof.late === true ? 'timestamp_out_of_tolerance' : 'signed'
}

describe('a Standard Webhooks signature', () => {
  it('holds for the example of the specification’s libraries', async () => {
    expect(await answer(HEADERS)).toBe('signed')
  })

  it('holds with the secret’s prefix left off', async () => {
    expect(await answer(HEADERS, BODY, SECRET.slice(6))).toBe('signed')
  })

  it('holds where it is one of several', async () => {
    const several = `${OTHER} v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg== ${SIGNATURE}`
    expect(await answer({ ...HEADERS, 'webhook-signature': several })).toBe('signed')
  })

  it.each([
    ['another body', HEADERS, `${BODY} `, SECRET],
    ['another id', { ...HEADERS, 'webhook-id': 'msg_other' }, BODY, SECRET],
    ['another time', { ...HEADERS, 'webhook-timestamp': String(TIME + 1) }, BODY, SECRET],
    ['another secret', HEADERS, BODY, `whsec_${btoa('another secret, as long as it is')}`],
    ['a secret that is no base64', HEADERS, BODY, 'whsec_…'],
    ['a signature of another scheme', { ...HEADERS, 'webhook-signature': `v1a${SIGNATURE.slice(2)}` }, BODY, SECRET],
    ['a signature that is no base64', { ...HEADERS, 'webhook-signature': 'v1,*' }, BODY, SECRET],
    ['a time that is no number', { ...HEADERS, 'webhook-timestamp': '1e9' }, BODY, SECRET],
  ])('does not hold for %s', async (_what, headers, body, secret) => {
    expect(await answer(headers, body, secret)).toBe('signature_mismatch')
  })

  it.each(Object.keys(HEADERS))('is missing without %s', async (name) => {
    expect(await answer({ ...HEADERS, [name]: '' })).toBe('signature_missing')
  })

  it.each([
    [300, 'signed'],
    [-300, 'signed'],
    [301, 'timestamp_out_of_tolerance'],
    [-301, 'timestamp_out_of_tolerance'],
  ])('that was made %d s ago is %s', async (seconds, said) => {
    expect(await answer(HEADERS, BODY, SECRET, seconds)).toBe(said)
  })
})
