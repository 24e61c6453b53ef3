/** What a data protection officer would find untrue: silence taken for consent, ids taken for nothing, records without their words. */
import { describe, expect, it } from 'vitest'
import type { DestinationDocument, Words } from '../document.ts'
import type { CompiledPolicy, CompiledSite } from '../types.ts'
import { demoPolicy, CLICK_IDS, FACTS, GUARDED, twoSites, words } from './compiled.fixture.ts'
import { reviewFiles } from './review.ts'
import { placesOfSilence } from './silence.ts'

function fileOf(name: string, policy: CompiledPolicy): string {
  const files = reviewFiles({ policy, recipients: FACTS, guarded: GUARDED, clickIds: CLICK_IDS })
  return files.find((file) => file.name === name)?.text.replaceAll('\u00A0', ' ') ?? ''
}

function withSite(change: (site: CompiledSite) => Partial<CompiledSite>): CompiledPolicy {
  const policy = demoPolicy()
  return { ...policy, sites: policy.sites.map((site) => ({ ...site, ...change(site) })) }
}

function withRegimes(regimes: CompiledSite['consent']['regimes']): CompiledPolicy {
  return withSite(({ consent }) => ({ consent: { ...consent, regimes } }))
}

function siteOf({ sites: [site] }: CompiledPolicy): CompiledSite {
  if (site === undefined) throw new Error('the fixture has a site')
  return site
}

/** Cells hold line breaks, so a row is what follows a line that a cell does not go on in. */
function record(policy: CompiledPolicy, language: 'en' | 'fr'): string {
  return fileOf(language === 'en' ? 'record-of-processing.csv' : 'record-of-processing.fr.csv', policy)
}

describe('where silence is enough', () => {
  it('is the United States unless the policy closes them, and never where prior consent is the law', () => {
    expect(placesOfSilence(siteOf(demoPolicy()))).toEqual(['US'])
    expect(placesOfSilence(siteOf(withRegimes({ US: 'opt-in' })))).toEqual([])
    expect(placesOfSilence(siteOf(withRegimes({ BR: 'none', FR: 'opt-out', 'US-CA': 'opt-in' })))).toEqual(['BR', 'US'])
    expect(placesOfSilence(siteOf(withRegimes({ US: 'opt-in', 'US-TX': 'opt-out' })))).toEqual(['US-TX'])
  })

  it('is named beside every basis of consent, in the record too', () => {
    for (const text of [fileOf('REVIEW.fr.md', demoPolicy()), record(demoPolicy(), 'fr')]) {
      const said = text.split('le consentement (RGPD, art. 6, 1, a)').slice(1)
      expect(said.length).toBeGreaterThan(1)
      for (const rest of said) expect(rest).toMatch(/^ ; là où un silence suffit \(États-Unis/)
    }
    expect(record(demoPolicy(), 'en')).toContain('But where silence is enough (United States): until an objection')
  })

  it('tells a controller in the Union that the GDPR holds for these people too, and how to ask them', () => {
    const text = fileOf('REVIEW.fr.md', demoPolicy())
    expect(text).toContain('**Un responsable établi dans l’Union** relève du RGPD aussi pour ces personnes')
    expect(text).toContain('(art. 3, 1)')
    expect(text).toContain('`consent: { regimes: { US: opt-in } }`')
  })

  it('is said to be nowhere where the policy closes it', () => {
    const text = fileOf('REVIEW.fr.md', withRegimes({ US: 'opt-in' }))
    expect(text).toContain('Un silence ne suffit nulle part')
    expect(text).not.toMatch(/là où un silence suffit|établi dans l’Union/i)
  })
})

describe('the id of an event', () => {
  it('is said to leave as the site made it, with an order number that is in it', () => {
    const text = fileOf('REVIEW.fr.md', demoPolicy())
    expect(text).toContain('son identifiant, tel que le site l’a formé')
    expect(text).toContain('même là où `order.id` n’est permis à personne')
    expect(text).not.toContain('ne désigne aucune personne')
  })

  it('is said to be kept in receipts, with keyed hashes of the person', () => {
    for (const text of [fileOf('REVIEW.md', demoPolicy()), record(demoPolicy(), 'en')])
      expect(text).toMatch(/the event’s id as the site made it, .*keyed hashes of the person and of the order/)
  })
})

describe('an address', () => {
  const kept = (urlParameters: readonly string[]) =>
    fileOf(
      'REVIEW.fr.md',
      withSite(() => ({ urlParameters })),
    )

  it('keeps a click id for its own platform only', () => {
    expect(kept(['fbclid', 'sku', 'ttclid'])).toContain(
      'Seuls ces paramètres restent dans une adresse : `sku`, `ttclid` (vers TikTok seulement) et `fbclid` (vers Meta seulement).',
    )
  })

  it('does not keep a click id that no recipient receives', () => {
    const text = kept(['gclid', 'sku'])
    expect(text).toContain('Seuls ces paramètres restent dans une adresse : `sku`.')
    expect(text).toContain('coupés, car aucun destinataire ne les reçoit : `gclid`.')
  })

  it('does not keep one whose field is not sent', () => {
    const text = fileOf('REVIEW.md', twoSites())
    expect(text).toContain('Written in the policy, but cut, as no recipient receives them: `ttclid`.')
  })

  it('is read for its click id before it is cut, of which a cookie may be made', () => {
    const text = fileOf('REVIEW.md', demoPolicy())
    expect(text).toContain('A platform’s click id is read from the address before it is cut')
    expect(text).toContain('made from the address’s fbclid and the event’s time')
  })
})

describe('the record of processing', () => {
  const withDocument = (more: Partial<DestinationDocument>, processors?: Words) =>
    withSite((site) => ({
      document: { ...site.document, ...(processors && { processors }) },
      destinations: site.destinations.map((one) => ({ ...one, document: { ...one.document, ...more } })),
    }))

  it('names the joint controller that the terms name, and does not say that there is none', () => {
    const joint = words('Meta, for collection.', 'Meta, pour la collecte.')
    expect(record(withDocument({ joint }), 'fr')).toContain('"Meta, pour la collecte."'.replaceAll('"', ''))
    expect(record(demoPolicy(), 'fr')).toContain('la politique n’en nomme aucun ; voir le contrat')
  })

  it('names who processes for the site', () => {
    const processors = words('Cloudflare, Inc.', 'Cloudflare, Inc. (États-Unis)')
    expect(record(withDocument({}, processors), 'fr')).toContain('Cloudflare, Inc. (États-Unis)')
    expect(fileOf('REVIEW.fr.md', withDocument({}, processors))).toContain(
      'Sous-traitants : Cloudflare, Inc. (États-Unis)',
    )
  })

  it('has the proof rest on a legal obligation, one of the bases of Art. 6(1)', () => {
    expect(record(demoPolicy(), 'fr')).toContain(
      'une obligation légale (RGPD, art. 6, 1, c), avec les art. 5, 2 et 7, 1',
    )
    expect(record(demoPolicy(), 'en')).toContain('a legal obligation (GDPR Art. 6(1)(c)), together with Art. 5(2)')
  })

  it('has profiling among the purposes of every row, as the recipient demands consent to it', () => {
    const rows = record(demoPolicy(), 'fr').split('\r\natelier-rivage,').slice(1, -1)
    expect(rows.length).toBeGreaterThan(2)
    for (const row of rows) expect(row).toMatch(/Et, chez le destinataire : [^"]*publicité personnalisée/)
  })

  it('counts the event itself among the data, and what waits and what tells copies among the time limits', () => {
    const text = record(demoPolicy(), 'en')
    expect(text).toContain('The event: its name, its time and its id')
    expect(text).toContain('whole, encrypted, 30 min at most')
    expect(text).toContain('90 days from the event')
    expect(text).toContain('country and region of the browser')
  })
})

it('events are named without brackets in brackets where they are few', () => {
  const text = fileOf('REVIEW.fr.md', twoSites())
  expect(text).toContain('seulement avec l’événement achat (`purchase`)')
  expect(text).not.toContain('1 événement seulement')
})

it('the rule is the strictest of the known places, an answer without a date counts from its arrival', () => {
  const text = fileOf('REVIEW.fr.md', demoPolicy())
  expect(text).toContain('La règle appliquée est la plus stricte')
  expect(text).toContain('Une réponse sans date compte comme donnée au moment où elle arrive.')
  expect(text).toContain('pendant 90 jours si c’est un numéro de commande ou de demande, sinon 30 jours')
})
