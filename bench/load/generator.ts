/**
 * The load generator: a process of its own, driven over IPC by client.ts, so that making requests disturbs neither the
 * measured process nor the one that reads the clock. Raw sockets, keep-alive, one request at a time per connection.
 */
import { connect } from 'node:net'
import { AnswerReader } from './answer.ts'
import type { Job, JobResult } from './job.ts'
import { RequestBytes } from './request.ts'

interface Run {
  readonly job: Job
  readonly deadlineMs: number
  readonly latenciesMs: number[]
  readonly statuses: Record<string, number>
  readonly nextId: () => number
  sent: number
  broken: number
}

async function perform(job: Job): Promise<JobResult> {
  const startedMs = performance.now()
  const cpu = process.cpuUsage()
  const run: Run = {
    job,
    deadlineMs: startedMs + job.forMs,
    latenciesMs: [],
    statuses: {},
    nextId: idsOf(job),
    sent: 0,
    broken: 0,
  }
  await Promise.all(Array.from({ length: job.connections }, () => keepAsking(run)))
  const wallMs = performance.now() - startedMs
  const { user, system } = process.cpuUsage(cpu)
  return resultOf(run, wallMs, (user + system) / 1000 / wallMs)
}

function idsOf(job: Job): () => number {
  let n = 0
  return () => job.firstId + (n++ % job.idCount)
}

/** A broken connection ends its part of the run; it is counted and shown. */
function keepAsking(run: Run): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const request = new RequestBytes(run.job)
  const answer = new AnswerReader()
  const socket = connect(run.job.port, '127.0.0.1')
  socket.setNoDelay(true)
  let sentAtMs = 0
  const ask = () => {
    if (run.sent >= run.job.maxRequests || performance.now() >= run.deadlineMs) {
      socket.destroy()
      return
    }
    run.sent++
    request.writeIds(run.nextId)
    sentAtMs = performance.now()
    socket.write(request.bytes)
  }
  socket.on('connect', ask)
  socket.on('data', (bytes) => {
    const status = answer.read(bytes)
    if (status === undefined) return
    run.latenciesMs.push(performance.now() - sentAtMs)
    run.statuses[status] = (run.statuses[status] ?? 0) + 1
    ask()
  })
  socket.on('error', () => run.broken++)
  socket.on('end', () => run.broken++)
  socket.on('close', () => resolve())
  return promise
}

function resultOf(run: Run, wallMs: number, generatorCpu: number): JobResult {
  const sorted = run.latenciesMs.toSorted((a, b) => a - b)
  return {
    requests: sorted.length,
    seconds: wallMs / 1000,
    statuses: run.statuses,
    broken: run.broken,
    p50Ms: sorted[Math.floor(sorted.length * 0.5)] ?? Number.NaN,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    generatorCpu,
  }
}

process.on('message', (job: Job) => {
  void perform(job).then((result) => process.send?.(result))
})
process.on('disconnect', () => process.exit())
