/** Dead letters end to end: the built bundle, a platform that refuses a sale, and the operator's commands against the gateway. */
import { expect, it } from 'vitest'
import { tidegate } from '../../src/cli/signed.fixture.ts'
import { newOrder, sale } from '../support/events.ts'
import { startGateway } from '../support/gateway.ts'
import { until } from '../support/running.ts'

it('a refused sale is listed, shown, redriven once the platform takes it, and counts once', async () => {
  const gateway = await startGateway()
  try {
    const { platforms } = gateway
    const command = async (...args: string[]) => {
      const { code, stdout } = await tidegate(['dead-letters', ...args, '--url', gateway.url])
      return `${stdout}exit ${code}`
    }
    const order = newOrder()
    await platforms.order('meta', { reject_event_id: `o-${order}` })
    await gateway.fromServer(sale(order))
    const outcomesForMeta = async () =>
      (await gateway.receipts(`o-${order}`))
        .filter(({ destination }) => destination === 'meta')
        .map((one) => one.outcome)
    await until('Meta has refused it', async () => (await outcomesForMeta()).includes('rejected'))

    const listed = await command('list')
    expect(listed).toMatch(/ 1 +meta +purchase /)
    expect(listed).toContain(`o-${order}`)
    const shown = await command('show', `o-${order}`)
    expect(shown).toContain('user_data.em.0 = (sha256)')
    expect(shown).toContain('would send it again as it is')

    await platforms.clear('meta')
    expect(await command('redrive', '--destination', 'meta', '--dry-run')).toContain('would be sent again: 1')
    expect(await command('redrive', '--destination', 'meta')).toContain('wait to be sent again: 1')
    await until('Meta has taken it', async () => (await outcomesForMeta()).includes('delivered'))
    expect(await outcomesForMeta()).toEqual(['delivered', 'redriven', 'rejected'])
    expect(await platforms.counted('meta')).toMatchObject([{ event_id: `o-${order}`, copies: 1 }])
    expect(await command('list')).toBe('There are no dead letters.\nexit 0')
  } finally {
    await gateway.stop()
  }
})
