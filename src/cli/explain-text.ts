/** The explanation of a decision as lines of text, in English and French. */
import { PURPOSES, type ConsentState, type Finding } from '../consent/types.ts'
import type { FieldError } from '../event/parse.ts'
import { settledBy } from '../pipeline/consent-basis.ts'
import type { DestinationExplanation, Explanation } from '../pipeline/explain.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import type { Language } from './command.ts'

interface Words {
  readonly malformed: string
  readonly received: string
  readonly arrived: string
  readonly unknown: string
  readonly none: string
  readonly consent: string
  readonly notRead: string
  readonly regime: string
  readonly optOut: string
  readonly by: string
  readonly nobody: string
  readonly notAsked: string
  readonly child: string
  readonly answered: string
  readonly dedupe: string
  readonly sent: string
  readonly leftOut: string
  readonly payload: string
  readonly leaves: string
  readonly nothing: string
  readonly journey: string
  readonly kept: string
  readonly notKept: string
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    malformed: 'The event was refused as malformed:',
    received: 'Event',
    arrived: 'What arrived (what may name a person is masked)',
    unknown: 'Unknown fields, dropped',
    none: '(none)',
    consent: 'What speaks of consent',
    notRead: 'not looked at: the event was refused before',
    regime: 'law where the person is',
    optOut: 'opted out of sale or sharing',
    by: 'by',
    nobody: 'no signal settles it',
    notAsked: 'a default: nobody was asked yet',
    child: 'a child without the consent the law asks for',
    answered: 'answered',
    dedupe: 'Counted once by',
    sent: 'fields that leave',
    leftOut: 'kept back',
    payload: 'exactly what the platform receives',
    leaves: 'leaves',
    nothing: 'nothing leaves',
    journey: 'Journey (stays here)',
    kept: 'kept',
    notKept: 'nothing is kept',
  },
  fr: {
    malformed: 'L’événement est refusé, car mal formé :',
    received: 'Événement',
    arrived: 'Ce qui est arrivé (ce qui peut désigner une personne est masqué)',
    unknown: 'Champs inconnus, écartés',
    none: '(aucun)',
    consent: 'Ce qui parle du consentement',
    notRead: 'non examiné : l’événement a été refusé avant',
    regime: 'droit applicable là où est la personne',
    optOut: 'opposition à la vente ou au partage',
    by: 'par',
    nobody: 'aucun signal ne tranche',
    notAsked: 'valeur par défaut : personne n’a encore été interrogé',
    child: 'un enfant sans le consentement exigé par la loi',
    answered: 'réponse du',
    dedupe: 'Compté une fois d’après',
    sent: 'champs qui partent',
    leftOut: 'retenus',
    payload: 'exactement ce que reçoit la plateforme',
    leaves: 'part',
    nothing: 'rien ne part',
    journey: 'Parcours (reste ici)',
    kept: 'gardé',
    notKept: 'rien n’est gardé',
  },
}

export function malformedLines(refused: { readonly errors: readonly FieldError[] }, language: Language): string[] {
  return [
    WORDS[language].malformed,
    ...refused.errors.map(({ path, message }) => `  ${path === '' ? '' : `${path} `}${message}`),
  ]
}

/** Numbered steps, as in docs/event-path.md. */
export function explanationLines(explanation: Explanation, plan: SitePlan, language: Language): string[] {
  const words = WORDS[language]
  return [
    `1. ${words.received}: ${explanation.event} ${explanation.event_id} ${explanation.occurred_at} → ${plan.id}, policy ${plan.digest.slice(0, 12)}`,
    `   ${words.arrived}:`,
    ...list(
      explanation.arrived.map(({ field, shown }) => `${field} = ${shown}`),
      words,
    ),
    `   ${words.unknown}: ${explanation.unknown.join(', ') || words.none}`,
    `2. ${words.consent}:`,
    ...consentLines(explanation, words),
    `3. ${words.dedupe}: ${explanation.counted_once_by}`,
    ...Object.entries(explanation.destinations).flatMap(([id, one], index) =>
      destinationLines(`${index + 4}. ${id}`, one, words),
    ),
    ...journeyLines(explanation, words),
  ]
}

/** Every signal that was read and what it said; then, for each destination, what came of it and which signals settled it. */
function consentLines(explanation: Explanation, words: Words): string[] {
  const { consent } = explanation
  if (consent === undefined) return [`     ${words.notRead}`]
  const remarks = [
    ...(consent.optOut ? [words.optOut] : []),
    ...(consent.knownChild ? [words.child] : []),
    ...(consent.problem === undefined ? [] : [consent.problem]),
  ]
  return [
    `     ${words.regime}: ${consent.regime}${remarks.map((remark) => ` · ${remark}`).join('')}`,
    ...consent.findings.map((finding) => `     ${findingLine(finding, words)}`),
    ...Object.keys(explanation.destinations).map((id) => `     → ${id}: ${answersLine(consent, id, words)}`),
  ]
}

function findingLine(finding: Finding, words: Words): string {
  const { signal, validity, answers, destinations = {}, choiceMade, optOut, knownChild, atMs } = finding
  const said = [answersText(answers), ...Object.entries(destinations).map(([id, one]) => `${id} (${answersText(one)})`)]
  return [
    `${signal}: ${validity}`,
    ...said.filter((part) => part !== ''),
    ...(optOut === true ? [words.optOut] : []),
    ...(knownChild === true ? [words.child] : []),
    ...(choiceMade === false ? [words.notAsked] : []),
    ...(atMs === undefined || choiceMade === false ? [] : [`${words.answered} ${new Date(atMs).toISOString()}`]),
  ].join(' · ')
}

function answersText(answers: Finding['answers']): string {
  return Object.entries(answers)
    .map(([purpose, answer]) => `${purpose}=${answer}`)
    .join(' ')
}

function answersLine(consent: ConsentState, id: string, words: Words): string {
  const answers = consent.destinations[id] ?? consent.answers
  return PURPOSES.map((purpose) => {
    const signals = settledBy(consent, id, purpose)
    return `${purpose}=${answers[purpose]} (${signals.length === 0 ? words.nobody : `${words.by} ${signals.join(', ')}`})`
  }).join(', ')
}

function destinationLines(title: string, one: DestinationExplanation, words: Words): string[] {
  const leaves = one.payload !== undefined
  const keptBack = one.left_out.map(({ field, reason, kinds = [] }) => `${field} (${[reason, ...kinds].join(' ')})`)
  const head = [`${title}: ${one.decision}: ${leaves ? words.leaves : words.nothing}`]
  const kept = keptBack.length === 0 ? [] : [`     ${words.leftOut}: ${keptBack.join(', ')}`]
  if (!leaves) return [...head, ...kept]
  const payload = JSON.stringify(one.payload, undefined, 2)
    .split('\n')
    .map((line) => `       ${line}`)
  return [...head, `     ${words.sent}: ${one.fields.join(', ')}`, ...kept, `     ${words.payload}:`, ...payload]
}

function journeyLines({ journey, destinations }: Explanation, words: Words): string[] {
  if (journey === undefined) return []
  const title = `${Object.keys(destinations).length + 4}. ${words.journey}`
  const { decision, touch, step } = journey
  if (decision !== 'kept') return [`${title}: ${decision}: ${words.notKept}`]
  if (touch === undefined) return [`${title}: ${words.kept}: ${step ?? ''}`]
  const facts = Object.entries({ ...touch, path: journey.path }).map(([name, value]) => `${name}=${String(value)}`)
  return [`${title}: ${words.kept}`, `     ${facts.join(' ')}`]
}

function list(lines: readonly string[], words: Words): string[] {
  return (lines.length === 0 ? [words.none] : lines).map((line) => `     ${line}`)
}
