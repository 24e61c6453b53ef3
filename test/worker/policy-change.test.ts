/** What was accepted before the policy changed is held against the policy that runs, when it is sent. */
import { env, evictDurableObject, reset } from 'cloudflare:test'
import { afterEach, describe, expect, it } from 'vitest'
import { sale, sales } from './events.ts'
import { accept, deliver, outcomesOf, receiptsOf, shard, sql } from './gateway.ts'
import { clearPlatforms, countedIds } from './platforms.ts'

const OTHER_DIGEST = '0'.repeat(64)

afterEach(async () => {
  await reset()
  await clearPlatforms()
})

/** As if it had been accepted under another policy, which let the searched words out, too. */
async function acceptedUnderAnotherPolicy(): Promise<void> {
  await sql(
    `UPDATE pending SET bodies = replace(bodies, '"properties":{', '"properties":{"query":"savon doux",'),
       sheet = replace(replace(sheet, sheet ->> 'digest', ?), 'properties.value', 'properties.query properties.value')
     WHERE destination = 'tiktok'`,
    OTHER_DIGEST,
  )
}

async function sentToTikTok(): Promise<string> {
  return (await fetch(`${env.TIDEGATE_PLATFORM_BASE}/_sim/tiktok/requests`)).text()
}

async function tiktokReceiptOf(id: string) {
  return (await receiptsOf(id)).find(({ destination }) => destination === 'tiktok')
}

describe('a field that the policy lets out no longer', () => {
  it('does not leave with what was accepted before, and the receipt says what did', async () => {
    await accept(sales(3, 'old'))
    await acceptedUnderAnotherPolicy()
    // What it wrote itself it has in memory.
    await evictDurableObject(shard())
    await deliver()
    expect(await countedIds('tiktok')).toEqual(['old-0', 'old-1', 'old-2'])
    expect(await sentToTikTok()).not.toContain('savon doux')
    const receipt = await tiktokReceiptOf('old-1')
    expect(receipt).toMatchObject({ outcome: 'delivered', fields: expect.arrayContaining(['properties.value']) })
    expect(receipt?.fields).not.toContain('properties.query')
    expect(receipt?.policy_digest).not.toBe(OTHER_DIGEST)
  })

  it('costs nothing where nothing is taken out: the receipt names the policy that decided', async () => {
    await accept(sale('same'))
    await sql(`UPDATE pending SET sheet = replace(sheet, sheet ->> 'digest', ?)`, OTHER_DIGEST)
    // What it wrote itself it has in memory.
    await evictDurableObject(shard())
    await deliver()
    expect(await tiktokReceiptOf('same')).toMatchObject({ outcome: 'delivered', policy_digest: OTHER_DIGEST })
  })
})

describe('an event that may not leave any more', () => {
  it('ends, where the others of its parcel go', async () => {
    await accept(sales(3, 'mixed'))
    await acceptedUnderAnotherPolicy()
    // A limited send, which this policy does not know: an opt-out is a no.
    await sql(`UPDATE pending SET sheet = json_set(sheet, '$.list[1].lv', 'limited') WHERE destination = 'tiktok'`)
    // What it wrote itself it has in memory.
    await evictDurableObject(shard())
    await deliver()
    expect(await countedIds('tiktok')).toEqual(['mixed-0', 'mixed-2'])
    expect(await tiktokReceiptOf('mixed-1')).toMatchObject({ outcome: 'expired', code: 'no_longer_in_policy' })
    expect([await outcomesOf('mixed-0'), await sql('SELECT * FROM pending')]).toEqual([
      { tiktok: 'delivered', meta: 'delivered' },
      [],
    ])
  })
})
