/** A destination leaves the policy and comes back: whoever has withdrawn meanwhile has withdrawn from it, too. */
import { expect, it } from 'vitest'
import { unsignedPolicy } from '../support/approved.ts'
import { consent, newOrder, sale } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { startPlatforms } from '../support/platforms.ts'
import { builtWith } from '../support/production.ts'
import { temporaryFolder, until } from '../support/running.ts'

const TOKEN = { authorization: 'Bearer dev' }
const ANNE = { email: 'anne@example.com' }
const PAUL = { email: 'paul@example.com' }
const ROSE = { email: 'rose@example.com' }

it('what waits for it, and what it refused, does not go to it after all', async () => {
  const stateDir = temporaryFolder('policy-destination')
  const platforms = await startPlatforms()
  const without = await unsignedPolicy()
  without.edit((text) => text.replace(/\n {6}meta:\n(?: {8}.*\n)*/, '\n'))
  const bundle = await builtWith(without)
  const outcomeOf = async (gateway: Gateway, order: string) => (await gateway.receiptFor(`o-${order}`, 'meta'))?.outcome
  const [refused, waits, ofPaul, ofRose] = [newOrder(), newOrder(), newOrder(), newOrder()]

  let gateway = await startGateway({}, { platforms, stateDir })
  await platforms.order('meta', { reject_event_id: `o-${refused}` }, { status: 503, times: 1_000 })
  await gateway.fromServer(sale(refused, { person: ANNE }))
  await until('Meta has refused it', async () => (await outcomeOf(gateway, refused)) === 'rejected')
  const events = [sale(waits, { person: ANNE }), sale(ofPaul, { person: PAUL }), sale(ofRose, { person: ROSE })]
  await gateway.fromServer({ events })
  await gateway.workerd.stop()

  gateway = await startGateway({}, { platforms, stateDir, bundle })
  const erased = await gateway.send('/v1/persons/anne@example.com', { method: 'DELETE', headers: TOKEN })
  expect(JSON.parse(erased.text)).toMatchObject({ withdrawn_from: ['tiktok', 'meta'] })
  const headers = { ...TOKEN, 'content-type': 'application/json' }
  const body = JSON.stringify({ person: PAUL, consent: consent('denied') })
  const answered = await gateway.send('/v1/consent', { method: 'POST', headers, body })
  expect(JSON.parse(answered.text)).toMatchObject({ withdrawn_from: ['tiktok', 'meta'] })
  await gateway.workerd.stop()

  await platforms.clear('meta')
  gateway = await startGateway({}, { platforms, stateDir })
  try {
    await gateway.send('/v1/dead-letters/redrive?all=1', { method: 'POST', headers: TOKEN })
    await until('the rest has gone', async () => (await outcomeOf(gateway, ofRose)) === 'delivered')
    expect((await platforms.counted('meta')).map(({ event_id: id }) => id)).toEqual([`o-${ofRose}`])
    for (const order of [refused, waits, ofPaul]) expect(await outcomeOf(gateway, order)).toBe('withdrawn')
  } finally {
    await gateway.stop()
    await platforms.close()
  }
})

it('what waits, and what was refused, goes under a narrower policy too, less what that no longer allows', async () => {
  const stateDir = temporaryFolder('narrower-policy')
  const platforms = await startPlatforms()
  const narrower = await unsignedPolicy()
  narrower.edit((text) =>
    text.replace(/(\n {10}commitments: \[page, browser, meta_ids, order_facts), contact_hashed/, '$1'),
  )
  const bundle = await builtWith(narrower)
  const [refused, waits] = [newOrder(), newOrder()]
  const outcomeOf = async (gateway: Gateway, order: string) => (await gateway.receiptFor(`o-${order}`, 'meta'))?.outcome

  let gateway = await startGateway({}, { platforms, stateDir })
  await platforms.order('meta', { reject_event_id: `o-${refused}` }, { status: 503, times: 1_000 })
  await gateway.fromServer(sale(refused, { person: ANNE }))
  await until('Meta has refused it', async () => (await outcomeOf(gateway, refused)) === 'rejected')
  await gateway.fromServer(sale(waits, { person: PAUL }))
  await gateway.workerd.stop()

  await platforms.clear('meta')
  gateway = await startGateway({}, { platforms, stateDir, bundle })
  try {
    await gateway.send('/v1/dead-letters/redrive?all=1', { method: 'POST', headers: TOKEN })
    await until('both have gone', async () => {
      const outcomes = await Promise.all([refused, waits].map((order) => outcomeOf(gateway, order)))
      return outcomes.every((outcome) => outcome === 'delivered')
    })
    const counted = await platforms.counted('meta')
    expect(new Set(counted.map(({ event_id: id }) => id))).toEqual(new Set([`o-${refused}`, `o-${waits}`]))
    for (const { payload } of counted) {
      expect(JSON.stringify(payload)).not.toContain('"em"')
      expect(payload).toMatchObject({ custom_data: { currency: 'EUR' } })
    }
  } finally {
    await gateway.stop()
    await platforms.close()
  }
})
