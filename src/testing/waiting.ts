/** Waiting for what platforms receive: bounded, and whoever waited in vain is told what happened instead. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Simulators } from '../simulators/core.ts'
import type { Gateway } from './gateway.ts'
import { receivedBy, requestsTo } from './platforms.ts'
import type { Decision, Platform, PlatformRequest, ReceivedEvent, WaitOptions } from './types.ts'

export interface Run {
  readonly gateway: Gateway
  readonly simulators: Simulators
  readonly decisions: () => Promise<readonly Decision[]>
}

/** Test runners give a test five seconds by default: ours ends first, because it can say more. */
const TIMEOUT_MS = 4_000
const POLL_MS = 10
/** Taken at load, as in platforms.ts. */
const elapsedMs = performance.now.bind(performance)

export async function waitForEvent<P extends Platform>(
  run: Run,
  platform: P,
  matches: (event: ReceivedEvent<P>) => boolean,
  { timeoutMs = TIMEOUT_MS }: WaitOptions = {},
): Promise<ReceivedEvent<P>> {
  const find = async () => (await receivedBy(run.simulators, platform)).find(matches)
  const found = await poll(find, timeoutMs)
  if (found !== undefined) return found
  throw new Error(`${platform} received no event that matches within ${timeoutMs} ms.\n${await account(run, platform)}`)
}

export async function settle(run: Run, { timeoutMs = TIMEOUT_MS }: WaitOptions = {}): Promise<void> {
  const nothingWaits = async () => ((await waiting(run.gateway)) === 0 ? true : undefined)
  if ((await poll(nothingWaits, timeoutMs)) === true) return
  const decided = decidedLines(await run.decisions())
  throw new Error([`after ${timeoutMs} ms deliveries still wait.`, 'The gateway decided:', ...decided].join('\n'))
}

async function poll<Found>(look: () => Promise<Found | undefined>, timeoutMs: number): Promise<Found | undefined> {
  const deadline = elapsedMs() + timeoutMs
  for (;;) {
    const found = await look()
    if (found !== undefined || elapsedMs() >= deadline) return found
    await sleep(POLL_MS)
  }
}

async function waiting(gateway: Gateway): Promise<number> {
  return [...(await samples(gateway, 'tidegate_outbox_waiting')).values()].reduce((sum, value) => sum + value, 0)
}

/** What a metric says, by its labels. */
async function samples(gateway: Gateway, name: string): Promise<ReadonlyMap<string, number>> {
  const { text } = await gateway.get('/metrics')
  const found = text.matchAll(new RegExp(`^${name}(?:_total)?\\{([^}]*)\\} (\\d+)`, 'gm'))
  return new Map([...found].map(([, labels = '', value]) => [labels, Number(value)]))
}

/** What came, what was asked of the platform, what was decided, and what was never read. */
async function account(run: Run, platform: Platform): Promise<string> {
  const received = await receivedBy(run.simulators, platform)
  const requests = await requestsTo(run.simulators, platform)
  const turnedAway = await samples(run.gateway, 'tidegate_problems')
  return [
    'It received:',
    ...listed(received.map(({ event, event_id }) => `${event} ${event_id ?? '(no id)'}`)),
    `It was asked ${requests.length} times, and last answered:`,
    ...listed(requests.slice(-3).map(answerLine)),
    'The gateway decided:',
    ...decidedLines(await run.decisions()),
    ...section(
      'The gateway turned requests away:',
      [...turnedAway].map(([labels, count]) => `${labels} ${count}×`),
    ),
    ...section('The gateway wrote:', run.gateway.lines.slice(-MAX_LINES)),
  ].join('\n')
}

const MAX_LINES = 10
const MAX_CHARACTERS = 300

function listed(lines: readonly string[]): readonly string[] {
  const shown = lines.slice(-MAX_LINES).map((line) => `  ${line.slice(0, MAX_CHARACTERS)}`)
  const more = lines.length > MAX_LINES ? [`  (and ${lines.length - MAX_LINES} before these)`] : []
  return lines.length === 0 ? ['  nothing'] : [...more, ...shown]
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...listed(lines)]
}

function answerLine({ method, path, answer }: PlatformRequest): string {
  const what = answer.dropped ? 'nothing that arrived' : `${answer.status} ${JSON.stringify(answer.body)}`
  return `${method} ${path}: ${what}`
}

function decidedLines(decisions: readonly Decision[]): readonly string[] {
  return listed(decisions.map(decisionLine))
}

/** `purchase o-1001 from a server: accepted; tiktok full, rejected 40002; meta not_in_policy`. */
function decisionLine({ event, event_id, source, status, reason, destinations }: Decision): string {
  const why = reason === undefined ? '' : ` (${reason})`
  const each = Object.entries(destinations).map(([id, { decision, outcome }]) =>
    [`${id} ${decision}`, outcome?.state, outcome?.code].filter((part) => part !== undefined).join(', '),
  )
  return [`${event} ${event_id} from a ${source}: ${status}${why}`, ...each].join('; ')
}
