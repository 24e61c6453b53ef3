/** In which sentences a reader is told what changes. */
import { describe, expect, it } from 'vitest'
import type { EventName } from '../event/types.ts'
import { sentencesOf } from './change-words.ts'
import { ALLOWED, policyOf, SITE } from './compare.fixture.ts'
import { compare } from './compare.ts'
import type { CompiledPolicy } from './types.ts'

const NAMES = { destination: (id: string) => ({ tiktok: 'TikTok', meta: 'Meta' })[id] ?? id }
const BASE = policyOf()

function said(after: CompiledPolicy, before = BASE): { en: string[]; fr: string[] } {
  const sentences = sentencesOf(compare(before, after), NAMES)
  return { en: sentences.map(({ en }) => en), fr: sentences.map(({ fr }) => fr) }
}

const phone = { 'person.phone': {} }
const withPhone = (...events: EventName[]): CompiledPolicy =>
  policyOf({
    allowed: { tiktok: Object.fromEntries(events.map((event) => [event, phone])) },
  })
const without = (...events: EventName[]): CompiledPolicy =>
  policyOf({
    allowed: { tiktok: Object.fromEntries(events.map((event) => [event, {}])) },
  })

describe('a sentence', () => {
  it('says who also receives what, in which form and with which event', () => {
    expect(said(withPhone('generate_lead'), without('generate_lead'))).toEqual({
      en: ['From now on TikTok also receives the hashed phone number with `generate_lead`.'],
      fr: ['Désormais, TikTok reçoit aussi le numéro de téléphone haché avec `generate_lead`.'],
    })
  })

  it('says who no longer receives it', () => {
    expect(said(without('generate_lead'), withPhone('generate_lead'))).toEqual({
      en: ['From now on TikTok no longer receives the hashed phone number with `generate_lead`.'],
      fr: ['Désormais, TikTok ne reçoit plus le numéro de téléphone haché avec `generate_lead`.'],
    })
  })

  it('tells the same change of several events once, and names each of them', () => {
    const events: EventName[] = ['purchase', 'generate_lead', 'sign_up', 'subscribe', 'contact']
    const { en, fr } = said(withPhone(...events), without(...events))
    expect([en.length, fr.length]).toEqual([1, 1])
    for (const event of events) for (const text of [...en, ...fr]) expect(text).toContain(`\`${event}\``)
    expect(en[0]).toMatch(/with (?:`\w+`, ){3}`\w+` and `\w+`\.$/)
  })

  it('tells each of several changes at one setting, widening first', () => {
    const before = policyOf({ site: { document: { ...SITE.document, sectors: ['health'] } } })
    const after = policyOf({
      site: {
        hosts: ['new.example'],
        urlParameters: ['utm_medium'],
        consent: { ...SITE.consent, regimes: { AR: 'opt-in', BR: 'none', IN: 'none', KR: 'opt-out' } },
        document: { ...SITE.document, sectors: ['finance'] },
      },
    })
    const { en } = said(after, before)
    const parts = [
      'AR',
      'BR',
      'IN',
      'KR',
      'new.example',
      'shop.example',
      'utm_medium',
      'utm_source',
      'health',
      'finance',
    ]
    for (const part of parts) expect(en.filter((text) => text.includes(`\`${part}\``))).toHaveLength(1)
    const order = sentencesOf(compare(before, after), NAMES).map(({ direction }) => direction)
    expect(order).toEqual(order.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)))
    expect(order).toContain('narrows')
  })

  it('about a new recipient or a new site says who receives which fields with which events', () => {
    const parts = ['TikTok', '`A1`', '`purchase`', 'the hashed e-mail address', '`page_view`', 'words']
    const nobody = policyOf({ allowed: {} })
    for (const before of [nobody, policyOf({ policy: { sites: [] } })]) {
      const { en, fr } = said(BASE, before)
      expect([en.length, fr.length]).toEqual([1, 1])
      for (const part of parts) expect(en[0]).toContain(part)
      expect(fr[0]).toContain('l’adresse e-mail hachée')
    }
  })

  it('about words shows those of before and those of now', () => {
    const document = { recipient: { en: 'Old Ltd', fr: 'SA Ancienne' }, transfers: { en: 'none', fr: 'aucun' } }
    const rest = { retention: { en: 'a', fr: 'b' }, terms: { en: 'c', fr: 'd' } }
    const [before, after] = [document, { ...document, recipient: { en: 'New Ltd', fr: 'SA Nouvelle' } }].map((one) =>
      policyOf({ destination: { document: { ...one, ...rest } } }),
    )
    if (before === undefined || after === undefined) throw new Error('there are two')
    const { en, fr } = said(after, before)
    expect(en).toEqual(['The company that receives as TikTok is another one: “New Ltd” instead of “Old Ltd”.'])
    expect(fr[0]).toMatch(/SA Nouvelle.*SA Ancienne/)
  })

  it('about what makes an event unique is said once', () => {
    const plan = SITE.document.events.purchase
    if (plan === undefined) throw new Error('it is planned')
    const document = { ...SITE.document, events: { purchase: { ...plan, unique: 'event_id' } } }
    const { en } = said(policyOf({ site: { unique: {}, document } }))
    expect(en).toEqual([expect.stringContaining('`event_id` instead of `order.id`')])
  })

  it('names the fields of the same events together, and the condition with the field', () => {
    const after = policyOf({
      allowed: {
        tiktok: { purchase: { 'person.phone': {}, 'person.email': { condition: { countries: ['FR'] } } } },
      },
    })
    const { en, fr } = said(after, without('purchase'))
    expect(en.join('\n')).toContain('the hashed e-mail address (only in FR)')
    expect(fr.join('\n')).toContain('l’adresse e-mail hachée (seulement dans FR)')
    expect(en.join('\n')).toContain('the hashed phone number')
  })

  it('says in which form a field leaves when that changes', () => {
    const readable = policyOf({ allowed: { tiktok: { purchase: { 'person.phone': { treatment: 'as_is' } } } } })
    expect(said(readable, withPhone('purchase'))).toEqual({
      en: ['TikTok receives the phone number with `purchase`: hashed until now, as it is from now on.'],
      fr: [
        'TikTok reçoit le numéro de téléphone avec `purchase`\u00A0: sous forme hachée jusqu’ici, sans changement désormais.',
      ],
    })
  })

  it('comes in the order widening, narrowing, wording, technical', () => {
    const after = policyOf({
      allowed: {
        tiktok: {
          purchase: { ...ALLOWED['tiktok']?.purchase, 'order.value': { treatment: 'as_is', group: 'other' }, ...phone },
        },
      },
      site: { document: { ...SITE.document, people: { en: 'visitors', fr: 'visiteurs' } } },
      destination: {},
    })
    const changed = { ...after, sites: after.sites.map((site) => ({ ...site, destinations: site.destinations })) }
    const order = sentencesOf(compare(BASE, changed), NAMES).map(({ direction }) => direction)
    expect([...new Set(order)]).toEqual(['widens', 'narrows', 'wording', 'technical'])
  })
})
