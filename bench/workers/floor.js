/**
 * What the platform takes for what the gateway needs of it, and nothing of the gateway: a Worker that reads the body and asks
 * an empty Durable Object, by RPC or by fetch, or has it insert one row and keeps the answer back until it is on disk, in a
 * transaction of its own, together with the others that wait, or in a call that requests share.
 */
import { DurableObject } from 'cloudflare:workers'

export class Floor extends DurableObject {
  waiting = []

  constructor(ctx, env) {
    super(ctx, env)
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS dedupe (key TEXT PRIMARY KEY, destinations TEXT) WITHOUT ROWID')
  }

  nothing(text) {
    return text.length
  }

  /** As wide as a dedupe key, and as scattered; the output gate holds the answer back. */
  insert(text) {
    this.ctx.storage.sql.exec(
      "INSERT INTO dedupe (key, destinations) VALUES (lower(hex(randomblob(16))), 'meta tiktok')",
    )
    return text.length
  }

  /** The same for all requests that are at the door, with one statement in one turn. */
  insertTogether(text) {
    return new Promise((resolve) => {
      if (this.waiting.push(() => resolve(text.length)) === 1) setTimeout(() => this.flush(), 0)
    })
  }

  flush() {
    const group = this.waiting
    this.waiting = []
    this.insertRows(group)
    for (const answer of group) answer()
  }

  /** Those of a call that requests share. */
  insertAll(texts) {
    this.insertRows(texts)
    return texts.map((text) => text.length)
  }

  insertRows(group) {
    this.ctx.storage.sql.exec(
      "INSERT INTO dedupe (key, destinations) SELECT lower(hex(randomblob(16))), 'meta tiktok' FROM json_each(?)",
      JSON.stringify(group.map(() => 0)),
    )
  }

  async fetch(request) {
    return new Response(String((await request.text()).length))
  }
}

/** Who waits for the call before it, and whether there is one. */
let line = []
let isUnderWay = false

/** As the gateway does it (src/routes/joint-calls.ts), without what makes it safe. */
async function insertJointly(stub, text) {
  const slot = { text, ...Promise.withResolvers() }
  line.push(slot)
  if (isUnderWay && !(await slot.promise)) return
  isUnderWay = true
  const group = line
  line = []
  await stub.insertAll(group.map((one) => one.text))
  for (const one of group) one.resolve(false)
  const [next] = line
  isUnderWay = next !== undefined
  next?.resolve(true)
}

export default {
  async fetch(request, env) {
    const stub = env.OUTBOX.get(env.OUTBOX.idFromName('floor'))
    const { pathname } = new URL(request.url)
    if (pathname === '/fetch') {
      const answer = await stub.fetch(request)
      await answer.text()
    } else {
      const text = await request.text()
      if (pathname === '/rpc') await stub.nothing(text)
      if (pathname === '/insert') await stub.insert(text)
      if (pathname === '/together') await stub.insertTogether(text)
      if (pathname === '/joint') await insertJointly(stub, text)
    }
    return new Response(null, { status: 204 })
  },
}
