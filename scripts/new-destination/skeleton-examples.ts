/** The second half of the skeleton: fixtures, answers, the test and the README. */
import type { Names } from './names.ts'

export const fixtures = ({
  camel,
  title,
}: Names) => `/** Examples for ${title}. Hashes are from \`printf %s '<normalised value>' | sha256sum\`. */
import type { CanonicalEvent } from '../../event/types.ts'
import type { DestinationFixture } from '../fixture.ts'

const SITE = { defaultCountry: 'FR', urlParameters: [] }
const PURCHASE: CanonicalEvent = {
  name: 'purchase',
  eventId: 'o-1001',
  // 2026-11-21T12:00:00Z; \`date -u -d @1795262400\`.
  occurredAtMs: 1_795_262_400_000,
  page: { url: 'https://shop.example/thanks?email=jane%40example.com' },
  client: { ip: '203.0.113.7' },
  person: { email: ' Jane.Doe@Example.COM ' },
  order: { id: '1001', value: 42.5, currency: 'EUR' },
}
const FACTS = {
  event: 'Purchase',
  event_time: 1_795_262_400,
  event_id: 'o-1001',
  page: { url: 'https://shop.example/thanks' },
  value: 42.5,
  currency: 'EUR',
}

export const ${camel}Fixtures: readonly DestinationFixture[] = [
  {
    title: 'a purchase with everything',
    in: PURCHASE,
    permit: 'full',
    site: SITE,
    out: {
      ...FACTS,
      user: { email: '86e0b9e56c17cc4d12387e1949b85053fbe73bc3ce5a1188713a9d300cc6133d', ip: '203.0.113.7' },
    },
    source: 'REPLACE: the name of the platform’s page, read <date>; hash by sha256sum of jane.doe@example.com',
  },
  {
    title: 'a limited permit: the platform’s flag, and nothing that names a person',
    in: PURCHASE,
    permit: 'limited',
    site: SITE,
    out: { ...FACTS, user: { ip: '203.0.113.7' }, limited: true },
    source: 'REPLACE: the name of the platform’s page, read <date>',
  },
]
`

export const answers = ({
  camel,
  title,
}: Names) => `/** The answers of ${title} and what each comes to, for the contract's ninth point. */
import type { DocumentedAnswer } from '../fixture.ts'

const SOURCE = 'REPLACE: the name of the platform’s page, read <date>'

export const ${camel}Answers: readonly DocumentedAnswer[] = [
  {
    title: 'all of the batch was received: delivered',
    answer: { status: 200, body: '{"received":10}' },
    outcome: { kind: 'delivered', code: '200' },
    source: SOURCE,
  },
  {
    title: 'fewer were received than sent: not believed, again later',
    answer: { status: 200, body: '{"received":9}' },
    outcome: { kind: 'retry', code: 'unreadable_answer' },
    source: SOURCE,
  },
]
`

export const mappingTest = ({ camel, title }: Names) => `import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { destinationContract } from '../../../test/support/destination-contract.ts'
import { ${camel}Answers } from './answers.ts'
import { ${camel}Fixtures } from './fixtures.ts'
import { ${camel} } from './mapping.ts'
import { createSimulator } from './simulator.ts'

destinationContract({
  destination: ${camel},
  fixtures: ${camel}Fixtures,
  createSimulator,
  readme: readFileSync(new URL('README.md', import.meta.url), 'utf8'),
  answers: ${camel}Answers,
})

it('sends the token to ${title} in a header, never in the address', () => {
  const { url, headers } = ${camel}.request({ accountId: 'A1', accessToken: 'tok' }, [])
  expect(url).not.toContain('tok')
  expect(headers['authorization']).toBe('Bearer tok')
})

it('is finished: no file of this folder says what is to be replaced', () => {
  const names = readdirSync(import.meta.dirname).filter((name) => !name.endsWith('.test.ts'))
  const open = names.filter((name) => readFileSync(new URL(name, import.meta.url), 'utf8').includes('REPLACE'))
  expect(open).toEqual([])
})
`

export const readme = ({ title, id }: Names) => `# ${title}

Web events, \`POST https://api.${id}.example/v1/<account>/events\`. REPLACE.

## Credentials

REPLACE: where the account id and the access token are found. Put the token into a secret and name the secret in the policy.

## Purposes

\`ad_storage\`, \`ad_user_data\` and \`ad_personalization\`, all three. REPLACE: why these.

## Fields

<!-- fields -->

| goes to      | comes from       | as                  | under a limited permit |
| ------------ | ---------------- | ------------------- | ---------------------- |
| \`event\`      | \`event.name\`     | always              | sent                   |
| \`event_time\` | \`event.time\`     | always              | sent                   |
| \`event_id\`   | \`event.id\`       | always              | sent                   |
| \`user.email\` | \`person.email\`   | normalised, SHA-256 | left out               |
| \`user.ip\`    | \`client.ip\`      | as it is            | sent                   |
| \`page.url\`   | \`page.url\`       | cleaned address     | sent                   |
| \`value\`      | \`order.value\`    | as it is            | sent                   |
| \`currency\`   | \`order.currency\` | as it is            | sent                   |

<!-- /fields -->

## Limits and answers

REPLACE: how many events and bytes a request may have, how old an event may be, and what its answers come to.

Source: REPLACE: the names of the platform's pages, read <date>.
`
