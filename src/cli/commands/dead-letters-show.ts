/** `tidegate dead-letters show`: what is in one, why it was refused, and what a redrive would do. No value of a person. */
import { parseArgs } from 'node:util'
import { type Bilingual, type Command, type ExitCode, type Language, type Terminal, UsageError } from '../command.ts'
import { fail, listOf, printable, type DeadLetter } from '../dead-letters.ts'
import { GATEWAY_OPTIONS, gatewayFrom } from '../gateway.ts'

/** One for each destination; more where ids were used twice. */
const LIMIT = '50'
/** Shards are asked one after the other. */
const MAX_PAGES = 10_000

export const command: Command = {
  usage: 'dead-letters show <event id> [--destination d] [--url base] [--token t]',
  summary: {
    en: 'Show one event that was refused: fields, reason, what a redrive would do; no values of persons',
    fr: 'Montrer un événement refusé : champs, motif, effet d’une relance ; aucune valeur d’une personne',
  },
  run: show,
}

async function show(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = { ...GATEWAY_OPTIONS, destination: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  const [eventId] = positionals
  if (eventId === undefined || positionals.length > 1)
    throw new UsageError({ en: 'name one event by its id', fr: 'nommez un événement par son id' })
  const gateway = gatewayFrom(values, terminal)
  const query = new URLSearchParams({ event_id: eventId, limit: LIMIT })
  if (values.destination !== undefined) query.set('destination', values.destination)
  let found = 0
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const told = await listOf(gateway, query)
    if ('failed' in told) return fail(told.failed, terminal)
    for (const letter of told.page.dead_letters) terminal.stdout(`${lettersText(letter, terminal.language)}\n`)
    found += told.page.dead_letters.length
    if (told.page.next_cursor === null) break
    query.set('cursor', told.page.next_cursor)
  }
  if (found > 0) return 0
  terminal.stderr(`${NONE[terminal.language]}\n`)
  return 1
}

const NONE: Bilingual = {
  en: 'No dead letter of this event: it was not refused, it was sent again, or its time is over.',
  fr: 'Aucune lettre morte de cet événement : il n’a pas été refusé, il a été relancé, ou son temps est passé.',
}

function lettersText(letter: DeadLetter, language: Language): string {
  const words = WORDS[language]
  const facts = [
    [words.event, `${letter.event} ${letter.event_id}`],
    [words.destination, `${letter.destination} (${letter.decision})`],
    [words.reason, letter.code],
    [words.occurred, letter.occurred_at],
    [words.refused, letter.refused_at],
    [words.kept, letter.kept_until],
    [words.policy, letter.policy_digest],
    [words.fields, letter.fields.join(' ')],
    [words.redrive, redriveText(letter, language)],
  ]
  const width = Math.max(...facts.map(([name = '']) => name.length))
  const content = (letter.content ?? []).map(
    ({ field, value }) => `  ${printable(field)} = ${printable(String(value))}`,
  )
  return [
    ...facts.map(([name = '', value = '']) => `${name.padEnd(width)}  ${printable(value)}`),
    words.content,
    ...content,
    '',
  ].join('\n')
}

function redriveText({ redrive, taken_out: takenOut = [] }: DeadLetter, language: Language): string {
  const words = WORDS[language]
  if (redrive === undefined) return ''
  if (redrive === 'consent_withdrawn') return words.withdrawn
  if (redrive !== 'goes') return `${words.stays} ${redrive}`
  return takenOut.length === 0 ? words.goes : `${words.goesWithout} ${takenOut.join(' ')}`
}

const WORDS = {
  en: {
    event: 'event',
    destination: 'destination',
    reason: 'reason',
    occurred: 'happened',
    refused: 'refused',
    kept: 'kept until',
    policy: 'policy',
    fields: 'fields',
    redrive: 'a redrive',
    content: 'what the platform received; of what may name a person only the kind:',
    goes: 'would send it again as it is',
    goesWithout: 'would send it again without what the policy lets out no longer:',
    stays: 'would leave it here:',
    withdrawn: 'would delete it: the person has withdrawn',
  },
  fr: {
    event: 'événement',
    destination: 'destination',
    reason: 'motif',
    occurred: 'survenu',
    refused: 'refusé',
    kept: 'gardé jusqu’au',
    policy: 'politique',
    fields: 'champs',
    redrive: 'une relance',
    content: 'ce que la plateforme a reçu ; de ce qui peut désigner une personne, la nature seulement :',
    goes: 'le renverrait tel quel',
    goesWithout: 'le renverrait sans ce que la politique ne laisse plus sortir :',
    stays: 'le laisserait ici :',
    withdrawn: 'l’effacerait : la personne a retiré son consentement',
  },
} as const satisfies Readonly<Record<Language, Readonly<Record<string, string>>>>
