/** The load generator as the benchmark sees it: one job at a time. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { ID_MARK } from '../event-text.ts'
import { stopChild, track } from '../processes.ts'
import type { Job, JobResult } from './job.ts'

export interface LoadGenerator {
  readonly run: (job: Job) => Promise<JobResult>
  readonly stop: () => Promise<void>
}

/** Over and above the time that a job may take, before the benchmark gives up on it. */
const SLACK_MS = 60_000

export function startLoadGenerator(): LoadGenerator {
  const child = fork(join(import.meta.dirname, 'generator.ts'))
  track(child)
  return {
    run: async (job) => {
      const { promise, resolve, reject } = Promise.withResolvers<JobResult>()
      const ended = () => reject(new Error('the load generator ended'))
      const timer = setTimeout(
        () => reject(new Error('the load generator did not finish in time')),
        job.forMs + SLACK_MS,
      )
      child.once('message', (result: JobResult) => resolve(result))
      child.once('exit', ended)
      child.send(job)
      try {
        return await promise
      } finally {
        clearTimeout(timer)
        child.off('exit', ended)
      }
    },
    stop: () => stopChild(child),
  }
}

const BLOCK = 100_000_000
let blocks = 0

/** The first of a block of event numbers that nothing else in this run uses. */
export function freshIds(): number {
  const first = ++blocks * BLOCK
  if (first + BLOCK > 36 ** ID_MARK.length) throw new Error('the event numbers are used up')
  return first
}
