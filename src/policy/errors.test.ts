/** Mistakes in a policy: each is found, at its place, in words that help. */
import { describe, expect, it } from 'vitest'
import { parse, parseDocument } from 'yaml'
import { errorsOf, errorsWith, SHOP } from './errors.fixture.ts'

describe('a mistake in a policy', () => {
  it('in a limited send is a word without a list, or a list without the word', () => {
    expect(errorsWith('on_opt_out: drop', 'on_opt_out: limited')).toEqual([
      expect.stringMatching(/nothing says which fields leave under a limited permit/) as unknown,
    ])
    expect(errorsWith('on_opt_out: drop', 'on_opt_out: drop\n        limited: [contact]')).toHaveLength(1)
    expect(errorsWith('on_opt_out: drop', 'on_opt_out: limited\n        limited: [contcat]')).toEqual([
      expect.stringMatching(/contcat.*did you mean `contact`/) as unknown,
    ])
  })

  it('in a limited send is a condition that nothing would look at: it belongs to the lines of `allow`', () => {
    const limited = (condition: string) =>
      errorsOf(
        SHOP.replace('on_opt_out: drop', 'on_opt_out: limited\n        limited: [contact]').replace(
          'retention_days: 7',
          `retention_days: 7${condition}`,
        ),
      )
    expect(limited('')).toEqual([])
    expect(limited('\n    condition: { countries: [US] }')).toEqual([
      'p.yaml:26:19  sites.shop.destinations.acme.limited.0: a group with a condition cannot be in `limited`: `contact` has one' +
        ' — write the condition on the lines of `allow`: it holds in a limited send too',
    ])
  })

  it('in the number of a vendor is told: what is not built in would close for ever', () => {
    expect(errorsWith('on_opt_out: drop', 'on_opt_out: drop\n        tcf_vendor: 986')).toEqual([])
    expect(errorsWith('on_opt_out: drop', 'on_opt_out: drop\n        tcf_vendor: 12')).toHaveLength(1)
  })

  it('in the names of consent tools is told from what would silently never match', () => {
    expect(errorsWith('on_opt_out: drop', 'on_opt_out: drop\n        consent_names: { onetrsut: [C0004] }')).toEqual([
      expect.stringMatching(/p\.yaml:\d+:\d+.*onetrsut/) as unknown,
    ])
    expect(
      errorsWith('on_opt_out: drop', "on_opt_out: drop\n        consent_names: { didomi: ['*tiktok*'] }"),
    ).toHaveLength(1)
    expect(errorsWith('on_opt_out: drop', 'on_opt_out: drop\n        consent_names: { didomi: [] }')).toHaveLength(1)
  })

  it('is absent from the fixture', () => {
    expect(errorsOf(SHOP)).toEqual([])
  })

  it.each([
    ['[person.email]', '[person.mail]', '4:14', 'unknown field `person.mail` — did you mean `person.email`?'],
    ['[person.email]', '[person.email, person.email]', '4:28', 'is already in this list'],
    ['[person.email]', '[person.email, click.fbp]', '26:21', 'acme cannot take `click.fbp`'],
    ['treatment: hashed', 'treatment: as_is', '26:21', '`person.email` goes to acme as hashed; its group says as_is'],
    [
      'treatment: hashed',
      'treatment: hash',
      '7:16',
      'one of as_is, url_cleaned, normalized, hashed — did you mean `hashed`?',
    ],
    ['    legal_basis: consent\n', '', '3:3', 'field_groups.contact.legal_basis: is missing'],
    ['retention_days: 7', 'retention_days: "7"', '8:21', 'expected a number, found a text'],
    [
      'retention_days: 7',
      'retention_days: 7\n    retention_day: 8',
      '9:5',
      'unknown key `retention_day` — did you mean `retention_days`?',
    ],
    ['  looking: {', '  purchase: {', '10:3', '`purchase` is the name of an event'],
    ['[page_view]', '[page_veiw]', '10:23', 'is not the name of an event — did you mean `page_view`?'],
    ['  shop:', '  My Shop:', '12:3', 'small letters, digits and single hyphens'],
    ['[shop.example]', '[shop.example/]', '13:13', 'must be a host name'],
    ['https://shop.example', 'http://shop.example', '14:15', 'must be an exact origin over https'],
    ['https://shop.example', 'https://shop.example/', '14:15', 'must be an exact origin over https'],
    ['https://shop.example', '"https://*.shop.example"', '14:15', 'must be an exact origin over https'],
    ['shards: 2', 'development_origins: ["http://shop.example:*"]\n    shards: 2', '16:27', 'or a loopback one'],
    ['default_country: FR', 'default_country: UK', '15:22', 'the United Kingdom is GB'],
    ['shards: 2', 'shards: 65', '16:13', 'at most 64'],
    ['shards: 2', 'shards: 0', '16:13', 'at least 1'],
    ['regimes: { US: opt-out }', 'regimes: { USA: none }', '17:65', 'a country or a region of one by ISO 3166'],
    ['      purchase: {', '      purchas: {', '35:7', 'unknown key `purchas` — did you mean `purchase`?'],
    ['unique: order.id', 'unique: person.email', '35:75', 'must be one of event_id, order.id, lead.id'],
    ['      acme:', '      amce:', '20:7', 'unknown destination `amce` — did you mean `acme`?'],
    ['account: A1', 'account: 1000000000000001', '21:18', 'write the account id in quotes'],
    ['ACME_TOKEN', 'EAABsbCS1iHgBAKZCuyZC', '22:23', 'must be the name of a secret in capitals'],
    ['[ad_storage, ad_user_data]', '[]', '23:9', 'must name at least one purpose'],
    ['        purposes: [ad_storage, ad_user_data]\n', '', '20:7', 'purposes: is missing'],
    ['[ad_storage, ad_user_data]', '[ad_user_data]', '23:9', 'acme needs the purpose `ad_storage` too'],
    [
      'looking: [contact]',
      'lookin: [contact]',
      '26:11',
      'neither an event nor a group of events — did you mean `looking`?',
    ],
    ['looking: [contact]', 'refund: [contact]', '26:11', 'acme takes no event `refund`'],
    [
      'looking: [contact]',
      'looking: [contact]\n          page_view: [contact]',
      '27:11',
      '`page_view` is allowed twice, here and by `looking`',
    ],
    ['looking: [contact]', 'looking: [contacts]', '26:21', 'no field group `contacts` — did you mean `contact`?'],
    [
      'looking: [contact]',
      'looking: [person.email]',
      '26:21',
      '`person.email` is a field: allow a group of fields — it is in `contact`',
    ],
    [
      'purpose: ad_user_data',
      'purpose: analytics_storage',
      '26:21',
      'is for the purpose `analytics_storage`, which this destination does not ask for',
    ],
    ['on_opt_out: drop', 'on_opt_out: drop\n        on_opt_out: limited', '25:9', '`on_opt_out` is written twice'],
    ['    shards: 2', '\tshards: 2', '16:1', 'a tab is used to indent'],
    ['[shop.example]', '[shop.example', '14:5', 'not readable as YAML'],
    ['shards: 2', 'shards: *two', '1:1', 'Unresolved alias'],
    ['version: 1', 'version: 2', '1:10', 'must be 1'],
    ['version: 1', 'version: 1\nextends: tidegate/standard', '2:10', 'must be tidegate/standard@1'],
    [
      'looking: [contact]',
      'looking: [contact]\n          purchase: [contact, { group: contact }]',
      '27:40',
      '`person.email` is allowed twice in this line, by `contact` and by `contact`',
    ],
    [
      'looking: [contact]',
      'looking: [{ group: contcat }]',
      '26:30',
      'no field group `contcat` — did you mean `contact`?',
    ],
    ['looking: [contact]', 'looking: [{ grop: contact }]', '26:23', 'unknown key `grop` — did you mean `group`?'],
    ['looking: [contact]', 'looking: [[contact]]', '26:21', 'must be the name of a field group, or a block'],
    [
      'looking: [contact]',
      'looking: [{ group: contact, fields: [person.emal] }]',
      '26:48',
      '`person.emal` is not in the group `contact` — did you mean `person.email`?',
    ],
    ['looking: [contact]', 'looking: [{ group: contact, condition: {} }]', '26:39', 'a condition must say something'],
    [
      'looking: [contact]',
      'looking: [{ group: contact, condition: { countries: [FR], except_countries: [FR] } }]',
      '26:88',
      '`FR` is both in `countries` and in `except_countries`',
    ],
    [
      'looking: [contact]',
      'looking: [{ group: contact, condition: { with_field: person.externalid } }]',
      '26:64',
      'unknown field `person.externalid` — did you mean `person.external_id`?',
    ],
    [
      'looking: [contact]',
      'looking: [{ group: contact, condition: { countries: [UK] } }]',
      '26:64',
      'the United Kingdom is GB',
    ],
    [
      '      page_view: {',
      '      view_item: {',
      '26:11',
      '`page_view` is allowed to leave, but it is not in the site’s event plan — add `page_view: { … }` under `events`',
    ],
    [
      '{ definition: { en: a page, fr: une page } }',
      '{}',
      '34:7',
      '`page_view` has no `definition` — say what it means that it happened',
    ],
    ['owner: Marketing, ', '', '34:7', '`page_view` has no `owner`'],
    [
      '        recipient: { en: Acme, fr: Acme }\n',
      '',
      '20:7',
      '`acme` has no `recipient` — name the company that receives, with its seat',
    ],
    ['        transfers: { en: none, fr: aucun }\n', '', '20:7', '`acme` has no `transfers`'],
    ['    controller: { name: Shop, contact: mail@shop.example }\n', '', '12:3', 'sites.shop.controller: is missing'],
    ['shards: 2', 'shards: 2\n    sectors: [helth]', '17:15', 'did you mean `health`?'],
    [
      'version: 1',
      'version: 1\napproval: { roles: [legal], valid_until: 2027-02-29 }',
      '2:42',
      'must be a day of the calendar: 2027-11-30',
    ],
    [
      'version: 1',
      "version: 1\napproval: { roles: [legal], valid_until: 2027-11-30, keys: [{ role: lega, kid: a, x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }] }",
      '2:69',
      '`lega` is none of the roles that sign — did you mean `legal`?',
    ],
    [
      'version: 1',
      'version: 1\napproval: { roles: [legal], valid_until: 2027-11-30, keys: [{ role: legal, kid: a, x: short }] }',
      '2:87',
      'must be the public part of an Ed25519 key',
    ],
  ])('is said at its place: `%s` → `%s`', (from, to, place, words) => {
    const errors = errorsWith(from, to)
    expect(errors.filter((error) => error.includes(words))).toEqual([expect.stringContaining(`p.yaml:${place}  `)])
  })

  it.each([
    [
      '[person.email]',
      '[person.mail]',
      'p.yaml:4:14  field_groups.contact.fields.0~: champ inconnu~: `person.mail` — vouliez-vous dire `person.email`~?',
    ],
    ['    controller: { name: Shop, contact: mail@shop.example }\n', '', 'p.yaml:12:3  sites.shop.controller~: manque'],
    [
      'retention_days: 7',
      'retention_days: "7"',
      'p.yaml:8:21  field_groups.contact.retention_days~: attendu~: un nombre~; trouvé~: un texte',
    ],
    ['hosts: [shop.example]', 'hosts: []', 'p.yaml:13:5  sites.shop.hosts~: un site doit avoir au moins un nom d’hôte'],
    [
      '[ad_storage, ad_user_data]',
      '[ad_user_data]',
      'p.yaml:23:9  sites.shop.destinations.acme.purposes~: acme exige aussi la finalité `ad_storage`~: ' +
        'une politique peut ajouter des finalités, pas en retirer — ajoutez ad_storage',
    ],
    ['    shards: 2', '\tshards: 2', 'p.yaml:16:1  une tabulation sert de retrait — mettez des espaces'],
    ['shards: 2', 'shards: *two', 'p.yaml:1:1  illisible comme YAML~: *two ne renvoie à aucune ancre écrite avant'],
  ])('is said in French too: `%s` → `%s`', (from, to, words) => {
    // ~ stands for the no-break space.
    expect(errorsWith(from, to, 'fr')).toContain(words.replaceAll('~', '\u00A0'))
  })

  it('does not hide another: all are said, in the order of the file', () => {
    const text = SHOP.replace('[person.email]', '[person.mail]')
      .replace('shards: 2', 'shards: 900')
      .replace('ACME_TOKEN', 'secret')
      .replace('looking: [contact]', 'loking: [contct]')
    expect(errorsOf(text).map((error) => error.split('  ')[0])).toEqual([
      'p.yaml:4:14',
      'p.yaml:16:13',
      'p.yaml:22:23',
      'p.yaml:26:11',
      'p.yaml:26:20',
    ])
  })

  it('never has a token that stands in the file repeated in its words', () => {
    const token = 'EAABsbCS1iHgBAKZCuyZC'
    for (const place of ['ACME_TOKEN', 'drop', 'all_us', 'hashed']) {
      const errors = errorsWith(place, token)
      expect(errors.length).toBeGreaterThan(0)
      expect(errors.join('\n')).not.toContain(token)
    }
  })

  it('is a host or origin that two sites claim', () => {
    const [, shop] = SHOP.split('  shop:\n')
    const errors = errorsOf(`${SHOP}  store:\n${shop}`)
    expect(errors).toEqual([
      'p.yaml:37:13  sites.store.hosts.0: `shop.example` belongs to site `shop` already',
      'p.yaml:38:15  sites.store.origins.0: `https://shop.example` belongs to site `shop` already',
    ])
  })
})

describe('a key that the schema does not have', () => {
  const shop = SHOP.replace('shards: 2', 'shards: 2\n    note: { en: a, fr: b }').replace(
    'looking: [contact]',
    'looking: [{ group: contact, condition: { countries: [FR] } }]',
  )
  const blocks = blocksOf(parse(shop))

  it('is an error in every block of the file', () => {
    expect(blocks.length).toBeGreaterThan(12)
    for (const path of blocks) {
      const document = parseDocument(shop)
      document.setIn([...path, 'Extra Key'], 1)
      const errors = errorsOf(String(document))
      expect([path, errors.filter((error) => error.includes('Extra Key'))]).not.toEqual([path, []])
    }
  })
})

/** The path of every block of keys in a value. */
function blocksOf(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  const inner = Object.entries(value).flatMap(([key, member]) => blocksOf(member).map((path) => [key, ...path]))
  return [[], ...inner]
}

describe('text that is no policy', () => {
  it.each([
    ['nothing', '', 'expected a block of keys, found an empty value'],
    ['a list', '- a', 'expected a block of keys, found a list'],
    ['binary', '\u0000\u0001\uFFFD', 'holds a character that cannot be seen (U+0000)'],
    ['more than 256 KiB', `${SHOP}# ${'x'.repeat(256 * 1024)}`, 'the file is larger than 256 KiB'],
    ['20,000 open brackets', '['.repeat(20_000), 'the file is nested too deeply'],
    ['a block within itself', 'version: 1\nfield_groups: &a { a: *a }', 'field_groups.a.fields: is missing'],
    ['a billion laughs', billionLaughs(), 'anchors are repeated too often'],
    ['a key that is a list', '? [a]\n: 1', 'unknown key `[ a ]`'],
    ['a foreign tag', '!!js/function "x"', 'Unresolved tag'],
    ['two documents', `${SHOP}---\n${SHOP}`, 'the file holds more than one document'],
  ])('is refused in words and never thrown: %s', (_what, text, words) => {
    expect(errorsOf(text).join('\n')).toContain(words)
  })
})

/** Nine levels of ten aliases: 10⁹ nodes if it were unfolded. */
function billionLaughs(): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const elements = Array.from({ length: 10 }, () => (level === 0 ? 'ha' : `*l${level - 1}`))
    return `l${level}: &l${level} [${elements.join(', ')}]`
  })
  return levels.join('\n')
}
