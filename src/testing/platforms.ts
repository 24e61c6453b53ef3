/** The simulated platforms in this very process: what they counted, what they were asked, what they are to do. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { CountedEvent } from '../destinations/simulator.ts'
import { createSimulators, type Simulators } from '../simulators/core.ts'
import { loadPlatforms } from '../simulators/platforms.ts'
import type { Fault, Platform, PlatformRequest, ReceivedEvent } from './types.ts'

/** Taken at load: a test that sets the clock sets it for itself, and not for the platforms. */
const nowMs = Date.now

export async function startPlatforms(): Promise<Simulators> {
  const wait = (ms: number) => sleep(ms, undefined, { ref: false })
  return createSimulators({ platforms: await loadPlatforms({ nowMs }), nowMs, sleep: wait })
}

export async function receivedBy<P extends Platform>(
  simulators: Simulators,
  platform: P,
): Promise<readonly ReceivedEvent<P>[]> {
  const { events } = (await ask(simulators, 'GET', `/${platform}/events`)) as {
    readonly events: readonly CountedEvent[]
  }
  return events.map((counted) => toReceived<P>(counted))
}

/** The simulator has taken it, so it has the platform's form. */
function toReceived<P extends Platform>(counted: CountedEvent): ReceivedEvent<P> {
  const { event, event_id, event_time, source: account, copies, payload } = counted
  return { event, event_id, event_time, account, copies, body: payload as ReceivedEvent<P>['body'] }
}

export async function requestsTo(simulators: Simulators, platform: Platform): Promise<readonly PlatformRequest[]> {
  const { requests } = (await ask(simulators, 'GET', `/${platform}/requests`)) as {
    readonly requests: readonly PlatformRequest[]
  }
  return requests
}

export async function orderFaults(
  simulators: Simulators,
  platform: Platform,
  answers: readonly Fault[],
): Promise<void> {
  await ask(simulators, 'POST', `/${platform}/faults`, { answers })
}

export async function clearPlatforms(simulators: Simulators): Promise<void> {
  await ask(simulators, 'DELETE', '')
}

/** What a test in another process would ask over HTTP. */
async function ask(simulators: Simulators, method: string, path: string, body?: unknown): Promise<unknown> {
  const request = { method, path: `/_sim${path}`, headers: {}, body: body === undefined ? '' : JSON.stringify(body) }
  const { answer } = await simulators.react(request)
  const said: unknown = JSON.parse(answer?.body ?? 'null')
  if (answer?.status === 200) return said
  throw new TypeError(`the simulators: ${errorOf(said)}`)
}

function errorOf(said: unknown): string {
  const { error, platforms } = said as { readonly error?: string; readonly platforms?: readonly string[] }
  return platforms === undefined ? String(error) : `${error}; there are ${platforms.join(', ')}`
}
