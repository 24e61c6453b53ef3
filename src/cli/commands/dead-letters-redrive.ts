/** `tidegate dead-letters redrive`: sends again what platforms refused, once the cause is mended; page by page, with sums. */
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Bilingual, type Command, type ExitCode, type Language, type Terminal, UsageError } from '../command.ts'
import {
  fail,
  FILTER_OPTIONS,
  filterFrom,
  groupLines,
  listOf,
  NONE_OF_KIND,
  redriveOf,
  sumOf,
} from '../dead-letters.ts'
import type { RedrivePage, Told } from '../dead-letters.ts'
import { GATEWAY_OPTIONS, gatewayFrom, type Gateway } from '../gateway.ts'
import { Progress } from '../progress.ts'

/** A gateway that never ends is none. */
const MAX_PAGES = 1_000_000
/** A shard that is full says when to come back; it drains while we wait. */
const MAX_WAITS = 20
const MAX_WAIT_SECONDS = 60

export const command: Command = {
  usage:
    'dead-letters redrive (--destination d | --reason code | --event name | --since day | --event-id id | --all) [--dry-run] [--url base] [--token t]',
  summary: {
    en: 'Send dead letters again; consent, policy and age are looked at again (--dry-run: only say what would happen)',
    fr: 'Relancer des lettres mortes ; consentement, politique et âge sont revérifiés (--dry-run : dire seulement)',
  },
  run: redrive,
}

async function redrive(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const flag = { type: 'boolean' } as const
  const own = { 'event-id': { type: 'string' }, all: flag, 'dry-run': flag } as const
  const { values } = parseArgs({ args: [...args], options: { ...GATEWAY_OPTIONS, ...FILTER_OPTIONS, ...own } })
  const filter = filterFrom(values)
  if (values['event-id'] !== undefined) filter.set('event_id', values['event-id'])
  if (filter.size === 0 && values.all !== true) throw new UsageError(WHICH)
  const gateway = gatewayFrom(values, terminal)
  const expected = await sayWhat(gateway, filter, terminal)
  if (expected === undefined) return 1
  if (expected === 0) return 0
  const query = new URLSearchParams(filter)
  if (values.all === true) query.set('all', '1')
  if (values['dry-run'] === true) query.set('dry_run', '1')
  return run(gateway, query, expected, terminal)
}

const WHICH: Bilingual = {
  en: 'say which: --destination, --reason, --event, --since or --event-id; or --all',
  fr: 'dites lesquelles : --destination, --reason, --event, --since ou --event-id ; ou --all',
}

/** How many there are; undefined where the gateway does not say. */
async function sayWhat(gateway: Gateway, filter: URLSearchParams, terminal: Terminal): Promise<number | undefined> {
  const told = await listOf(gateway, new URLSearchParams([...filter, ['limit', '0']]))
  if ('failed' in told) {
    fail(told.failed, terminal)
    return undefined
  }
  const groups = told.page.summary ?? []
  const lines = groups.length === 0 ? [NONE_OF_KIND[terminal.language]] : groupLines(groups, terminal.language)
  terminal.stdout(`${lines.join('\n')}\n`)
  return sumOf(groups)
}

async function run(gateway: Gateway, query: URLSearchParams, expected: number, terminal: Terminal): Promise<ExitCode> {
  const progress = new Progress(terminal, expected)
  const sums = new Sums()
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const told = await patiently(() => redriveOf(gateway, query))
    if ('failed' in told) {
      progress.end()
      terminal.stdout(sums.text(query.has('dry_run'), terminal.language))
      fail(told.failed, terminal)
      terminal.stderr(`${AGAIN[terminal.language]}\n`)
      return 1
    }
    sums.add(told.page)
    progress.add(told.page.looked)
    if (told.page.next_cursor === null) break
    query.set('cursor', told.page.next_cursor)
  }
  progress.end()
  terminal.stdout(sums.text(query.has('dry_run'), terminal.language))
  return 0
}

const AGAIN: Bilingual = {
  en: 'What was sent again counts; the rest is where it was. Run the same again to go on.',
  fr: 'Ce qui a été relancé compte ; le reste n’a pas bougé. Relancez la même commande pour continuer.',
}

async function patiently(work: () => Promise<Told<RedrivePage>>): Promise<Told<RedrivePage>> {
  let told = await work()
  for (let waits = 0; waits < MAX_WAITS && 'failed' in told && told.retryAfterSeconds !== undefined; waits++) {
    await wait(Math.min(told.retryAfterSeconds, MAX_WAIT_SECONDS) * 1_000)
    told = await work()
  }
  return told
}

class Sums {
  #looked = 0
  #redriven = 0
  #withdrawn = 0
  readonly #stayed = new Map<string, number>()
  readonly #takenOut = new Map<string, number>()

  add({ looked, redriven, withdrawn, stayed, taken_out: takenOut }: RedrivePage): void {
    this.#looked += looked
    this.#redriven += redriven
    this.#withdrawn += withdrawn
    addAll(this.#stayed, stayed)
    addAll(this.#takenOut, takenOut)
  }

  text(dryRun: boolean, language: Language): string {
    const words = dryRun ? WOULD[language] : DID[language]
    const number = (count: number) => count.toLocaleString(language)
    const colon = language === 'fr' ? '\u00A0:' : ':'
    const named = (counts: ReadonlyMap<string, number>) =>
      Array.from(counts, ([name, count]) => `  ${name}${colon} ${number(count)}\n`).join('')
    const stayed = [...this.#stayed.values()].reduce((sum, count) => sum + count, 0)
    return [
      `${words.looked}${colon} ${number(this.#looked)}\n`,
      `${words.redriven}${colon} ${number(this.#redriven)}\n`,
      `${words.withdrawn}${colon} ${number(this.#withdrawn)}\n`,
      `${words.stayed}${colon} ${number(stayed)}\n`,
      named(this.#stayed),
      ...(this.#takenOut.size === 0 ? [] : [`${words.takenOut}${colon}\n`, named(this.#takenOut)]),
    ].join('')
  }
}

function addAll(sums: Map<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) sums.set(name, count + (sums.get(name) ?? 0))
}

interface SumWords {
  readonly looked: string
  readonly redriven: string
  readonly withdrawn: string
  readonly stayed: string
  readonly takenOut: string
}

const DID: Readonly<Record<Language, SumWords>> = {
  en: {
    looked: 'looked at',
    redriven: 'wait to be sent again',
    withdrawn: 'deleted, for the person has withdrawn',
    stayed: 'stay dead letters',
    takenOut: 'left out from now on, for the policy lets it out no longer',
  },
  fr: {
    looked: 'examinées',
    redriven: 'attendent d’être renvoyées',
    withdrawn: 'effacées, la personne ayant retiré son consentement',
    stayed: 'restent des lettres mortes',
    takenOut: 'écarté désormais, la politique ne le laissant plus sortir',
  },
}

const WOULD: Readonly<Record<Language, SumWords>> = {
  en: {
    looked: 'looked at (nothing was done)',
    redriven: 'would be sent again',
    withdrawn: 'would be deleted, for the person has withdrawn',
    stayed: 'would stay dead letters',
    takenOut: 'would be left out, for the policy lets it out no longer',
  },
  fr: {
    looked: 'examinées (rien n’a été fait)',
    redriven: 'seraient renvoyées',
    withdrawn: 'seraient effacées, la personne ayant retiré son consentement',
    stayed: 'resteraient des lettres mortes',
    takenOut: 'serait écarté, la politique ne le laissant plus sortir',
  },
}
