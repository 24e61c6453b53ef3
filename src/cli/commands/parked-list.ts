/** `tidegate parked list`: shops' requests that were authentic and could not be used. */
import { parseArgs } from 'node:util'
import type { Command, ExitCode, Language, Terminal } from '../command.ts'
import { fail, minute } from '../dead-letters.ts'
import { GATEWAY_OPTIONS, gatewayFrom } from '../gateway.ts'
import { listParked, parkedLines, PARKED_OPTIONS, parkedQuery, type Parked, type ParkedPage } from '../parked.ts'

export const command: Command = {
  usage: 'parked list [--source name] [--code reason] [--url base] [--token t]',
  summary: {
    en: 'Show the shops’ requests that could not be used and wait for somebody',
    fr: 'Montrer les requêtes des boutiques qui n’ont pas pu servir et attendent quelqu’un',
  },
  run: list,
}

/** What the gateway keeps at most. */
const MOST = 10_000

async function list(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values } = parseArgs({ args: [...args], options: { ...GATEWAY_OPTIONS, ...PARKED_OPTIONS } })
  const { id: _id, ...filter } = values
  const gateway = gatewayFrom(values, terminal)
  const query = parkedQuery(filter)
  const rows: Parked[] = []
  let last: ParkedPage | undefined
  do {
    if (last?.next_cursor) query.set('cursor', last.next_cursor)
    const told = await listParked(gateway, query)
    if ('failed' in told) return fail(told.failed, terminal)
    last = told.page
    rows.push(...last.parked)
  } while (last.next_cursor !== null && rows.length < MOST)
  terminal.stdout(`${linesOf(rows, last, terminal.language).join('\n')}\n`)
  return 0
}

function linesOf(rows: readonly Parked[], { fill, expired }: ParkedPage, language: Language): readonly string[] {
  const gone = expired === undefined ? [] : ['', EXPIRED[language](expired.requests, minute(expired.since))]
  if (rows.length === 0) return [NONE[language], ...gone]
  const percent = Math.round(fill * 100)
  return [HEAD[language](rows.length, percent), '', ...parkedLines(rows, language), ...gone, '', NEXT[language]]
}

const NONE = { en: 'Nothing is parked.', fr: 'Rien n’est mis de côté.' }

const HEAD: Readonly<Record<Language, (count: number, percent: number) => string>> = {
  en: (count, percent) =>
    `Parked requests: ${count.toLocaleString('en')}. The store is ${percent}% full; they are kept 30 days.`,
  fr: (count, percent) =>
    `Requêtes mises de côté : ${count.toLocaleString('fr')}. La réserve est remplie à ${percent} % ; elles sont gardées 30 jours.`,
}

const EXPIRED: Readonly<Record<Language, (count: number, since: string) => string>> = {
  en: (count, since) =>
    `Beside them ${count.toLocaleString('en')} were not mended in their 30 days and are gone (since ${since}).`,
  fr: (count, since) =>
    `En plus, ${count.toLocaleString('fr')} n’ont pas été réparées dans leurs 30 jours et sont perdues (depuis le ${since}).`,
}

const NEXT = {
  en: 'To see one as it came: tidegate parked show <id>. Once the cause is mended: tidegate parked redrive --code <reason>.',
  fr: 'Pour en voir une telle qu’elle est arrivée : tidegate parked show <id>. La cause réparée : tidegate parked redrive --code <motif>.',
}
