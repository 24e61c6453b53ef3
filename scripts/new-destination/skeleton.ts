/**
 * The files of a new destination. They keep the contract as they stand, so that its author changes one thing at a time; what
 * must be changed says REPLACE, and the skeleton's own last test fails until none does.
 */
import type { Names } from './names.ts'
import { answers, fixtures, mappingTest, readme } from './skeleton-examples.ts'

/** File name → text. */
export function skeletonOf(names: Names): ReadonlyMap<string, string> {
  return new Map([
    ['mapping.ts', mapping(names)],
    ['classify.ts', classify(names)],
    ['simulator.ts', simulator(names)],
    ['fixtures.ts', fixtures(names)],
    ['answers.ts', answers(names)],
    ['mapping.test.ts', mappingTest(names)],
    ['README.md', readme(names)],
  ])
}

const mapping = ({ id, camel, pascal, title }: Names) => `/**
 * ${title}: what leaves for it, and as what.
 * Source: REPLACE: the name of the platform's page, read <date>. The table in README.md is checked against this file.
 */
import type { Destination, DestinationAccount, PlatformRequest } from '../destination.ts'
import { eventTimeSeconds, fixed, hashed, plain, url } from '../field.ts'
import { publicIp } from '../public-ip.ts'
import { classify${pascal} } from './classify.ts'

const DAY_MS = 86_400_000
// REPLACE: the platform's origin.
const ORIGIN = 'https://api.${id}.example'

export const ${camel}: Destination = {
  id: '${id}',
  name: '${title}',
  // REPLACE: all that the platform may use the data for. When in doubt, these three.
  purposes: ['ad_storage', 'ad_user_data', 'ad_personalization'],
  consentNames: { tools: {} },
  // REPLACE: the platform's own names. An event that is not here is never sent.
  events: { purchase: 'Purchase' },
  // REPLACE: its click id parameters: the only ones that stay in an address that it receives.
  clickParameters: [],
  // REPLACE: its first-party cookies that a site may keep for it (DestinationCookie), in cookies.ts where there are any.
  cookies: [],
  rows: [
    // REPLACE: the platform's fields. What is not in this table does not leave.
    fixed('event', 'event.name', (_input, platformEvent) => platformEvent),
    fixed('event_time', 'event.time', eventTimeSeconds),
    fixed('event_id', 'event.id', ({ event }) => event.eventId),
    // REPLACE: the platform's own scheme of src/hashing/schemes.ts; this is another platform's.
    hashed('user.email', 'person.email', { platform: 'meta', field: 'em' }, (event) => event.person?.email),
    plain('user.ip', 'client.ip', ({ event }) => publicIp(event.client?.ip)),
    url('page.url', 'page.url', (event) => event.page?.url),
    plain('value', 'order.value', ({ event }) => event.order?.value),
    plain('currency', 'order.currency', ({ event }) => event.order?.currency),
  ],
  // REPLACE: how the platform is told to limit its use.
  limited: () => ({ limited: true }),
  // REPLACE: what it is known to refuse, by a function named refuses${pascal}; each reason in docs/errors.md and its French page.
  refuses: () => undefined,
  // REPLACE: the oldest event that it takes, what one request may hold, and how many requests it takes in a second.
  maxAgeMs: 7 * DAY_MS,
  batch: { maxEvents: 1000, maxBytes: 1_000_000 },
  requestsPerSecond: 10,
  request,
  classify: classify${pascal},
}

// REPLACE: the platform's path, headers and body. The token goes into a header: addresses get logged.
function request(account: DestinationAccount, events: readonly string[]): PlatformRequest {
  const test = account.testEventCode === undefined ? '' : \`"test":\${JSON.stringify(account.testEventCode)},\`
  return {
    url: \`\${account.baseUrl ?? ORIGIN}/v1/\${encodeURIComponent(account.accountId)}/events\`,
    headers: { authorization: \`Bearer \${account.accessToken}\`, 'content-type': 'application/json' },
    body: \`{\${test}"data":[\${events.join(',')}]}\`,
  }
}
`

const classify = ({ pascal, title }: Names) => `/**
 * What the answer of ${title} means. The body is asked first, the status second.
 * Source: REPLACE: the name of the platform's page, read <date>.
 */
import { outcomeByStatus, retry } from '../answer.ts'
import type { AttemptOutcome, PlatformAnswer } from '../destination.ts'
import { parseObject } from '../json.ts'

export function classify${pascal}(answer: PlatformAnswer, batchSize: number): AttemptOutcome {
  if (answer.failure !== undefined) return retry(answer.failure, answer)
  // REPLACE: the words by which the platform says that it took all of the batch, and its own error codes.
  const taken = parseObject(answer.body)?.['received'] === batchSize
  return taken && answer.status === 200 ? { kind: 'delivered', code: '200' } : outcomeByStatus(answer, batchSize)
}
`

const simulator = ({ id, title }: Names) => `/**
 * The endpoint of ${title} as it behaves. REPLACE: as strict as the real one, in its own words.
 * Source: REPLACE: the name of the platform's page, read <date>.
 */
import { isObject, parseObject } from '../json.ts'
import { createEventCounter } from '../simulated-dedupe.ts'
import {
  answerRequest,
  jsonAnswer,
  tokenIsGood,
  type Channel,
  type PlatformSimulator,
  type SimulatedAnswer,
  type SimulatedRequest,
  type SimulatorOptions,
} from '../simulator.ts'

const PATH = /^\\/v1\\/([^/?]+)\\/events$/
const NEVER_MERGES_MS = -1

export function createSimulator(options: SimulatorOptions): PlatformSimulator {
  const counter = createEventCounter(NEVER_MERGES_MS)
  const tests = createEventCounter(NEVER_MERGES_MS)

  const answer = (request: SimulatedRequest): SimulatedAnswer => {
    const source = PATH.exec(request.path)?.[1]
    if (source === undefined || request.method !== 'POST') return jsonAnswer(404, { error: 'not found' })
    if (!tokenIsGood(bearerOf(request), options)) return jsonAnswer(401, { error: 'bad token' })
    const body = parseObject(request.body)
    const events = body?.['data']
    if (!Array.isArray(events) || !events.every(isEvent)) return jsonAnswer(400, { error: 'bad event' })
    for (const event of events) arrive(body?.['test'] === undefined ? counter : tests, source, event, 'api')
    return jsonAnswer(200, { received: events.length })
  }

  const arrive = (into: typeof counter, source: string, event: Record<string, unknown>, channel: Channel): void => {
    const { event: name, event_id: id, event_time: time } = event
    into.arrive({
      source,
      event: String(name),
      eventId: typeof id === 'string' ? id : undefined,
      eventTime: typeof time === 'number' ? time : undefined,
      channel,
      receivedAtMs: options.nowMs(),
      payload: event,
    })
  }

  return {
    id: '${id}',
    answer,
    handle: (request) => answerRequest(answer, request),
    receivePixel: (source, event) => arrive(counter, source, event, 'pixel'),
    counted: counter.counted,
    tested: () => tests.counted().events,
    clear() {
      counter.clear()
      tests.clear()
    },
  }
}

function bearerOf({ headers }: SimulatedRequest): string {
  return /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1] ?? ''
}

function isEvent(value: unknown): value is Record<string, unknown> {
  return isObject(value) && typeof value['event'] === 'string' && typeof value['event_time'] === 'number'
}
`
