/** Is it approved, by whom, until when: the first thing that a reader must know. */
import type { CompiledPolicy } from '../types.ts'
import { code, heading, list, paragraph, strong, t, table, type Block, type Text } from './blocks.ts'
import { dateIn, listed, timeIn, type Language } from './language.ts'
import type { Reading } from './leaving.ts'
import type { ApprovalGiven, Approved } from './since.ts'

export type ApprovalState = 'approved' | 'signatures_missing' | 'edited' | 'not_approved' | 'no_roles'

/** What the lock says. Whether its signatures are good is found out where the policy starts. */
export function approvalState(policy: CompiledPolicy, approved: Approved | undefined): ApprovalState {
  if (policy.approval.roles.length === 0) return 'no_roles'
  if (approved === undefined) return 'not_approved'
  if (approved.digest !== policy.digest) return 'edited'
  return missingRoles(policy, approved).length === 0 ? 'approved' : 'signatures_missing'
}

/** Only a key that the policy itself names for the role counts. */
function counts(policy: CompiledPolicy, { role, kid }: ApprovalGiven): boolean {
  return policy.approval.keys.some((key) => key.role === role && key.kid === kid)
}

function missingRoles(policy: CompiledPolicy, approved: Approved | undefined): readonly string[] {
  const signed = approved?.digest === policy.digest ? approved.approvals.filter((one) => counts(policy, one)) : []
  return policy.approval.roles.filter((role) => !signed.some((one) => one.role === role))
}

export function approvalSection(reading: Reading): Block[] {
  const { language, policy, approved } = reading
  const state = approvalState(policy, approved)
  return [
    heading(2, language === 'fr' ? 'État de l’approbation' : 'State of approval'),
    { kind: 'notice', tone: state === 'approved' ? 'good' : 'warning', text: stateText(reading, state) },
    list([
      ...givenItems(reading),
      digestItem(reading),
      language === 'fr'
        ? t`Valable jusqu’au ${strong(dateIn('fr', policy.approval.validUntil))} inclus (UTC) ; après ce jour, elle ne démarre plus en production.`
        : t`Valid until and including ${strong(dateIn('en', policy.approval.validUntil))} (UTC); after that day it does not start in production.`,
      language === 'fr'
        ? t`Doivent signer, chacun avec sa clé : ${rolesText(language, policy.approval.roles)}.`
        : t`Must sign, each with a key of their own: ${rolesText(language, policy.approval.roles)}.`,
    ]),
    paragraph(t`${SIGNATURES[language]}`),
  ]
}

const SIGNATURES = {
  en: 'This page shows what policy.lock.json says. The gateway verifies the signatures themselves each time it starts, and every receipt names the digest under which it was made.',
  fr: 'Cette page montre ce que dit policy.lock.json. La passerelle vérifie les signatures elles-mêmes à chaque démarrage, et chaque reçu porte l’empreinte de la politique sous laquelle il a été fait.',
} as const

function stateText({ language, policy, approved }: Reading, state: ApprovalState): Text {
  const missing = rolesText(language, missingRoles(policy, approved))
  const fr = language === 'fr'
  switch (state) {
    case 'approved':
      return fr
        ? t`${strong('Approuvée.')} Le texte ci-dessous est celui qui a été approuvé.`
        : t`${strong('Approved.')} The text below is the one that was approved.`
    case 'signatures_missing':
      return fr
        ? t`${strong('Pas encore approuvée : ne démarre pas en production.')} Il manque la signature de : ${missing}.`
        : t`${strong('Not yet approved: does not start in production.')} Still to sign: ${missing}.`
    case 'edited':
      return fr
        ? t`${strong('Modifiée depuis son approbation.')} Elle ne démarre en production que si elle a seulement été restreinte ; le reste attend une nouvelle approbation. Empreinte approuvée : ${code(approved?.digest ?? '')}.`
        : t`${strong('Edited since it was approved.')} It starts in production only if it was merely narrowed; anything else waits for a new approval. Approved digest: ${code(approved?.digest ?? '')}.`
    case 'not_approved':
      return fr
        ? t`${strong('Non approuvée : ne démarre pas en production.')} Personne n’a encore signé.`
        : t`${strong('Not approved: does not start in production.')} Nobody has signed yet.`
    case 'no_roles':
      return fr
        ? t`${strong('Non approuvée : ne démarre pas en production.')} La politique ne nomme aucun rôle qui devrait signer ; personne ne peut donc l’approuver.`
        : t`${strong('Not approved: does not start in production.')} The policy names no role that must sign, so nobody can approve it.`
  }
}

/** The approvals of this very text, or of the one before it was edited. */
function givenItems({ language, policy, approved }: Reading): Text[] {
  const ofThis = approved?.digest === policy.digest
  return (approved?.approvals ?? []).map((one) => {
    const known = !ofThis || counts(policy, one)
    return language === 'fr'
      ? t`${ofThis ? 'Signée' : 'Avant la modification, signée'} par ${strong(one.name)} (rôle ${code(one.role)}, clé ${code(one.kid)}) le ${timeIn('fr', one.at)}.${known ? '' : ' Cette clé n’est pas dans la politique : la signature ne compte pas.'}`
      : t`${ofThis ? 'Signed' : 'Before it was edited, signed'} by ${strong(one.name)} (role ${code(one.role)}, key ${code(one.kid)}) on ${timeIn('en', one.at)}.${known ? '' : ' This key is not in the policy: the signature does not count.'}`
  })
}

function digestItem({ language, policy }: Reading): Text {
  return language === 'fr'
    ? t`Empreinte (SHA-256) de ce qui est décrit ici : ${code(policy.digest)}.`
    : t`Digest (SHA-256) of what is described here: ${code(policy.digest)}.`
}

function rolesText(language: Language, roles: readonly string[]): Text {
  if (roles.length === 0) return t`${language === 'fr' ? 'personne' : 'nobody'}`
  return listed(
    language,
    roles.map((role) => t`${code(role)}`),
  )
}

/** For the printed copy; what counts is the signature by key. */
export function signatureSection({ language, policy }: Reading): Block[] {
  const fr = language === 'fr'
  const { roles } = policy.approval
  const intro = fr
    ? t`Ce qui fait foi est la signature électronique de l’empreinte, avec ${code('tidegate policy approve')}. Le tableau sert à l’exemplaire imprimé.`
    : t`What counts is the electronic signature over the digest, made with ${code('tidegate policy approve')}. The table is for the printed copy.`
  const head = fr ? ['Rôle', 'Nom', 'Date', 'Signature'] : ['Role', 'Name', 'Date', 'Signature']
  return [
    heading(2, fr ? 'Lu et approuvé' : 'Read and approved'),
    paragraph(intro),
    ...(roles.length === 0
      ? []
      : [
          table({
            caption: fr ? 'Signatures sur l’exemplaire imprimé' : 'Signatures on the printed copy',
            head: head.map((label) => [label]),
            rows: roles.map((role) => [t`${code(role)}`, [], [], []]),
            shape: 'cards',
          }),
        ]),
  ]
}
