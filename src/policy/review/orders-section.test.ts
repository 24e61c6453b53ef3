/** What a lawyer reads of orders and sources: who else may send and as whom, what counts as a sale, what is kept and how long. */
import { describe, expect, it } from 'vitest'
import type { CompiledOrders, CompiledSite, CompiledSources } from '../types.ts'
import { CLICK_IDS, demoPolicy, FACTS, GUARDED } from './compiled.fixture.ts'
import { reviewFiles } from './review.ts'

const ORDERS: CompiledOrders = {
  money: 'shop',
  tax: 'excluded',
  shipping: 'included',
  purchaseWhen: 'created',
  itemId: 'variant_id',
  excluded: ['pos', 'test'],
  excludedTags: ['b2b'],
  renewalSources: ['subscription_contract*'],
  settleSeconds: 90,
  timeZone: 'Europe/Paris',
  toleranceSeconds: 300,
  ledgerDays: 30,
}
const SOURCES: CompiledSources = {
  ga4: { measurementIds: ['G-1234'], keys: [] },
  segment: { keys: ['WRITE_KEY'], categories: { Ads: ['ad_storage'] } },
  shopify: { shop: 'a.myshopify.com', secrets: ['HOOK', 'NEW_HOOK'], webPixel: true },
  tiktok_shop: { shopId: '77777', appKey: 'a', secrets: ['TTS'] },
}

function fileOf(name: string, site: Partial<CompiledSite>): string {
  const demo = demoPolicy()
  const policy = { ...demo, sites: demo.sites.map((one) => ({ ...one, ...site })) }
  const files = reviewFiles({ policy, recipients: FACTS, guarded: GUARDED, clickIds: CLICK_IDS })
  return (files.find((file) => file.name === name)?.text ?? '').replaceAll('\u00A0', ' ')
}

function sectionOf(name: string, heading: string, site: Partial<CompiledSite>): string {
  const [, section = ''] = fileOf(name, site).split(`### ${heading}\n`)
  return section.split('\n### ')[0] ?? ''
}

describe('the review of orders and sources', () => {
  it('says that nobody else may send where the policy names nobody', () => {
    expect(sectionOf('REVIEW.md', 'Who else may send, and the orders', {})).toContain('No ledger of orders is kept.')
    const only = sectionOf('REVIEW.md', 'Who else may send, and the orders', { orders: ORDERS })
    expect(only).toContain('servers with a token: nobody.')
  })

  it('names each source, how it is told from others, and what else it may do', () => {
    const text = sectionOf('REVIEW.md', 'Who else may send, and the orders', { orders: ORDERS, sources: SOURCES })
    const rows = text
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .slice(2)
    expect(rows).toEqual([
      '| Google Analytics 4 | The id `G-1234`, which anybody can read, and no page of another site | – |',
      '| Segment, RudderStack | The key kept under `WRITE_KEY` | its consent category “Ads” is an answer for `ad_storage` |',
      '| Shopify | A signature made with `HOOK`, `NEW_HOOK`, for the shop `a.myshopify.com` alone | the shop’s pages send the events of its web pixel |',
      '| TikTok Shop | A signature made with `TTS`, for the shop `77777` alone | its orders go to the ledger only: they are sent to nobody |',
    ])
    expect(text).toContain('An order reported by a shop is no consent')
  })

  it('says on which side the money is, what is a sale, and how long what is kept', () => {
    const text = sectionOf('REVIEW.fr.md', 'Qui d’autre peut envoyer, et les commandes', { orders: ORDERS })
    expect(text).toContain(
      'celui des comptes de la boutique, dans sa devise à elle ; taxes non comprises, port compris',
    )
    expect(text).toContain('une vente dès qu’elle est passée, **payée ou non**')
    expect(text).toContain('les ventes en caisse, les commandes d’essai')
    expect(text).toContain('l’étiquette `b2b`')
    expect(text).toContain('`subscription_contract*`')
    expect(text).toContain('attend 90 s au plus, entière et chiffrée')
    expect(text).toContain('Durée : 30 jours par commande')
    expect(text).toContain('ni nom, ni adresse, ni produit')
  })

  it('has the ledger in the record of processing, with its purpose and its time limit', () => {
    const record = fileOf('record-of-processing.csv', { orders: ORDERS })
    expect(record).toContain('Reconciling the shop’s orders')
    expect(record).toContain('Ledger of orders: 30 days.')
    expect(fileOf('record-of-processing.csv', {})).not.toContain('Ledger of orders')
  })
})
