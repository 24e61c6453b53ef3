/** What the simulated platforms do wrong during a soak, one thing after the other, as the seed has it. */
import type { Simulators } from '../gateway.ts'
import { oneOf, type Chance } from './chance.ts'

export const PLATFORMS = ['tiktok', 'meta'] as const
export type Platform = (typeof PLATFORMS)[number]

/** Longer than the attempt's time limit in a soak: the platform takes the events, and nobody hears of it. */
const HANG_MS = 6_000
export const ATTEMPT_TIMEOUT_MS = 3_000

const FAULTS: readonly { readonly name: string; readonly answer: (platform: Platform) => unknown }[] = [
  { name: '429 with Retry-After', answer: () => ({ status: 429, headers: { 'retry-after': '1' }, body: {} }) },
  { name: '503', answer: () => ({ status: 503, body: {} }) },
  { name: 'a page of HTML', answer: () => ({ html: true }) },
  { name: '200 with an error', answer: (platform) => ({ status: 200, body: ERRORS[platform] }) },
  { name: 'hangs', answer: () => ({ hang_ms: HANG_MS }) },
  { name: 'drops the connection', answer: () => ({ drop: true }) },
  { name: 'takes it and drops the connection', answer: () => ({ accept_then_drop: true }) },
  { name: 'half an answer', answer: () => ({ half_body: true }) },
]

/** Passing ones, in each platform's words: too many requests, and "please retry". */
const ERRORS: Readonly<Record<Platform, unknown>> = {
  tiktok: { code: 40_100, message: 'Request too frequent', data: {} },
  meta: { error: { code: 2, message: 'Service temporarily unavailable', is_transient: true } },
}

export class FaultMaker {
  readonly #simulators: Simulators
  readonly #chance: Chance
  readonly #takenAtFault = new Map<Platform, number | undefined>()
  readonly ordered = new Map<string, number>()

  constructor(simulators: Simulators, chance: Chance) {
    this.#simulators = simulators
    this.#chance = chance
  }

  /**
   * The next request to one of the platforms goes wrong. Each has to take something in between: a platform that only ever fails
   * is left alone for longer and longer, and the run would show that and nothing else.
   */
  async next(): Promise<void> {
    const fault = oneOf(this.#chance, FAULTS)
    const platform = oneOf(this.#chance, PLATFORMS)
    const taken = await this.#taken(platform)
    if (taken === this.#takenAtFault.get(platform)) return
    this.#takenAtFault.set(platform, taken)
    await this.#order(platform, fault.name, fault.answer(platform))
  }

  /** Once the fault before has been used up; else what it was then. */
  async #taken(platform: Platform): Promise<number | undefined> {
    const response = await fetch(`${this.#simulators.url}/_sim/${platform}`, { signal: AbortSignal.timeout(30_000) })
    const { events, faults_left } = (await response.json()) as { events: number; faults_left: number }
    return faults_left > 0 ? this.#takenAtFault.get(platform) : events
  }

  /** This platform will never like this event. */
  async never(platform: Platform, eventId: string): Promise<void> {
    await this.#order(platform, 'never likes an event', { reject_event_id: eventId })
  }

  async #order(platform: Platform, name: string, answer: unknown): Promise<void> {
    const response = await fetch(`${this.#simulators.url}/_sim/${platform}/faults`, {
      method: 'POST',
      body: JSON.stringify({ answers: [answer] }),
      signal: AbortSignal.timeout(30_000),
    })
    if (!response.ok) throw new Error(`the simulator did not take the order: ${await response.text()}`)
    this.ordered.set(name, (this.ordered.get(name) ?? 0) + 1)
  }
}
