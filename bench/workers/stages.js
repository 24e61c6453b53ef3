/**
 * Runs one stage of an event's path `n` times for one request. workerd's clock stands still while code runs, so the
 * caller takes the time. POST ?stage=…&n=…&now=<epoch ms>; the body is the event, with marks for ids.
 */
import { DurableObject } from 'cloudflare:workers'
import { tokenVerifier } from '../../src/auth/token.ts'
import { Store } from '../../src/outbox/store.ts'
import { Sql } from '../../src/outbox/tables.ts'
import { CASES, makeInputs, PURE_STAGES } from './pure-stages.ts'

const ASYNC_STAGES = {
  authenticate: async ({ plan, context }, n, { env }) => {
    const tokens = tokenVerifier(new TextEncoder().encode(env.TIDEGATE_TOKEN_SECRET), [plan.id], false)
    for (let i = 0; i < n; i++) {
      const site = await tokens.siteOf(`Bearer ${env.BENCH_TOKEN}`, context.receivedAtMs)
      if (site !== plan.id) throw new Error('the token of the benchmark is refused')
    }
  },
  accept: (inputs, n, { outbox }) => outbox.acceptLoop(callOf(inputs, 1), n),
  accept100: (inputs, n, { outbox }) => outbox.acceptLoop(callOf(inputs, 100), n),
  durable: (inputs, n, { outbox }) => callLoop(callOf(inputs, 1), n, outbox),
  durable100: (inputs, n, { outbox }) => callLoop(callOf(inputs, 100), n, outbox),
}

/** One call after another, each awaited until the outbox's answer says that it is on disk. */
async function callLoop(call, n, outbox) {
  for (let i = 0; i < n; i++) await outbox.accept(call)
}

function callOf({ plan, context, cases }, size) {
  const events = Array.from({ length: size }, (_, i) => cases[i & (CASES - 1)].verdict)
  return { site: plan.id, digest: plan.digest, receivedAtMs: context.receivedAtMs, events }
}

/** The outbox's store and nothing else of it: no delivery, no alarm. */
export class StageOutbox extends DurableObject {
  #keys = 0
  #store

  constructor(ctx, env) {
    super(ctx, env)
    const sql = new Sql(ctx.storage.sql)
    sql.createTables()
    this.#store = new Store(sql)
  }

  accept(call) {
    const fresh = { ...call, events: call.events.map((event) => ({ ...event, dedupeKey: this.#nextKey() })) }
    return this.ctx.storage.transactionSync(() => this.#store.accept(fresh)).duplicates
  }

  acceptLoop(call, n) {
    for (let i = 0; i < n; i++) this.accept(call)
  }

  /** 32 hex digits like the real ones, and spread over the table like them: neighbours are far apart. */
  #nextKey() {
    const n = ++this.#keys
    return (Math.imul(n, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0') + n.toString(16).padStart(24, '0')
  }
}

function loop(stage, inputs, n) {
  let last
  for (let i = 0; i < n; i++) last = stage(inputs, inputs.cases[i & (CASES - 1)])
  return last
}

const MAX_LOOPS = 2_000_000
let made

export default {
  async fetch(request, env) {
    if (request.method !== 'POST') return new Response('post an event')
    const query = new URL(request.url).searchParams
    const body = await request.text()
    if (made?.body !== body) made = { body, inputs: makeInputs(body, Number(query.get('now'))) }
    const n = Math.min(Number(query.get('n')), MAX_LOOPS)
    const stage = query.get('stage') ?? ''
    const outbox = env.OUTBOX.get(env.OUTBOX.idFromName('bench'))
    if (stage in ASYNC_STAGES) await ASYNC_STAGES[stage](made.inputs, n, { env, outbox })
    else if (loop(PURE_STAGES[stage], made.inputs, n) === undefined)
      return new Response('nothing came of it', { status: 500 })
    return new Response('done')
  },
}
