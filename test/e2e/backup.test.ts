/** `tidegate backup` of a gateway under load, and `tidegate restore` into an empty folder. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newOrder, sale } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { PLATFORMS, startPlatforms, type Platforms } from '../support/platforms.ts'
import { runProgram } from '../support/program.ts'
import { temporaryFolder, until } from '../support/running.ts'

const tidegate = (...args: string[]) => runProgram('src/cli/main.ts', args, { LANG: 'C' })

let platforms: Platforms
let gateway: Gateway
beforeAll(async () => {
  platforms = await startPlatforms()
  gateway = await startGateway({}, { platforms })
})
afterAll(async () => {
  await gateway.stop()
  await platforms.close()
})

/** Orders that were answered 202, in that order; goes on until it is told to stop. */
function startLoad(): { readonly taken: string[]; readonly stop: () => Promise<unknown> } {
  const taken: string[] = []
  const told = { stop: false }
  const connection = async () => {
    while (!told.stop) {
      const order = newOrder()
      const { status } = await gateway.fromServer(sale(order))
      if (status === 202) taken.push(order)
    }
  }
  const running = Promise.all([connection(), connection(), connection()])
  const stop = async () => {
    told.stop = true
    await running
  }
  return { taken, stop }
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

describe('a backup that is taken under load', () => {
  const folder = join(temporaryFolder('backup'), 'first')
  let delivered: string
  let before: readonly string[]

  it('is verified, and nobody else may read it', async () => {
    delivered = newOrder()
    await gateway.fromServer(sale(delivered))
    await gateway.untilSettled()
    for (const platform of PLATFORMS)
      await platforms.order(platform, { status: 503, headers: { 'retry-after': '600' }, times: 1_000 })
    const load = startLoad()
    await until('the load is under way', () => load.taken.length > 20)
    before = [...load.taken]
    const { code, output } = await tidegate('backup', folder, '--state', gateway.stateDir)
    const during = load.taken.length - before.length
    await load.stop()

    expect(output).toContain(`Saved and verified: ${folder}`)
    expect(code).toBe(0)
    expect(during).toBeGreaterThan(0)
    for (const file of filesIn(folder)) expect(statSync(file).mode & 0o077).toBe(0)
  })

  it('never goes over what is there, neither another backup nor a state folder', async () => {
    expect((await tidegate('backup', folder, '--state', gateway.stateDir)).code).toBe(1)
    const { code, output } = await tidegate('restore', folder, '--state', gateway.stateDir)
    expect([code, output]).toEqual([1, expect.stringContaining('is not empty')])
  })

  it('brings every delivery back that was answered before it, once, and every dedupe key', async () => {
    const state = temporaryFolder('restored')
    const { code, output } = await tidegate('restore', folder, '--state', state)
    expect([code, output]).toEqual([0, expect.stringContaining('Restored as of ')])
    await platforms.clear()
    const restored = await startGateway({}, { platforms, stateDir: state })
    try {
      for (const order of [delivered, ...before.slice(0, 3)]) {
        const copy = await restored.fromServer(sale(order, { event_id: `again-${order}` }))
        expect([copy.status, copy.body.results?.[0]?.status]).toEqual([200, 'duplicate'])
      }
      await restored.untilSettled()
      for (const platform of PLATFORMS) {
        const counted = (await platforms.counted(platform)).map(({ event_id }) => String(event_id))
        expect(before.filter((order) => !counted.includes(`o-${order}`))).toEqual([])
        expect(new Set(counted).size).toBe(counted.length)
      }
    } finally {
      await restored.stop()
    }
  })

  it('is not restored when a bit of it has changed', async () => {
    const file = filesIn(folder).find((name) => name.endsWith('.sqlite')) ?? ''
    const bytes = readFileSync(file)
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    writeFileSync(file, bytes)
    const state = temporaryFolder('not-restored')
    const { code, output } = await tidegate('restore', folder, '--state', state)
    expect([code, output]).toEqual([1, expect.stringContaining('is not as the backup wrote it')])
    expect(filesIn(state).filter((name) => name.startsWith(join(state, 'outbox/')))).toEqual([])
  })
})

it('a backup of receipts that somebody altered says which, and is none', async () => {
  const shard = filesIn(gateway.stateDir).find((name) => /[\da-f]{64}\.sqlite$/.test(name)) ?? ''
  const database = new DatabaseSync(shard)
  database.exec("UPDATE receipts SET outcome = 'withdrawn' WHERE id = (SELECT min(id) FROM receipts)")
  database.close()
  const folder = join(temporaryFolder('backup'), 'altered')
  const { code, output } = await tidegate('backup', folder, '--state', gateway.stateDir)
  expect([code, output]).toEqual([1, expect.stringMatching(/receipt 1 is not as it was written/)])
  expect((await tidegate('restore', folder, '--state', temporaryFolder('none'))).code).toBe(1)
})
