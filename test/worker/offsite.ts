/** The off-site record from inside, and a site whose policy keeps one. */
import policy from '#policy'
import { env, runInDurableObject } from 'cloudflare:test'
import type { OffsiteAsk } from '../../src/offsite/asks.ts'
import type { FactBatch, JourneyFact } from '../../src/offsite/facts.ts'
import type { Journey } from '../../src/offsite/journey.ts'
import { journeyOf } from '../../src/offsite/journey-text.ts'
import type { CompiledAnalysis } from '../../src/policy/types.ts'
import { SITE } from './ledger.ts'

const ANALYSIS: CompiledAnalysis = {
  purposes: ['analytics_storage'],
  journeyDays: 400,
  recordDays: 800,
  windowDays: 30,
  direct: 'last_resort',
  currency: 'EUR',
  touches: [],
  codes: { LIVE10: 'live' },
}

/** Before the first request of a file: the policy is read once. */
export function keepJourneys(changes: Partial<CompiledAnalysis> = {}): void {
  const site = policy.sites.find(({ id }) => id === SITE)
  if (site !== undefined) Object.assign(site, { analysis: { ...ANALYSIS, ...changes } })
}

export function keepJourneysNoMore(): void {
  const site = policy.sites.find(({ id }) => id === SITE)
  if (site !== undefined) Object.assign(site, { analysis: undefined })
}

/** Takes the site out of the policy. What is given back puts it in again. */
export function withoutSite(): () => void {
  const sites = policy.sites as unknown[]
  const all = [...sites]
  sites.splice(0, sites.length, ...all.filter((site) => (site as { id: string }).id !== SITE))
  return () => void sites.splice(0, sites.length, ...all)
}

export function record() {
  return env.OFFSITE.get(env.OFFSITE.idFromName(SITE))
}

export async function askRecord<Answer>(asked: OffsiteAsk): Promise<Answer> {
  return JSON.parse(await record().ask(SITE, JSON.stringify(asked))) as Answer
}

export function give(batch: Partial<FactBatch> & { facts: readonly JourneyFact[] }): Promise<void> {
  return record().take(SITE, JSON.stringify({ shard: 0, epoch: 'one', upTo: 1, ...batch }))
}

export function recordSql<Row extends Record<string, SqlStorageValue>>(
  query: string,
  ...bindings: SqlStorageValue[]
): Promise<Row[]> {
  return runInDurableObject(record(), (_record, state) => state.storage.sql.exec<Row>(query, ...bindings).toArray())
}

export async function journeyUnder(key: string): Promise<Journey | undefined> {
  const rows = await recordSql<{ log: string }>('SELECT log FROM journeys WHERE key = ?', key)
  return rows[0] && journeyOf(rows[0].log)
}
