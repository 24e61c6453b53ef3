/** `tidegate parked redrive`: parked requests are read again, once the cause is mended. */
import { parseArgs } from 'node:util'
import { type Command, type ExitCode, type Language, type Terminal, UsageError } from '../command.ts'
import { fail, printable } from '../dead-letters.ts'
import { GATEWAY_OPTIONS, gatewayFrom } from '../gateway.ts'
import { listParked, PARKED_OPTIONS, parkedQuery, redriveParked } from '../parked.ts'
import { Progress } from '../progress.ts'

export const command: Command = {
  usage: 'parked redrive (--all | --source name | --code reason | --id id) [--url base] [--token t]',
  summary: {
    en: 'Read parked requests again, once the cause is mended',
    fr: 'Relire les requêtes mises de côté, une fois la cause réparée',
  },
  run: redrive,
}

async function redrive(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = { ...GATEWAY_OPTIONS, ...PARKED_OPTIONS, all: { type: 'boolean' } } as const
  const { values } = parseArgs({ args: [...args], options })
  const query = parkedQuery(values)
  if (query.size === 0 && values.all !== true)
    throw new UsageError({ en: 'say which, or --all', fr: 'dites lesquelles, ou --all' })
  if (values.all === true) query.set('all', '1')
  const gateway = gatewayFrom(values, terminal)
  const first = await listParked(gateway, new URLSearchParams({ limit: '0' }))
  if ('failed' in first) return fail(first.failed, terminal)
  const progress = new Progress(terminal, first.page.total)
  const stayed = new Map<string, number>()
  let [looked, done] = [0, 0]
  for (let cursor: string | null = ''; cursor !== null;) {
    if (cursor !== '') query.set('cursor', cursor)
    const told = await redriveParked(gateway, query)
    if ('failed' in told) {
      progress.end()
      return fail(told.failed, terminal)
    }
    const { page } = told
    looked += page.looked
    done += page.done
    for (const [code, count] of Object.entries(page.stayed)) stayed.set(code, count + (stayed.get(code) ?? 0))
    progress.add(page.looked)
    cursor = page.next_cursor
  }
  progress.end()
  terminal.stdout(DONE[terminal.language](looked, done))
  for (const [code, count] of stayed)
    terminal.stdout(`  ${count.toLocaleString(terminal.language)}  ${printable(code)}\n`)
  return stayed.size === 0 ? 0 : 1
}

const DONE: Readonly<Record<Language, (looked: number, done: number) => string>> = {
  en: (looked, done) => `Read again: ${looked.toLocaleString('en')}; used: ${done.toLocaleString('en')}.\n`,
  fr: (looked, done) => `Relues : ${looked.toLocaleString('fr')} ; utilisées : ${done.toLocaleString('fr')}.\n`,
}
