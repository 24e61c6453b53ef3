/** What a lawyer reads of the cookies: which, what for, how long, who can read them, what ends them. */
import { describe, expect, it } from 'vitest'
import { recipientFacts } from '../../cli/review-facts.ts'
import { destinations } from '../../destinations/registry.ts'
import type { CompiledBrowser, CompiledPolicy } from '../types.ts'
import { CLICK_IDS, demoPolicy, GUARDED } from './compiled.fixture.ts'
import { reviewFiles } from './review.ts'

const COOKIES = { visitorDays: 390, clickDays: 90, pixelsOnPage: ['meta'], clickIds: ['gclid'] }
const BROWSER: CompiledBrowser = {
  gateway: 'https://events.shop.example',
  registrableDomain: 'shop.example',
  writeKeys: [],
  stagingOrigins: [],
  cookies: COOKIES,
}

/** REVIEW.md or REVIEW.fr.md. */
function reviewIn(language: 'en' | 'fr', browser?: CompiledBrowser): string {
  const demo = demoPolicy()
  const sites = demo.sites.map((site) => (browser === undefined ? site : { ...site, browser }))
  const policy: CompiledPolicy = { ...demo, sites }
  const files = reviewFiles({
    policy,
    recipients: recipientFacts(destinations),
    guarded: GUARDED,
    clickIds: CLICK_IDS,
  })
  const name = language === 'en' ? 'REVIEW.md' : 'REVIEW.fr.md'
  return (files.find((file) => file.name === name)?.text ?? '').replaceAll('\u00A0', ' ')
}

function sectionIn(language: 'en' | 'fr', browser?: CompiledBrowser): string {
  const text = reviewIn(language, browser)
  const [, section = ''] = text.split(language === 'en' ? '### The cookies that the' : '### Les cookies que la')
  return section.split('\n### ')[0] ?? ''
}

const rowOf = (section: string, cookie: string): string =>
  section.split('\n').find((line) => line.startsWith(`| \`${cookie}\``)) ?? ''

describe('the cookies in the review', () => {
  it('are said to be none where the policy sets none', () => {
    expect(sectionIn('en')).toContain('None: the gateway sets no cookie on this site.')
    expect(sectionIn('fr')).toContain('Aucun : la passerelle ne pose aucun cookie sur ce site.')
  })

  it('are listed with what each is for, how long it lives and who can read it', () => {
    const section = sectionIn('en', BROWSER)
    expect(section).toContain('for the pages of `shop.example` and of its subdomains')
    expect(rowOf(section, 'tidegate_vid')).toMatch(/leaves for nobody.*390 days from its making.*no script/)
    expect(rowOf(section, 'ttclid')).toMatch(/click on an ad of TikTok.*90 days from the last visit.*no script/)
    expect(rowOf(section, '_ttp')).toContain('never made by the gateway')
    expect(rowOf(section, '_fbp')).toMatch(/90 days from its making.*\*\*Every script of the page\*\*/)
    expect(rowOf(section, 'tidegate_gclid')).toContain('the gateway sends it to nobody')
    expect(section).toContain('Never for longer than the answer itself, which is good for 180 days')
    expect(section).toContain('**The pixel stays on the page** (Meta)')
  })

  it('are the same ones in French', () => {
    const section = sectionIn('fr', BROWSER)
    for (const cookie of ['tidegate_vid', 'ttclid', '_ttp', '_fbc', '_fbp', 'tidegate_gclid'])
      expect(rowOf(section, cookie)).toMatch(/\d+ jours/)
    expect(section).toContain('**Tout script de la page**, car le pixel de Meta y reste')
    expect(section).toContain('Effacés : ')
  })

  it('are not all that is on the device: what the tag keeps is named, with cookies and without', () => {
    for (const browser of [undefined, BROWSER]) {
      expect(sectionIn('en', browser)).toMatch(
        /`localStorage`.*`tidegate:`.*without anything of the person.*A refusal deletes/,
      )
      expect(sectionIn('fr', browser)).toMatch(
        /`localStorage`.*`tidegate:`.*sans rien de la personne.*refus les efface/,
      )
    }
  })
})

describe('what pages must say, and where they try things out', () => {
  const browser = { ...BROWSER, writeKeys: ['web', 'landing'], stagingOrigins: ['https://preprod.shop.example'] }

  it('is in the review, for taking either away widens', () => {
    expect(reviewIn('en', browser)).toContain(
      'Of the pages of `https://preprod.shop.example` nothing is delivered to anybody',
    )
    expect(reviewIn('en', browser)).toContain('A page must name one of these keys to send: `web`, `landing`.')
    expect(reviewIn('fr', browser)).toContain(
      'Des pages de `https://preprod.shop.example`, rien n’est remis à personne :',
    )
    expect(reviewIn('fr', browser)).toContain('Une page doit nommer une de ces clés pour envoyer : `web`, `landing`.')
  })

  it('is not spoken of where there is none', () => {
    expect(reviewIn('en', BROWSER)).not.toMatch(/one of these keys|is a trial, judged/)
  })
})
