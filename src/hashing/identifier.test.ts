import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CODE_POINT } from '../../test/support/code-points.ts'
import {
  findIdentifier,
  goesReadable,
  HashMemo,
  hashIdentifier,
  normalizeIdentifier,
  type Identifier,
  type IdentifierContext,
} from './identifier.ts'
import { SCHEMES } from './schemes.ts'

const ALL: readonly Identifier[] = Object.entries(SCHEMES).flatMap(([platform, fields]) =>
  Object.keys(fields).flatMap((field) => findIdentifier(platform, field) ?? []),
)

const EMAIL: Identifier = { platform: 'tiktok', field: 'email' }
const PHONE: Identifier = { platform: 'tiktok', field: 'phone' }
const MEMO_FR: IdentifierContext = { country: 'FR' }
const MEMO_LABELLED: IdentifierContext = { country: 'FR', hashedAs: 'digits' }
const HASH = 'b4c9a289323b21a01c3e940f150eb9b8c542587f1abfd8f0e1cc1ffc5e475514'

function say(identifier: Identifier, input: string, context: IdentifierContext = {}): string {
  const normalized = normalizeIdentifier(identifier, input, context)
  return normalized.kind === 'omitted' ? `omitted: ${normalized.reason}` : normalized.value
}

describe('what is left out', () => {
  test.each([
    '',
    '   ',
    '\t\r\n',
    '\u200B',
    '\uFEFF \u00A0',
    '\u0000',
    '\u200D',
    '\u3164',
    '\uFFA0',
    '\uFE0F',
    '\u034F',
  ])('%j is never hashed', (input) => {
    for (const identifier of ALL) expect(say(identifier, input)).toBe('omitted: empty')
  })

  test.each([
    'null',
    'undefined',
    'UNDEFINED',
    'NaN',
    'N/A',
    'n/a',
    '#N/A',
    'N.A.',
    '[object Object]',
    '(not set)',
    '(none)',
    '<nil>',
    '{{email}}',
    '{{ user.phone }}',
    '${email}',
    '*|EMAIL|*',
    '%%email%%',
    '%EMAIL%',
    '[email]',
    '__EMAIL__',
  ])('%s is a placeholder for every field', (input) => {
    for (const identifier of ALL) expect(say(identifier, input)).toBe('omitted: placeholder')
  })

  test('a value that only looks like one is a value', () => {
    expect(say({ platform: 'meta', field: 'ln' }, 'Null')).toBe('null')
    expect(say({ platform: 'meta', field: 'fn' }, 'Nan')).toBe('nan')
    expect(say({ platform: 'meta', field: 'fn' }, '(José) María (Pepe)')).toBe('josémaríapepe')
    expect(say({ platform: 'meta', field: 'country' }, 'NA')).toBe('na')
    expect(say({ platform: 'meta', field: 'ph' }, '(0612345678)', { defaultCountry: 'FR' })).toBe('33612345678')
  })

  test('the hash of nothing is nothing', () => {
    const ofEmpty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    expect(say(EMAIL, ofEmpty)).toBe('omitted: empty')
    expect(say({ platform: 'meta', field: 'external_id' }, ofEmpty.toUpperCase())).toBe('omitted: empty')
    for (const word of ['null', 'undefined', 'N/A', '[object Object]', '[object Promise]', '+']) {
      const hash = createHash('sha256').update(word).digest('hex')
      expect(say(EMAIL, hash)).toBe('omitted: placeholder')
    }
  })

  // printf %s None | sha256sum, and so on.
  test.each([
    ['None', 'dc937b59892604f5a86ac96936cd7ff09e25f18ae6b758e8014a24c7fa039e91'],
    ['guest', '84983c60f7daadc1cb8698621f802c0d9f9a3c3c295c810748fb048115c186ec'],
    ['0', '5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9'],
    ['false', 'fcbcf165908dd18a9e49f7ff27810176db8e9f63b4352213741664245224f8aa'],
  ])('the hash of %s is nobody where an e-mail, a phone or an id should be', (_word, hash) => {
    for (const identifier of [EMAIL, PHONE, { platform: 'meta', field: 'external_id' } as const])
      expect(say(identifier, hash)).toBe('omitted: placeholder')
    expect(say({ platform: 'meta', field: 'ln' }, hash)).toBe(hash)
  })

  test('a text longer than any real value is left out, however long it gets', () => {
    for (const identifier of ALL) expect(say(identifier, 'a'.repeat(5000))).toBe('omitted: too_long')
  })

  test('half of a surrogate pair has no UTF-8 and is left out', () => {
    expect(say({ platform: 'meta', field: 'fn' }, 'Zo\uD83D')).toBe('omitted: not_unicode')
  })

  test('what was no UTF-8 when it was read is left out: the letter is lost', () => {
    const latin1 = new TextDecoder().decode(Buffer.from('Zoë', 'latin1'))
    expect(say({ platform: 'meta', field: 'fn' }, latin1)).toBe('omitted: not_unicode')
    expect(say(EMAIL, `${latin1}@x.fr`)).toBe('omitted: not_unicode')
  })

  test('a visitor without an account is nobody, not one person', () => {
    expect(say({ platform: 'tiktok', field: 'external_id' }, 'Guest')).toBe('omitted: placeholder')
    expect(say({ platform: 'meta', field: 'external_id' }, '0')).toBe('omitted: placeholder')
    expect(say({ platform: 'meta', field: 'external_id' }, '00000000-0000-0000-0000-000000000000')).toBe(
      'omitted: placeholder',
    )
    expect(say({ platform: 'tiktok', field: 'idfa' }, '00000000-0000-0000-0000-000000000000')).toBe(
      'omitted: placeholder',
    )
  })
})

describe('what arrives hashed', () => {
  test('a SHA-256 is kept in lower case, wherever spaces are', () => {
    for (const identifier of ALL.filter((one) => !goesReadable(one))) {
      expect(normalizeIdentifier(identifier, `  ${HASH.toUpperCase()}\n`, {})).toEqual({ kind: 'hash', value: HASH })
    }
  })

  test('a SHA-256 is never put where a platform wants readable text', () => {
    for (const identifier of ALL.filter(goesReadable)) {
      expect(say(identifier, HASH)).toBe('omitted: hash_not_convertible')
    }
  })

  test("the appendix of Meta's parameter builder is taken off", () => {
    expect(say({ platform: 'meta', field: 'fn' }, `${HASH}.AQYBAQAA`)).toBe(HASH)
    expect(say({ platform: 'meta', field: 'fn' }, `${HASH}.Aw`)).toBe(HASH)
  })

  test("a hash with it was made in Meta's form, whatever it is said to be", () => {
    for (const hashedAs of ['e164', 'digits', undefined] as const) {
      const hash = `${HASH}.AQYBAQAA`
      expect(say({ platform: 'meta', field: 'ph' }, hash, { hashedAs })).toBe(HASH)
      expect(say(PHONE, hash, { hashedAs })).toBe('omitted: hash_not_convertible')
    }
    expect(say(EMAIL, `${HASH}.AQYBAQAA`, { hashedAs: 'lower' })).toBe(HASH)
    expect(say({ platform: 'google', field: 'email' }, `${HASH}.AQYBAQAA`)).toBe('omitted: hash_not_convertible')
  })

  test.each([
    ['MD5', '5d41402abc4b2a76b9719d911017c592', 'md5_hash'],
    ['SHA-1', 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d', 'hash_not_convertible'],
    ['SHA-224', '0'.repeat(56), 'hash_not_convertible'],
    ['SHA-512', '0'.repeat(128), 'hash_not_convertible'],
    ['base64', 'tMmiiTI7IaAcPpQPFQ65uMVCWH8av9jw4cwf/F5HVRQ=', 'hash_not_convertible'],
    ['base64url without its end', 'tMmiiTI7IaAcPpQPFQ65uMVCWH8av9jw4cwf_F5HVRQ', 'hash_not_convertible'],
    ['MD5 in base64', 'XUFAKrxLKna5cZ2REBfFkg==', 'hash_not_convertible'],
    ['SHA-256 with its name', `sha256:${HASH}`, 'hash_not_convertible'],
    ['SHA-256 without its end', HASH.slice(1), 'hash_not_convertible'],
  ])('a hash of another kind (%s) is not hashed again', (_kind, input, reason) => {
    for (const field of ['em', 'ph', 'fn', 'ct'] as const) {
      expect(say({ platform: 'meta', field }, input)).toBe(`omitted: ${reason}`)
    }
  })

  test('a text of 32 letters in hexadecimal is no hash', () => {
    const written = Buffer.from('jane.doe+news@mail.example.co.uk').toString('hex')
    for (const field of ['em', 'fn', 'zp', 'external_id'] as const)
      expect(say({ platform: 'meta', field }, written)).toBe('omitted: hash_not_convertible')
  })

  test('an address that is made of such digits is an address', () => {
    const address = '5d41402abc4b2a76b9719d911017c592@privaterelay.example'
    expect(say(EMAIL, address)).toBe(address)
  })

  test('an id of 32 hex digits is an id', () => {
    const id = '5d41402abc4b2a76b9719d911017c592'
    expect(say({ platform: 'tiktok', field: 'external_id' }, id)).toBe(id)
    expect(say({ platform: 'microsoft_uet', field: 'externalId' }, id)).toBe(id)
  })

  test.each([
    ['tiktok', 'email', 'lower', true],
    ['meta', 'em', 'lower', true],
    ['snap', 'em', 'lower', true],
    ['pinterest', 'em', 'lower', true],
    ['linkedin', 'SHA256_EMAIL', 'lower', true],
    ['google', 'email', 'lower', false],
    ['reddit', 'email', 'lower', false],
    ['microsoft_uet', 'em', 'lower', false],
    ['tiktok', 'phone', 'e164', true],
    ['tiktok', 'phone', 'digits', false],
    ['google', 'phone', 'e164', true],
    ['meta', 'ph', 'e164', false],
    ['meta', 'ph', 'digits', true],
    ['snap', 'ph', 'digits', true],
    ['pinterest', 'ph', 'e164', false],
  ] as const)('%s %s can use a hash labelled %s: %s', (platform, field, hashedAs, usable) => {
    const identifier = findIdentifier(platform, field)
    expect(identifier && say(identifier, HASH, { hashedAs })).toBe(usable ? HASH : 'omitted: hash_not_convertible')
  })
})

describe('laws', () => {
  const unit = fc.oneof(
    fc.constantFrom(
      ...Array.from("aAzZéÉİßΣ09 .-+@'’()/_\u200B\u0301٠東"),
      '00',
      '+33',
      '@x.fr',
      '06',
      'jr',
      'mr.',
      ', ',
    ),
    fc.string({ unit: CODE_POINT, maxLength: 2 }),
  )
  const input = fc.array(unit, { maxLength: 40 }).map((parts) => parts.join(''))
  const identifier = fc.constantFrom(...ALL)
  const context = fc.constantFrom<IdentifierContext>({}, { defaultCountry: 'FR' }, { country: 'US' }, { country: 'CI' })
  // Google's own formatter takes one title off the front; a name with two is not settled after one pass.
  const settles = ALL.filter((one) => one.field !== 'given_name')

  test('normalising twice equals once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...settles), input, context, (one, value, where) => {
        const once = normalizeIdentifier(one, value, where)
        if (once.kind !== 'text') return
        // A number that has its country code is read without the default country, as `+`.
        const again = one.field === 'ph' && !once.value.startsWith('+') ? `+${once.value}` : once.value
        expect(say(one, again, where)).toBe(once.value)
      }),
      { numRuns: 3000 },
    )
  })

  test('a hash is 64 lower-case hex digits of the normalised text, and never shows the value', () => {
    fc.assert(
      fc.property(identifier, input, context, (one, value, where) => {
        const hashed = hashIdentifier(one, value, where)
        if ('omitted' in hashed) return
        expect(hashed.sha256).toMatch(/^[0-9a-f]{64}$/)
        expect(hashed.normalized).not.toBe('')
        expect(hashed.sha256).toBe(
          createHash('sha256')
            .update(hashed.normalized ?? '')
            .digest('hex'),
        )
      }),
      { numRuns: 2000 },
    )
  })

  test('any string gives an answer', () => {
    fc.assert(
      fc.property(identifier, fc.string({ unit: CODE_POINT, maxLength: 4000 }), context, (one, value, where) => {
        expect(() => hashIdentifier(one, value, where)).not.toThrow()
      }),
    )
  })

  test('a memo changes nothing but the work', () => {
    const memo = new HashMemo()
    for (const one of ALL) {
      for (const value of ['Jane.Doe+x@gmail.com', '06 12 34 56 78', 'Jane', 'CA', 'US']) {
        const without = hashIdentifier(one, value, { defaultCountry: 'FR' })
        const within = hashIdentifier(one, value, { defaultCountry: 'FR' }, memo)
        expect('sha256' in within ? within.sha256 : within).toEqual('sha256' in without ? without.sha256 : without)
      }
    }
  })

  test('a memo does not answer for another country or another label', () => {
    const memo = new HashMemo()
    const french = hashIdentifier(PHONE, '0612345678', { defaultCountry: 'FR' }, memo)
    expect(french).toHaveProperty('sha256')
    expect(hashIdentifier(PHONE, '0612345678', {}, memo)).toEqual({ omitted: 'no_country' })
    expect(hashIdentifier(PHONE, '0612345678', { defaultCountry: 'RE' }, memo)).not.toEqual(french)
  })
})

test('a pair that no platform has is no identifier', () => {
  expect(findIdentifier('tiktok', 'em')).toBeUndefined()
  expect(findIdentifier('nowhere', 'email')).toBeUndefined()
  expect(findIdentifier('tiktok', '__proto__')).toBeUndefined()
})

test('a plain e-mail address gives what the long way of reading it gives', () => {
  const address = fc.oneof(fc.emailAddress(), fc.stringMatching(/^[A-Za-z0-9.+_-]{1,12}@[A-Za-z0-9.-]{1,14}$/))
  const email: Identifier = { platform: 'meta', field: 'em' }
  fc.assert(
    fc.property(address, (written) => {
      // With `mailto:` before it, it is read the long way.
      expect(normalizeIdentifier(email, written, {})).toEqual(normalizeIdentifier(email, `mailto:${written}`, {}))
    }),
  )
})

test('a memo gives each identifier its own reading and hash, in whatever order they are asked for', () => {
  const identifiers: readonly Identifier[] = [
    { platform: 'tiktok', field: 'phone' },
    { platform: 'meta', field: 'ph' },
    { platform: 'tiktok', field: 'external_id' },
    { platform: 'meta', field: 'external_id' },
    { platform: 'microsoft_uet', field: 'externalId' },
    { platform: 'meta', field: 'fn' },
  ]
  const asked = fc.array(
    fc.record({
      identifier: fc.constantFrom(...identifiers),
      input: fc.constantFrom('0612345678', 'Jane', 'jane', 'a'.repeat(64), '+33612345678'),
      context: fc.constantFrom(MEMO_FR, MEMO_LABELLED),
    }),
  )
  fc.assert(
    fc.property(asked, (all) => {
      const memo = new HashMemo()
      for (const { identifier, input, context } of all)
        expect(hashIdentifier(identifier, input, context, memo)).toEqual(hashIdentifier(identifier, input, context))
    }),
  )
})
