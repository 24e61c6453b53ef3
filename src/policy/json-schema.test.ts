/** The published schema, by a validator of its own (ajv): it takes what the compiler takes, and refuses what no editor should let pass. */
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { policyJsonSchema } from './json-schema.ts'

const read = (name: string) => readFileSync(new URL(`../../policy/${name}`, import.meta.url), 'utf8')
const PUBLISHED: Record<string, unknown> = JSON.parse(read('policy.schema.json'))
const POLICY = read('policy.yaml')

const validate = new Ajv({ strict: false, allErrors: true }).compile(PUBLISHED)

function errorsOf(value: unknown): readonly string[] {
  return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`)
}

/** The policy of the repository with one value changed; undefined takes it out. */
function errorsWith(path: readonly string[], value: unknown): readonly string[] {
  const policy: unknown = parse(POLICY)
  const block = path.slice(0, -1).reduce<unknown>((at, key) => Reflect.get(at as object, key), policy) as object
  const key = path.at(-1) ?? ''
  if (value === undefined) Reflect.deleteProperty(block, key)
  else Reflect.set(block, key, value)
  return errorsOf(policy)
}

const SITE = ['sites', 'atelier-rivage']
const TIKTOK = [...SITE, 'destinations', 'tiktok']

describe('policy/policy.schema.json', () => {
  it('is up to date: else run `node scripts/policy-schema.ts`', () => {
    expect(PUBLISHED).toEqual(JSON.parse(JSON.stringify(policyJsonSchema())))
  })

  it('is named at the head of the policy, so that editors find it', () => {
    expect(POLICY.split('\n')[0]).toBe('# yaml-language-server: $schema=policy.schema.json')
  })

  it('takes the policy of the repository', () => {
    expect(errorsOf(parse(POLICY))).toEqual([])
  })

  it.each([
    [['extra'], 1, ' additionalProperties'],
    [['version'], 2, '/version const'],
    [['extends'], 'tidegate/standard', '/extends const'],
    [['approval', 'valid_until'], 'soon', '/approval/valid_until pattern'],
    [['approval', 'keys'], [{ role: 'legal', kid: 'a', x: 'short' }], '/approval/keys/0/x pattern'],
    [[...SITE, 'controller'], undefined, '/sites/atelier-rivage required'],
    [[...SITE, 'sectors'], ['helth'], '/sites/atelier-rivage/sectors/0 enum'],
    [[...SITE, 'events', 'purchas'], {}, '/sites/atelier-rivage/events additionalProperties'],
    [[...SITE, 'events', 'purchase', 'unique'], 'person.email', '/sites/atelier-rivage/events/purchase/unique enum'],
    [[...SITE, 'default_country'], 'France', '/sites/atelier-rivage/default_country enum'],
    [[...SITE, 'default_country'], 'UK', '/sites/atelier-rivage/default_country enum'],
    [[...SITE, 'hosts'], ['-shop..example'], '/sites/atelier-rivage/hosts/0 pattern'],
    [[...SITE, 'origins'], ['https://shop.example/'], '/sites/atelier-rivage/origins/0 pattern'],
    [[...SITE, 'origins'], ['https://*.shop.example'], '/sites/atelier-rivage/origins/0 pattern'],
    [
      [...SITE, 'development_origins'],
      ['https://shop.example:*'],
      '/sites/atelier-rivage/development_origins/0 pattern',
    ],
    [[...SITE, 'consent', 'regimes'], { UK: 'opt-in' }, '/sites/atelier-rivage/consent/regimes pattern'],
    [[...TIKTOK, 'tcf_vendor'], 12, '/sites/atelier-rivage/destinations/tiktok/tcf_vendor enum'],
    [
      [...TIKTOK, 'token_secret'],
      'TIDEGATE_TOKEN_SECRET',
      '/sites/atelier-rivage/destinations/tiktok/token_secret not',
    ],
    [[...TIKTOK, 'limited'], [], '/sites/atelier-rivage/destinations/tiktok/limited minItems'],
    [
      [...TIKTOK, 'allow', 'purchase'],
      [{ group: 'page', condition: {} }],
      '/sites/atelier-rivage/destinations/tiktok/allow/purchase/0/condition minProperties',
    ],
    [
      [...TIKTOK, 'allow', 'purchase'],
      ['person.email'],
      '/sites/atelier-rivage/destinations/tiktok/allow/purchase/0 pattern',
    ],
    [[...SITE, 'hosts'], [], '/sites/atelier-rivage/hosts minItems'],
    [[...TIKTOK, 'token_secret'], 'the token itself', '/sites/atelier-rivage/destinations/tiktok/token_secret pattern'],
    [
      [...TIKTOK, 'purposes'],
      ['ad_storage', 'ad_storage'],
      '/sites/atelier-rivage/destinations/tiktok/purposes uniqueItems',
    ],
    [
      [...TIKTOK, 'allow', 'purchase'],
      [{ group: 'page', retention_days: 0 }],
      '/sites/atelier-rivage/destinations/tiktok/allow/purchase/0/retention_days minimum',
    ],
    [
      [...TIKTOK, 'allow', 'purchase'],
      [{ fields: ['page.url'] }],
      '/sites/atelier-rivage/destinations/tiktok/allow/purchase/0 required',
    ],
  ])('refuses %j = %j', (path, value, error) => {
    expect(errorsWith(path, value)).toContain(error)
  })

  it.each([
    ['hosts', ['shop.example', 'a.b-c.example', 'localhost']],
    ['origins', ['https://shop.example:8443']],
    ['development_origins', ['http://127.0.0.1:*', 'http://localhost:*', 'http://[::1]:3000', 'https://dev.example']],
  ])('takes every form of %s that the compiler takes', (key, value) => {
    expect(errorsWith([...SITE, key], value)).toEqual([])
  })

  it('offers the names of the library where a policy may write its own', () => {
    const { definitions } = PUBLISHED
    const offered = Object.values(definitions as Record<string, Described>).flatMap(({ properties }) =>
      properties?.['allow']?.properties === undefined ? [] : [properties['allow'].properties],
    )
    expect(offered.map((names) => Object.keys(names))).toEqual([
      expect.arrayContaining(['browsing', 'commitments', 'purchase', 'generate_lead']) as unknown,
    ])
    const text = JSON.stringify(PUBLISHED)
    expect(text).toMatch(/"enum":\["page","browser",[^\]]*"contact_hashed"/)
    expect(text).toMatch(/"properties":\{"tiktok":\{[^}]*\}[^}]*\},"meta":/)
    expect(text).not.toContain('"offers"')
  })

  it('takes an event group and a field group of the policy’s own', () => {
    expect(errorsWith([...TIKTOK, 'allow'], { looking: ['our_own', { group: 'other' }] })).toEqual([])
  })

  it('has words for every key that a person writes', () => {
    const bare = keysWithoutWords(PUBLISHED, '')
    // A word that explains itself, in a block that is explained.
    expect(bare.filter((key) => !/\.(?:en|fr|role|kid|x|version|sites)$/.test(key))).toEqual([])
  })
})

interface Described {
  readonly properties?: Readonly<Record<string, Described>>
  readonly description?: string
  readonly $ref?: string
  readonly allOf?: readonly Described[]
}

/** Every property without a description of its own or of what it refers to. */
function keysWithoutWords(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) =>
    key === 'properties' ? bareKeys(value, path) : keysWithoutWords(value, `${path}/${key}`),
  )
}

function bareKeys(properties: unknown, path: string): string[] {
  return Object.entries(properties as Record<string, Described>).flatMap(([key, value]) => [
    ...(hasWords(value) ? [] : [`${path}.${key}`]),
    ...keysWithoutWords(value, `${path}.${key}`),
  ])
}

function hasWords(schema: Described | undefined): boolean {
  if (schema === undefined) return false
  const definitions = PUBLISHED['definitions'] as Record<string, Described>
  const referred = schema.$ref === undefined ? undefined : definitions[schema.$ref.split('/').at(-1) ?? '']
  return schema.description !== undefined || hasWords(referred) || (schema.allOf ?? []).some(hasWords)
}
