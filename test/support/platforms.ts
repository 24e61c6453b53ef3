/** The simulated platforms, and what a test asks and orders of them. */
import type { CountedEvent } from '../../src/destinations/simulator.ts'
import type { SeenRequest } from '../../src/simulators/requests.ts'
import { startSimulators } from '../../src/simulators/server.ts'

export type Platform = 'tiktok' | 'meta'
export const PLATFORMS: readonly Platform[] = ['tiktok', 'meta']

export class Platforms {
  readonly url: string
  readonly close: () => Promise<void>

  constructor(url: string, close: () => Promise<void> = () => Promise.resolve()) {
    this.url = url
    this.close = close
  }

  /** The next requests to the platform get these answers, in turn. */
  async order(platform: Platform, ...answers: readonly unknown[]): Promise<void> {
    const response = await fetch(`${this.url}/_sim/${platform}/faults`, {
      method: 'POST',
      body: JSON.stringify({ answers }),
    })
    if (!response.ok) throw new Error(`the simulator did not take the order: ${await response.text()}`)
  }

  /** Answers that were ordered and not yet given. */
  async faultsLeft(platform: Platform): Promise<number> {
    const { faults_left }: { faults_left: number } = await this.#get(platform)
    return faults_left
  }

  /** What counted after the platform's own deduplication. */
  async counted(platform: Platform): Promise<readonly CountedEvent[]> {
    const { events }: { events: readonly CountedEvent[] } = await this.#get(`${platform}/events`)
    return events
  }

  async countedOf(platform: Platform, eventId: string): Promise<readonly CountedEvent[]> {
    return (await this.counted(platform)).filter(({ event_id }) => event_id === eventId)
  }

  async requests(platform: Platform): Promise<readonly SeenRequest[]> {
    return (await this.requestsAndCount(platform)).requests
  }

  /** The newest of them, and how many there were. */
  async requestsAndCount(
    platform: Platform,
  ): Promise<{ readonly count: number; readonly requests: readonly SeenRequest[] }> {
    return this.#get(`${platform}/requests`)
  }

  /** The requests that carried this event, oldest first. */
  async requestsWith(platform: Platform, eventId: string): Promise<readonly SeenRequest[]> {
    return (await this.requests(platform)).filter(({ body }) => JSON.stringify(body).includes(JSON.stringify(eventId)))
  }

  /** Forgets events, requests and orders, of one or of all. */
  async clear(platform?: Platform): Promise<void> {
    await fetch(`${this.url}/_sim${platform === undefined ? '' : `/${platform}`}`, { method: 'DELETE' })
  }

  async #get(path: string) {
    return (await fetch(`${this.url}/_sim/${path}`)).json()
  }
}

export async function startPlatforms(): Promise<Platforms> {
  const { url, close } = await startSimulators({ port: 0 })
  return new Platforms(url, close)
}
