/** The simulated platforms of global-setup.ts, seen from inside workerd. */
import { env } from 'cloudflare:test'
import type { CountedEvent } from '../../src/destinations/simulator.ts'

export type Platform = 'tiktok' | 'meta'

/** The next requests to the platform get these answers, in turn. */
export async function order(platform: Platform, ...answers: readonly unknown[]): Promise<void> {
  await ask(`/${platform}/faults`, { method: 'POST', body: JSON.stringify({ answers }) })
}

/** What counted after the platform's own deduplication. */
export async function counted(platform: Platform): Promise<readonly CountedEvent[]> {
  return (await ask<{ events: readonly CountedEvent[] }>(`/${platform}/events`)).events
}

export async function countedIds(platform: Platform): Promise<readonly (string | null)[]> {
  return (await counted(platform)).map(({ event_id }) => event_id)
}

/** How many requests the platform has seen. */
export async function requestCount(platform: Platform): Promise<number> {
  return (await ask<{ requests: number }>(`/${platform}`)).requests
}

/** Forgets events, requests and orders. */
export async function clearPlatforms(): Promise<void> {
  await ask('', { method: 'DELETE' })
}

async function ask<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${env.TIDEGATE_PLATFORM_BASE}/_sim${path}`, init)
  const answer = await response.json<Answer>()
  if (!response.ok) throw new Error(`the simulator said ${response.status}: ${JSON.stringify(answer)}`)
  return answer
}
