/** The explanation of a decision as lines of text, in English and French. */
import type { FieldError } from '../event/parse.ts'
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
  readonly dedupe: string
  readonly sent: string
  readonly leftOut: string
  readonly payload: string
  readonly leaves: string
  readonly nothing: string
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
    dedupe: 'Counted once by',
    sent: 'fields that leave',
    leftOut: 'kept back',
    payload: 'exactly what the platform receives',
    leaves: 'leaves',
    nothing: 'nothing leaves',
  },
  fr: {
    malformed: 'L’événement est refusé, car mal formé :',
    received: 'Événement',
    arrived: 'Ce qui est arrivé (ce qui peut désigner une personne est masqué)',
    unknown: 'Champs inconnus, écartés',
    none: '(aucun)',
    consent: 'Ce qui parle du consentement',
    notRead: 'non examiné : l’événement a été refusé avant',
    regime: 'droit applicable là où est la personne',
    optOut: 'opposition à la vente ou au partage',
    dedupe: 'Compté une fois d’après',
    sent: 'champs qui partent',
    leftOut: 'retenus',
    payload: 'exactement ce que reçoit la plateforme',
    leaves: 'part',
    nothing: 'rien ne part',
  },
}

export function malformedLines(refused: { readonly errors: readonly FieldError[] }, language: Language): string[] {
  return [
    WORDS[language].malformed,
    ...refused.errors.map(({ path, message }) => `  ${path === '' ? '' : `${path} `}${message}`),
  ]
}

/** Five numbered steps, as in docs/event-path.md. */
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
  ]
}

function consentLines(explanation: Explanation, words: Words): string[] {
  const { consent } = explanation
  if (consent === undefined) return [`     ${words.notRead}`]
  const answers = Object.entries(consent.answers).map(([purpose, answer]) => `${purpose}=${answer}`)
  return [
    `     ${words.regime}: ${consent.regime}`,
    ...consent.findings.map(
      ({ signal, validity, answers: said }) => `     ${signal}: ${validity} ${JSON.stringify(said)}`,
    ),
    `     → ${answers.join(' ')}${consent.optOut ? ` · ${words.optOut}` : ''}${consent.problem === undefined ? '' : ` · ${consent.problem}`}`,
  ]
}

function destinationLines(title: string, one: DestinationExplanation, words: Words): string[] {
  const leaves = one.payload !== undefined
  const keptBack = one.left_out.map(({ field, reason }) => `${field} (${reason})`)
  const head = [`${title}: ${one.decision}: ${leaves ? words.leaves : words.nothing}`]
  const kept = keptBack.length === 0 ? [] : [`     ${words.leftOut}: ${keptBack.join(', ')}`]
  if (!leaves) return [...head, ...kept]
  const payload = JSON.stringify(one.payload, undefined, 2)
    .split('\n')
    .map((line) => `       ${line}`)
  return [...head, `     ${words.sent}: ${one.fields.join(', ')}`, ...kept, `     ${words.payload}:`, ...payload]
}

function list(lines: readonly string[], words: Words): string[] {
  return (lines.length === 0 ? [words.none] : lines).map((line) => `     ${line}`)
}
