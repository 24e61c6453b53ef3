/** The record of processing activities (GDPR Art. 30(1)(a) to (g)): one row per site × recipient × purpose × legal basis. */
import type { CompiledDestination, CompiledOrders, CompiledSite } from '../types.ts'
import { plainText } from './blocks.ts'
import { csv } from './csv.ts'
import { EVENT_WORDS } from './event-words.ts'
import { FIELD_KINDS, FIELD_WORDS, isField, KIND_WORDS } from '../field-words.ts'
import { DEDUPE_WORDS, heldWords, LEDGER_WORDS, PARKED_WORDS, PROOF_WORDS, RECEIPT_WORDS } from './kept-words.ts'

import { capital, dateIn, days, listed, typeset } from './language.ts'
import { alike, type Leaving, type Reading, type SiteReading } from './leaving.ts'
import { conditionText, fieldLabel, recipientName } from './phrases.ts'
import { analysisCells } from './record-analysis.ts'
import { basisWords, placesOfSilence, silenceText } from './silence.ts'
import { BASIS_WORDS, FORM_WORDS, PURPOSE_WORDS } from './term-words.ts'
import { approvalState, type ApprovalState } from './approval-section.ts'
import { EVENT_NAMES } from '../../event/types.ts'

const COLUMNS = {
  en: [
    'Site',
    'Controller and contact (Art. 30(1)(a))',
    'Joint controllers or representative (Art. 30(1)(a))',
    'Data protection officer (Art. 30(1)(a))',
    'Purpose (Art. 30(1)(b))',
    'Legal basis (Art. 6(1))',
    'Categories of data subjects (Art. 30(1)(c))',
    'Categories of personal data (Art. 30(1)(c))',
    'Events',
    'Recipient (Art. 30(1)(d))',
    'Transfers and safeguards (Art. 30(1)(e))',
    'Time limits for erasure (Art. 30(1)(f))',
    'Security measures (Art. 30(1)(g))',
    'Processors (Art. 28)',
    'Consent needed',
    'Conditions',
    'Contract',
    'Since',
    'Policy (SHA-256)',
    'Approval',
  ],
  fr: [
    'Site',
    'Responsable du traitement et contact (art. 30, 1, a)',
    'Responsables conjoints ou représentant (art. 30, 1, a)',
    'Délégué à la protection des données (art. 30, 1, a)',
    'Finalité (art. 30, 1, b)',
    'Base légale (art. 6, 1)',
    'Catégories de personnes concernées (art. 30, 1, c)',
    'Catégories de données personnelles (art. 30, 1, c)',
    'Événements',
    'Destinataire (art. 30, 1, d)',
    'Transferts et garanties (art. 30, 1, e)',
    'Délais d’effacement (art. 30, 1, f)',
    'Mesures de sécurité (art. 30, 1, g)',
    'Sous-traitants (art. 28)',
    'Consentement exigé',
    'Conditions',
    'Contrat',
    'Depuis',
    'Politique (SHA-256)',
    'Approbation',
  ],
} as const

export function recordOfProcessing(reading: Reading, sites: readonly SiteReading[]): string {
  return csv([COLUMNS[reading.language], ...sites.flatMap(siteRows)])
}

function siteRows(reading: SiteReading): string[][] {
  const activities = alike(reading.leaving, ({ destination, grant }) => [
    destination.id,
    grant.purpose,
    grant.legalBasis,
  ])
  return [
    ...activities.map((rows) => activityRow(reading, rows)),
    proofRow(reading),
    ...ledgerRows(reading),
    ...journeyRows(reading),
  ]
}

/** Columns in the order of COLUMNS. */
function activityRow(reading: SiteReading, rows: readonly [Leaving, ...Leaving[]]): string[] {
  const { language, site, policy } = reading
  const { destination, grant } = rows[0]
  const { document } = destination
  return [
    site.id,
    ...controllerCells(reading, destination),
    purposeCell(reading, rows[0]),
    basisWords(language, site, grant.legalBasis),
    site.document.people[language],
    dataCell(reading, rows),
    eventsCell(reading, rows),
    `${recipientName(reading, destination)} (${document.recipient[language]})`,
    document.transfers[language],
    erasureCell(reading, rows, destination),
    site.document.security[language],
    site.document.processors?.[language] ?? '',
    consentCell(reading, destination),
    conditionsCell(reading, rows),
    document.terms[language],
    sinceCell(reading, rows),
    policy.digest,
    STATE_WORDS[approvalState(policy, reading.approved)][language],
  ]
}

/** `destination`: its terms may make it a joint controller; undefined for what stays in the gateway. */
function controllerCells({ language, site }: SiteReading, destination?: CompiledDestination): string[] {
  const { controller } = site.document
  const none = language === 'fr' ? 'aucun' : 'none'
  const joint = destination === undefined ? none : (destination.document.joint?.[language] ?? NOT_SAID[language])
  const others =
    controller.others === undefined ? joint : `${controller.others[language]} ${joint === none ? '' : joint}`
  return [`${controller.name}, ${controller.contact}`, others.trim(), controller.dpo ?? none]
}

const NOT_SAID = {
  en: 'the policy names none; see the contract',
  fr: 'la politique n’en nomme aucun\u00A0; voir le contrat',
} as const

/** The purpose of these data, and what else the recipient does with them: it demands consent to all of it. */
function purposeCell({ language }: SiteReading, { grant, destination }: Leaving): string {
  const others = destination.purposes.filter((purpose) => purpose !== grant.purpose)
  const own = PURPOSE_WORDS[grant.purpose][language]
  if (others.length === 0) return own
  const also = others.map((purpose) => PURPOSE_WORDS[purpose][language]).join('; ')
  return language === 'fr'
    ? `${own}. Et, chez le destinataire\u00A0: ${also}`
    : `${own}. And, at the recipient: ${also}`
}

function consentCell({ language, site }: SiteReading, destination: CompiledDestination): string {
  const purposes = destination.purposes.map((purpose) => PURPOSE_WORDS[purpose][language]).join('; ')
  if (placesOfSilence(site).length === 0) return purposes
  const places = plainText(silenceText(language, site))
  return language === 'fr'
    ? `${purposes}. Sauf là où un silence suffit (${places})\u00A0: jusqu’à une opposition`
    : `${purposes}. But where silence is enough (${places}): until an objection`
}

/** Identity and contact details: Phone number (person.phone), hashed (SHA-256); … */
function dataCell({ language }: SiteReading, rows: readonly Leaving[]): string {
  const groups = [...FIELD_KINDS, undefined].flatMap((kind) => {
    const ofKind = rows.filter(({ field }) => (isField(field) ? FIELD_WORDS[field].kind : undefined) === kind)
    if (ofKind.length === 0) return []
    const fields = alike(ofKind, ({ field, grant }) => [field, grant.treatment]).map(
      ([{ field, grant }]) =>
        `${fieldLabel(language, field)} (${field}), ${FORM_WORDS[grant.treatment].short[language]}`,
    )
    const label = kind === undefined ? '' : `${KIND_WORDS[kind][language]}${language === 'fr' ? '\u00A0: ' : ': '}`
    return [`${label}${fields.join('; ')}`]
  })
  return [EVENT_ITSELF[language], ...groups].join('\n')
}

const EVENT_ITSELF = {
  en: 'The event: its name, its time and its id, as the site made it (it may hold the order number)',
  fr: 'L’événement\u00A0: son nom, son heure et son identifiant, tel que le site l’a formé (il peut contenir le numéro de commande)',
} as const

function eventsCell({ language }: SiteReading, rows: readonly Leaving[]): string {
  const sent = new Set(rows.flatMap(({ events }) => events))
  return EVENT_NAMES.filter((event) => sent.has(event))
    .map((event) => `${EVENT_WORDS[event][language]} (${event})`)
    .join('; ')
}

function erasureCell(
  { language, site }: SiteReading,
  rows: readonly Leaving[],
  { document }: CompiledDestination,
): string {
  const held = days(language, Math.max(...rows.map(({ grant }) => grant.retentionDays)))
  const minutes = site.consent.snapshotWaitMinutes
  const waiting = minutes === 0 ? '' : `; ${typeset(language, heldWords(language, minutes))}`
  return language === 'fr'
    ? `Dans la passerelle\u00A0: ${held} au plus, jusqu’à la remise${waiting}. Chez le destinataire\u00A0: ${document.retention.fr}`
    : `In the gateway: ${held} at most, until delivered${waiting}. At the recipient: ${document.retention.en}`
}

function conditionsCell({ language }: SiteReading, rows: readonly Leaving[]): string {
  return alike(
    rows.filter(({ grant }) => grant.condition !== undefined),
    ({ grant }) => grant.condition,
  )
    .map((same) => {
      const names = listed(
        language,
        [...new Set(same.map(({ field }) => field))].map((field) => [field]),
      )
      const condition = conditionText(language, same[0].grant.condition) ?? []
      return plainText([...names, language === 'fr' ? '\u00A0: ' : ': ', ...condition])
    })
    .join('\n')
}

function sinceCell({ language }: SiteReading, rows: readonly Leaving[]): string {
  const groups = rows.flatMap(({ field, since }) => since.map(({ day }) => ({ field, day })))
  return alike(groups, ({ day }) => day ?? '')
    .map((same) => {
      const [{ day }] = same
      const when =
        day === undefined ? (language === 'fr' ? 'pas encore approuvé' : 'not yet approved') : dateIn(language, day)
      const fields = [...new Set(same.map(({ field }) => field))].join(', ')
      return `${when}${language === 'fr' ? '\u00A0: ' : ': '}${fields}`
    })
    .join('\n')
}

const STATE_WORDS: Readonly<Record<ApprovalState, { readonly en: string; readonly fr: string }>> = {
  approved: { en: 'approved', fr: 'approuvée' },
  signatures_missing: { en: 'signatures are missing', fr: 'des signatures manquent' },
  edited: { en: 'edited since it was approved', fr: 'modifiée depuis son approbation' },
  not_approved: { en: 'not approved', fr: 'non approuvée' },
  no_roles: { en: 'not approved: no role must sign', fr: 'non approuvée : aucun rôle ne doit signer' },
}

/** What the gateway itself keeps is a processing activity too, and nobody receives it. */
function proofRow(reading: SiteReading): string[] {
  return ownRow(reading, PROOF[reading.language](reading.site))
}

function ledgerRows(reading: SiteReading): string[][] {
  const { orders } = reading.site
  return orders === undefined
    ? []
    : [ownRow(reading, LEDGER[reading.language](orders, reading.site.sources !== undefined))]
}

function journeyRows(reading: SiteReading): string[][] {
  const cells = analysisCells(reading)
  return cells === undefined ? [] : [ownRow(reading, cells)]
}

interface OwnWords {
  readonly purpose: string
  readonly basis: string
  readonly data: string
  readonly events: string
  readonly recipient: string
  readonly transfers: string
  readonly erasure: string
  readonly consent: string
}

function ownRow(reading: SiteReading, words: OwnWords): string[] {
  const { language, site, policy } = reading
  return [
    site.id,
    ...controllerCells(reading),
    words.purpose,
    words.basis,
    site.document.people[language],
    words.data,
    words.events,
    words.recipient,
    words.transfers,
    words.erasure,
    site.document.security[language],
    site.document.processors?.[language] ?? '',
    words.consent,
    '',
    '',
    '',
    policy.digest,
    STATE_WORDS[approvalState(policy, reading.approved)][language],
  ]
}

const PROOF = {
  en: ({ retention, consent }: CompiledSite) => ({
    purpose: 'Proving what was decided, sent and agreed to',
    basis: `${BASIS_WORDS.legal_obligation.en}, together with Art. 5(2) and Art. 7(1)`,
    data: `Receipts: ${RECEIPT_WORDS.en}. Consent answers and withdrawals: ${PROOF_WORDS.en}. ${capital(DEDUPE_WORDS.en)}.`,
    events: 'all',
    recipient: 'nobody: stays in the gateway; processors: see their column',
    transfers: 'none by the gateway itself; by the processors: to be asked of them',
    erasure: [
      `Receipts: ${days('en', retention.receiptsDays)}. Proof of consent: ${days('en', retention.consentDays)}. ${capital(DEDUPE_WORDS.en)}.`,
      ...(consent.snapshotWaitMinutes === 0 ? [] : [`${capital(heldWords('en', consent.snapshotWaitMinutes))}.`]),
    ].join(' '),
    consent: 'none',
  }),
  fr: ({ retention, consent }: CompiledSite) => ({
    purpose: 'Prouver ce qui a été décidé, transmis et accepté',
    basis: `${BASIS_WORDS.legal_obligation.fr}, avec les art. 5, 2 et 7, 1`,
    data: typeset(
      'fr',
      `Reçus : ${RECEIPT_WORDS.fr}. Réponses au consentement et retraits : ${PROOF_WORDS.fr}. ${capital(DEDUPE_WORDS.fr)}.`,
    ),
    events: 'tous',
    recipient: 'personne\u00A0: reste dans la passerelle\u00A0; sous-traitants\u00A0: voir leur colonne',
    transfers: 'aucun par la passerelle elle-même\u00A0; par les sous-traitants\u00A0: à vérifier auprès d’eux',
    erasure: [
      `Reçus\u00A0: ${days('fr', retention.receiptsDays)}. Preuve du consentement\u00A0: ${days('fr', retention.consentDays)}. ${capital(DEDUPE_WORDS.fr)}.`,
      ...(consent.snapshotWaitMinutes === 0
        ? []
        : [typeset('fr', `${capital(heldWords('fr', consent.snapshotWaitMinutes))}.`)]),
    ].join(' '),
    consent: 'aucun',
  }),
} as const

/** An order's number names a buyer to whoever has the shop's books: the ledger is personal data. */
const LEDGER = {
  en: ({ ledgerDays }: CompiledOrders, parks: boolean) => ({
    purpose: 'Reconciling the shop’s orders with what was sent and what the platforms report',
    basis: `${BASIS_WORDS.legitimate_interests.en}, for the controller to weigh`,
    data: `Ledger of orders: ${LEDGER_WORDS.en}.`,
    events: 'purchases and refunds',
    recipient: 'nobody: stays in the gateway; processors: see their column',
    transfers: 'none by the gateway itself; by the processors: to be asked of them',
    erasure: `Ledger of orders: ${days('en', ledgerDays)}.${parks ? ` ${capital(PARKED_WORDS.en)}.` : ''}`,
    consent: 'none',
  }),
  fr: ({ ledgerDays }: CompiledOrders, parks: boolean) => ({
    purpose: 'Rapprocher les commandes de la boutique de ce qui a été transmis et de ce que les plateformes déclarent',
    basis: `${BASIS_WORDS.legitimate_interests.fr}, que le responsable doit mettre en balance`,
    data: typeset('fr', `Registre des commandes : ${LEDGER_WORDS.fr}.`),
    events: 'achats et remboursements',
    recipient: 'personne\u00A0: reste dans la passerelle\u00A0; sous-traitants\u00A0: voir leur colonne',
    transfers: 'aucun par la passerelle elle-même\u00A0; par les sous-traitants\u00A0: à vérifier auprès d’eux',
    erasure: typeset(
      'fr',
      `Registre des commandes : ${days('fr', ledgerDays)}.${parks ? ` ${capital(PARKED_WORDS.fr)}.` : ''}`,
    ),
    consent: 'aucun',
  }),
} as const
