/**
 * `tidegate policy review`: a compiled policy as the documents that a data protection officer reads and signs. Pure, and
 * without a date of its own: the same policy and approvals make the same bytes, so that a check can compare them.
 */
import type { Words } from '../document.ts'
import type { CompiledPolicy, CompiledSite } from '../types.ts'
import { analysisSection } from './analysis-section.ts'
import { approvalSection, signatureSection } from './approval-section.ts'
import { code, paragraph, t, type Block, type Review } from './blocks.ts'
import { cookiesSection } from './cookies-section.ts'
import { eventPlanSection } from './event-plan-section.ts'
import type { RecipientFacts } from './facts.ts'
import { html } from './html.ts'
import type { Language } from './language.ts'
import { leavingOf, type Reading, type SiteReading } from './leaving.ts'
import { markdown } from './markdown.ts'
import { matrixSection } from './matrix-section.ts'
import { neverSection } from './never-section.ts'
import { ordersSection } from './orders-section.ts'
import { recipientsSection } from './recipient-section.ts'
import { recordOfProcessing } from './record.ts'
import { sinceWhen, type Approved } from './since.ts'
import { consentSection, keepingSection, whoAnswersSection } from './site-sections.ts'
import { whoReceivesSection } from './who-receives.ts'

export interface ReviewFile {
  readonly name: string
  readonly text: string
}

export interface ReviewInput {
  readonly policy: CompiledPolicy
  /** From policy.lock.json; absent where nobody has approved anything. */
  readonly approved?: Approved
  readonly recipients: readonly RecipientFacts[]
  /** What the egress guard stops, in words. */
  readonly guarded: readonly Words[]
  /** Address parameters, in small letters, that are some platform's click id. */
  readonly clickIds: ReadonlySet<string>
}

export function reviewFiles(input: ReviewInput): readonly ReviewFile[] {
  return (['en', 'fr'] as const).flatMap((language) => {
    const { reading, sites } = readIn(language, input)
    const blocks = blocksOf(reading, sites)
    const end = language === 'fr' ? '.fr' : ''
    return [
      { name: `REVIEW${end}.md`, text: markdown(reviewOf(reading, blocks, 'md')) },
      { name: `REVIEW${end}.html`, text: html(reviewOf(reading, blocks, 'html'), footerOf(reading)) },
      { name: `record-of-processing${end}.csv`, text: recordOfProcessing(reading, sites) },
    ]
  })
}

/** REVIEW.html and REVIEW.fr.html alone: what the console shows. */
export function reviewPages(input: ReviewInput): Readonly<Record<Language, string>> {
  const pageIn = (language: Language): string => {
    const { reading, sites } = readIn(language, input)
    return html(reviewOf(reading, blocksOf(reading, sites), 'html'), footerOf(reading))
  }
  return { en: pageIn('en'), fr: pageIn('fr') }
}

function readIn(language: Language, { policy, approved, recipients, guarded, clickIds }: ReviewInput) {
  const since = sinceWhen(approved)
  const facts = new Map(recipients.map((recipient) => [recipient.id, recipient]))
  const reading: Reading = { language, policy, approved, since, recipients: facts, guarded, clickIds }
  const sites = policy.sites.map((site) => ({ ...reading, site, leaving: leavingOf(policy, site, since) }))
  return { reading, sites }
}

const TITLE: Words = { en: 'What leaves, for whom and why', fr: 'Ce qui sort, vers qui et pourquoi' }

/** The Markdown and the page differ in nothing but what they link to. */
function reviewOf({ language }: Reading, blocks: readonly Block[], format: 'md' | 'html'): Review {
  const other = paragraph([{ file: `REVIEW${language === 'fr' ? '' : '.fr'}.${format}`, label: OTHER[language] }])
  return { language, title: TITLE[language], blocks: [other, ...blocks] }
}

function blocksOf(reading: Reading, sites: readonly SiteReading[]): readonly Block[] {
  const { language, policy } = reading
  const note = policy.note?.[language] ?? ''
  return [
    paragraph(t`${INTRODUCTION[language]}`),
    ...(note === '' ? [] : [paragraph(t`${note}`)]),
    { kind: 'contents', title: language === 'fr' ? 'Sommaire' : 'Contents' },
    ...approvalSection(reading),
    ...sites.flatMap(siteBlocks),
    ...signatureSection(reading),
  ]
}

const OTHER: Words = { en: 'Français', fr: 'English' }
const INTRODUCTION: Words = {
  en: 'This document is made from the policy that the gateway enforces: what is not written here does not leave. It is for whoever answers for it, and holds what the record of processing activities asks for (GDPR Art. 30).',
  fr: 'Ce document est tiré de la politique que la passerelle applique : ce qui n’y est pas écrit ne sort pas. Il s’adresse à qui en répond, et contient ce que demande le registre des activités de traitement (RGPD, art. 30).',
}

function siteBlocks(reading: SiteReading): Block[] {
  return [
    { kind: 'heading', level: 2, text: siteTitle(reading.language, reading.site), newSheet: true },
    ...whoAnswersSection(reading),
    ...whoReceivesSection(reading),
    ...recipientsSection(reading),
    ...consentSection(reading),
    ...cookiesSection(reading),
    ...ordersSection(reading),
    ...analysisSection(reading),
    ...matrixSection(reading),
    ...eventPlanSection(reading),
    ...neverSection(reading),
    ...keepingSection(reading),
  ]
}

function siteTitle(language: Language, site: CompiledSite): ReturnType<typeof t> {
  const demo = language === 'fr' ? ' (démonstration)' : ' (demo)'
  return t`Site ${code(site.id)}${site.demo ? demo : ''}`
}

/** At the foot of each printed page, so that a sheet can be told from another policy's. */
function footerOf({ policy }: Reading): string {
  return `Tidegate · ${policy.digest}`
}
