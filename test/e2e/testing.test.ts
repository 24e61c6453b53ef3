/** `tidegate/testing` as built, in somebody's test run: what it starts, what it says, and that nothing of it stays. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startTidegate, type Tidegate, type TidegateOptions } from 'tidegate/testing'
import { afterAll, afterEach, expect, it } from 'vitest'
import { consent, newOrder, sale, saleIn, USER_AGENT, type Members } from '../support/events.ts'
import { removeFolder, ROOT, temporaryFolder } from '../support/running.ts'

const POLICY = join(ROOT, 'examples/shop-tests/policy/policy.yaml')
const tmp = temporaryFolder('testing')
const usual = process.env['TMPDIR']
process.env['TMPDIR'] = tmp
afterAll(() => {
  if (usual === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = usual
  removeFolder(tmp)
})

const running: Tidegate[] = []
afterEach(() => Promise.all(running.splice(0).map((tidegate) => tidegate.stop())))

async function start(options: Partial<TidegateOptions> = {}): Promise<Tidegate> {
  const tidegate = await startTidegate({ policy: POLICY, ...options })
  running.push(tidegate)
  return tidegate
}

async function send({ url, token }: Tidegate, event: Members): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const response = await fetch(`${url}/v1/events`, { method: 'POST', headers, body: JSON.stringify(event) })
  await response.body?.cancel()
}

const idsOf = (events: readonly { readonly event_id: string | null }[]) => events.map(({ event_id: id }) => id)

it('two at once, each with a policy of its own, know nothing of each other', async () => {
  const text = readFileSync(POLICY, 'utf8')
  const [one, other] = await Promise.all([
    start(),
    start({ policy: text.replace('C4EXAMPLESHOP001', 'C4ANOTHERSHOP002') }),
  ])
  const [order, another] = [newOrder(), newOrder()]
  await Promise.all([send(one, sale(order)), send(other, sale(another))])
  const [first, second] = [
    await one.waitFor('tiktok', ({ event }) => event === 'Purchase'),
    await other.waitFor('tiktok', ({ event }) => event === 'Purchase'),
  ]
  expect([first.account, second.account]).toEqual(['C4EXAMPLESHOP001', 'C4ANOTHERSHOP002'])
  expect(idsOf(await one.received('tiktok'))).toEqual([`o-${order}`])
  expect(idsOf(await other.received('tiktok'))).toEqual([`o-${another}`])
})

it('who waits in vain is told what came, what was decided and what was turned away', async () => {
  const tidegate = await start()
  const [bought, refused] = [newOrder(), newOrder()]
  await send(tidegate, sale(bought))
  await send(tidegate, sale(refused, { consent: consent('denied') }))
  await fetch(`${tidegate.url}/e`, { method: 'POST', headers: { origin: 'https://elsewhere.example' }, body: '{}' })
  await tidegate.settled()
  const told = tidegate.waitFor('meta', ({ event_id: id }) => id === `o-${refused}`, { timeoutMs: 1 })
  await expect(told).rejects.toThrow(/^meta received no event that matches within 1 ms/)
  await expect(told).rejects.toThrow(`Purchase o-${bought}`)
  await expect(told).rejects.toThrow(`purchase o-${refused} from a server: refused (consent_denied)`)
  await expect(told).rejects.toThrow('origin_not_allowed')
  await tidegate.clear()
  expect([await tidegate.received('meta'), await tidegate.decisions()]).toEqual([[], []])
})

it('a fault that is ordered happens on the wire, and the sale counts once all the same', async () => {
  const tidegate = await start()
  await tidegate.faults('tiktok', [{ accept_then_drop: true }])
  await send(tidegate, sale(newOrder()))
  await tidegate.settled({ timeoutMs: 20_000 })
  expect(await tidegate.received('tiktok')).toMatchObject([{ copies: 2 }])
  const answers = (await tidegate.requests('tiktok')).map(({ answer }) => answer.dropped)
  expect(answers).toEqual([true, false])
  await expect(tidegate.faults('tictoc', [{ drop: true }])).rejects.toThrow('there are tiktok, meta')
})

it('visitors are where the test says they are: in California, silence is no refusal', async () => {
  const tidegate = await start({ visitors: { country: 'US', region: 'CA' } })
  const { client: _own, ...event } = saleIn('US-CA', newOrder())
  const headers = { origin: 'http://127.0.0.1:3000', 'user-agent': USER_AGENT }
  await fetch(`${tidegate.url}/e`, { method: 'POST', headers, body: JSON.stringify(event) })
  await tidegate.waitFor('meta', ({ body }) => body.user_data?.client_ip_address === '203.0.113.7')
  expect(await tidegate.decisions()).toMatchObject([{ source: 'browser', regime: 'opt-out' }])
})

it('keeps the off-site record that a policy with `analysis` asks for', async () => {
  const written: string[] = []
  const policy = join(ROOT, 'policy/policy.yaml')
  const { url, token } = await start({ policy, onLine: (line) => written.push(line) })
  const answer = await fetch(`${url}/v1/analysis/tests`, { headers: { authorization: `Bearer ${token}` } })
  expect([answer.status, await answer.json()]).toEqual([200, { tests: [] }])
  expect(written).toEqual([])
})

it('a stop leaves no port and no folder, also while a platform hangs', async () => {
  const tidegate = await start()
  expect(readdirSync(tmp)).not.toEqual([])
  await tidegate.faults('tiktok', [{ hang_ms: 60_000 }])
  await send(tidegate, sale(newOrder()))
  await tidegate.waitFor('meta', () => true)
  await tidegate.stop()
  await tidegate.stop()
  expect(readdirSync(tmp)).toEqual([])
  await expect(fetch(tidegate.url)).rejects.toThrow('fetch failed')
})

it('what cannot start says what to mend, and leaves nothing', async () => {
  const text = readFileSync(POLICY, 'utf8')
  const wrong = text.replace('view_item: {}', 'view_itm: {}')
  const line = wrong.split('\n').findIndex((one) => one.includes('view_itm')) + 1
  await expect(start({ policy: wrong })).rejects.toThrow(`policy:${line}:7  sites.example-shop.events`)
  await expect(start({ policy: 'no-such.yaml' })).rejects.toThrow('no-such.yaml')
  await expect(start({ settings: { TIDEGATE_LINGER_MS: 'soon' } })).rejects.toThrow('TIDEGATE_LINGER_MS')
  await expect(start({ visitors: { country: 'USA' } })).rejects.toThrow('two capital letters, not "USA"')
  await expect(startTidegate({} as TidegateOptions)).rejects.toThrow('the policy is missing')
  await expect(start({ settings: { TIDEGATE_ENV: 'production' } })).rejects.toThrow('TIDEGATE_ENV')
  expect(readdirSync(tmp)).toEqual([])
})
