/** `tidegate dead-letters list`: what platforms refused for good: how many for which reason, then one by one. */
import { parseArgs } from 'node:util'
import { type Bilingual, type Command, type ExitCode, type Language, type Terminal, UsageError } from '../command.ts'
import {
  fail,
  FILTER_OPTIONS,
  filterFrom,
  groupLines,
  listOf,
  minute,
  NONE_OF_KIND,
  sumOf,
  tableLines,
} from '../dead-letters.ts'
import type { DeadLetter, ListPage } from '../dead-letters.ts'
import { GATEWAY_OPTIONS, gatewayFrom } from '../gateway.ts'

const MAX_LIMIT = 1_000_000
/** What the gateway gives at once. */
const PAGE = 1_000

export const command: Command = {
  usage:
    'dead-letters list [--destination d] [--reason code] [--event name] [--since day] [--limit 20] [--url base] [--token t]',
  summary: {
    en: 'Show what platforms refused for good: how many for which reason, then one by one',
    fr: 'Montrer ce que les plateformes ont refusé pour de bon : combien, pour quel motif, puis un par un',
  },
  run: list,
}

async function list(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = { ...GATEWAY_OPTIONS, ...FILTER_OPTIONS, limit: { type: 'string' } } as const
  const { values } = parseArgs({ args: [...args], options })
  const limit = limitFrom(values.limit ?? '20')
  const gateway = gatewayFrom(values, terminal)
  const query = filterFrom(values)
  const some = query.size > 0
  let left = limit
  let cursor: string | null = ''
  while (cursor !== null) {
    query.set('limit', String(Math.min(left, PAGE)))
    if (cursor !== '') query.set('cursor', cursor)
    const told = await listOf(gateway, query)
    if ('failed' in told) return fail(told.failed, terminal)
    if (cursor === '') write(headLines(told.page, { some, more: left > 0 }, terminal.language), terminal)
    const shown = told.page.dead_letters.slice(0, left)
    write(letterLines(shown, terminal.language), terminal)
    left -= shown.length
    cursor = left > 0 ? told.page.next_cursor : null
  }
  return 0
}

function limitFrom(text: string): number {
  if (/^\d{1,7}$/.test(text) && Number(text) <= MAX_LIMIT) return Number(text)
  const range = MAX_LIMIT.toLocaleString('en')
  throw new UsageError({
    en: `--limit: a whole number up to ${range}`,
    fr: `--limit : un nombre entier jusqu’à ${MAX_LIMIT}`,
  })
}

function headLines(
  { summary = [], not_kept: notKept }: ListPage,
  { some, more }: { readonly some: boolean; readonly more: boolean },
  language: Language,
): readonly string[] {
  const total = sumOf(summary)
  const full = notKept ? [FULL[language](notKept.deliveries.toLocaleString(language), minute(notKept.since)), ''] : []
  if (total === 0) return [(some ? NONE_OF_KIND : NONE)[language], ...full]
  const head = HEAD[language](total.toLocaleString(language))
  return [head, '', ...groupLines(summary, language), '', ...full, NEXT[language], ...(more ? [''] : [])]
}

/** One below the other, the newest first; wide cells last. */
function letterLines(letters: readonly DeadLetter[], language: Language): readonly string[] {
  const until = language === 'fr' ? 'gardé jusqu’au' : 'kept until'
  return tableLines(
    letters.map((one) => [
      minute(one.refused_at),
      one.destination,
      one.event,
      one.code,
      `${until} ${minute(one.kept_until)}`,
      one.event_id,
    ]),
  )
}

function write(lines: readonly string[], { stdout }: Terminal): void {
  if (lines.length > 0) stdout(`${lines.join('\n')}\n`)
}

const NONE: Bilingual = { en: 'There are no dead letters.', fr: 'Il n’y a aucune lettre morte.' }

const HEAD: Readonly<Record<Language, (total: string) => string>> = {
  en: (total) => `Dead letters: ${total}. What platforms refused for good, kept no longer than the policy holds it.`,
  fr: (total) =>
    `Lettres mortes : ${total}. Ce que les plateformes ont refusé pour de bon, gardé le temps que la politique permet.`,
}

const NEXT: Bilingual = {
  en: 'To see one: tidegate dead-letters show <event id>. Once the cause is mended: tidegate dead-letters redrive … --dry-run.',
  fr: 'Pour en voir une : tidegate dead-letters show <id d’événement>. La cause réparée : tidegate dead-letters redrive … --dry-run.',
}

const FULL: Readonly<Record<Language, (deliveries: string, since: string) => string>> = {
  en: (deliveries, since) =>
    `Beside them ${deliveries} found no room since ${since} and cannot be sent again (TIDEGATE_DEAD_LETTERS_MAX_MIB).`,
  fr: (deliveries, since) =>
    `En plus, ${deliveries} n’ont pas trouvé de place depuis le ${since} et ne peuvent plus être relancées (TIDEGATE_DEAD_LETTERS_MAX_MIB).`,
}
