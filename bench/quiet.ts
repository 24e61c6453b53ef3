/**
 * What is billed where an event comes alone: nothing shares its commit, nor its batch. The dearest an event can be; under load
 * many share (throughput.ts).
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { eventText } from './event-text.ts'
import { drained, readCounts } from './metrics.ts'
import { cpuMs } from './processes.ts'
import { progress } from './progress.ts'
import { billedBetween, gatewayJob, type Bench, type Billed } from './throughput.ts'

export interface Quiet {
  readonly billed: Billed
  readonly cpuMicrosPerEvent: number
  readonly pauseMs: number
}

/** Longer than an event waits for company. */
const PAUSE_MS = 500
const EVENTS = 16

export async function measureQuiet(bench: Bench): Promise<Quiet> {
  const before = await drained(bench.gateway.url)
  const cpuBefore = cpuMs(bench.gateway.pid)
  for (let i = 0; i < EVENTS; i++) {
    await bench.load.run({ ...gatewayJob(bench, i + FIRST_ID), body: eventText(), connections: 1, maxRequests: 1 })
    await sleep(PAUSE_MS)
  }
  await drained(bench.gateway.url)
  const after = await readCounts(bench.gateway.url)
  const billed = billedBetween(before, after, EVENTS, EVENTS)
  progress(`one event every ${PAUSE_MS} ms: ${billed.rowsWritten.toFixed(2)} rows an event`)
  return { billed, cpuMicrosPerEvent: ((cpuMs(bench.gateway.pid) - cpuBefore) * 1000) / EVENTS, pauseMs: PAUSE_MS }
}

/** Below what `freshIds` gives. */
const FIRST_ID = 1
