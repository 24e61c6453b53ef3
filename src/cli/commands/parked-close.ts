/** `tidegate parked close`: what a person or the shop demanded has been met, or nobody can ever use what was sent. */
import { parseArgs } from 'node:util'
import { type Command, type ExitCode, type Terminal, UsageError } from '../command.ts'
import { fail } from '../dead-letters.ts'
import { GATEWAY_OPTIONS, gatewayFrom } from '../gateway.ts'
import { closeParked } from '../parked.ts'

export const command: Command = {
  usage: 'parked close <id> [--url base] [--token t]',
  summary: {
    en: 'Take one parked request off the list: the demand in it has been met, or it is of no use',
    fr: 'Retirer de la liste une requête mise de côté : la demande est satisfaite, ou elle ne sert à rien',
  },
  run: close,
}

async function close(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({ args: [...args], options: GATEWAY_OPTIONS, allowPositionals: true })
  const [id, ...more] = positionals
  if (id === undefined || more.length > 0)
    throw new UsageError({ en: 'say one id of `parked list`', fr: 'nommez un id de `parked list`' })
  const told = await closeParked(gatewayFrom(values, terminal), id)
  if ('failed' in told) return fail(told.failed, terminal)
  terminal.stdout(`${CLOSED[terminal.language]}\n`)
  return 0
}

const CLOSED = { en: 'Closed: it is deleted.', fr: 'Close : elle est supprimée.' }
