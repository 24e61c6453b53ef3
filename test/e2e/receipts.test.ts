/** The proof end to end: plain workerd signs, somebody changes its SQLite file behind its back, `receipts verify` says which row. */
import { createHash } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newKeyPair } from '../../src/auth/receipt-signature.ts'
import { tidegate } from '../support/approved.ts'
import { newOrder, sale } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { startPlatforms, type Platforms } from '../support/platforms.ts'
import { removeFolder, temporaryFolder, until } from '../support/running.ts'

let platforms: Platforms
let stateDir: string
let folder: string
let settings: Readonly<Record<string, string>>
let exports = 0

beforeEach(async () => {
  platforms = await startPlatforms()
  stateDir = temporaryFolder('receipts-state')
  folder = temporaryFolder('receipts')
  const { privateJwk, publicJwk } = await newKeyPair()
  settings = { TIDEGATE_RECEIPT_KEY: JSON.stringify(privateJwk) }
  writeFileSync(join(folder, 'public.jwk'), JSON.stringify(publicJwk))
})
afterEach(async () => {
  await platforms.close()
  removeFolder(stateDir)
  removeFolder(folder)
})

const start = (): Promise<Gateway> => startGateway(settings, { platforms, stateDir })

/** Sells `count` times and waits until both platforms have had each sale, one receipt or more for each. */
async function sell(gateway: Gateway, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const order = newOrder()
    await gateway.fromServer(sale(order))
    await until(`${order} is delivered`, async () => {
      const receipts = await gateway.receipts(`o-${order}`)
      return receipts.filter(({ outcome }) => outcome === 'delivered').length === 2
    })
  }
}

async function verifyExport(gateway: Gateway): Promise<{ code: number | string; output: string }> {
  exports += 1
  const file = join(folder, `${exports}.ndjson`)
  const exported = await tidegate(['receipts', 'export', '--url', gateway.url, '--out', file])
  expect(exported).toMatchObject({ code: 0 })
  return tidegate(['receipts', 'verify', file, '--key', join(folder, 'public.jwk')])
}

/** Whoever has the machine may write its files. */
function changeDatabase(change: (database: DatabaseSync) => void): void {
  const inside = join(stateDir, 'outbox')
  const files = readdirSync(inside, { recursive: true, encoding: 'utf8' })
  // Beside the shard's own lies a file in which the runtime keeps its alarms.
  for (const file of files.filter((name) => name.endsWith('.sqlite'))) {
    const database = new DatabaseSync(join(inside, file))
    const { has } = database.prepare("SELECT count(*) AS has FROM sqlite_master WHERE name = 'receipts'").get() ?? {}
    if (has === 1) change(database)
    database.close()
  }
}

/** Makes every row from `fromId` on anew, with chain values that fit. */
function rewrite(database: DatabaseSync, fromId: number): void {
  const rows = database.prepare('SELECT * FROM receipts ORDER BY id').all()
  let chain = '0'.repeat(64)
  for (const row of rows) {
    const outcome = Number(row['id']) >= fromId ? 'refused' : row['outcome']
    const cells = [row['id'], row['at_ms'], row['destination'], outcome, row['code'], row['sheets']]
    chain = createHash('sha256')
      .update(`${chain}\n${JSON.stringify(cells)}`)
      .digest('hex')
    database
      .prepare('UPDATE receipts SET outcome = ?, chain = ? WHERE id = ?')
      .run(String(outcome), chain, Number(row['id']))
  }
}

describe('receipts of a gateway on plain workerd', () => {
  it('verify with its public key, also after a restart, and the shard has signed a head by itself', async () => {
    const first = await start()
    await sell(first, 2)
    await first.workerd.stop()
    let heads = 0
    changeDatabase((database) => {
      heads = Number(database.prepare('SELECT count(*) AS heads FROM receipt_heads').get()?.['heads'])
    })
    expect(heads).toBe(1)
    const second = await start()
    await sell(second, 1)
    const { code, output } = await verifyExport(second)
    await second.workerd.stop()
    expect(output).toContain('2 verified heads')
    expect(code).toBe(0)
  })

  it('show the row that was changed in the file', async () => {
    const first = await start()
    await sell(first, 3)
    await first.workerd.stop()
    changeDatabase((database) => database.exec("UPDATE receipts SET outcome = 'refused' WHERE id = 3"))
    const second = await start()
    const { code, output } = await verifyExport(second)
    await second.workerd.stop()
    expect(output).toMatch(/^WRONG {3}Shard 0, row 3 \(.*\): altered: its content was changed/m)
    expect(code).toBe(1)
  })

  it('show that rows were made anew with a chain that fits, by the head that was signed before', async () => {
    const first = await start()
    await sell(first, 3)
    expect(await verifyExport(first)).toMatchObject({ code: 0 })
    await first.workerd.stop()
    changeDatabase((database) => rewrite(database, 2))
    const second = await start()
    const { code, output } = await verifyExport(second)
    await second.workerd.stop()
    expect(output).toMatch(/^WRONG {3}Shard 0, head of .*: it vouches for another chain value\. Rows were rewritten/m)
    expect(code).toBe(1)
  })

  it('show that the last row was deleted, by the head that was signed for it', async () => {
    const first = await start()
    await sell(first, 3)
    expect(await verifyExport(first)).toMatchObject({ code: 0 })
    await first.workerd.stop()
    changeDatabase((database) => database.exec('DELETE FROM receipts WHERE id = (SELECT max(id) FROM receipts)'))
    const second = await start()
    const { code, output } = await verifyExport(second)
    await second.workerd.stop()
    expect(output).toMatch(/^WRONG {3}Shard 0: rows (\d+)–\1, for which there is a signed head, are missing\./m)
    expect(output).toContain('The gateway therefore refused to sign the end of this export')
    expect(output).not.toMatch(/^OK/m)
    expect(code).toBe(1)
  })
})
