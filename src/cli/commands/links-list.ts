/** `tidegate links list`: the site's own short links. */
import { parseArgs } from 'node:util'
import type { Command, ExitCode, Terminal } from '../command.ts'
import { fail } from '../dead-letters.ts'
import { GATEWAY_OPTIONS, gatewayFrom } from '../gateway.ts'
import { linkLines, listLinks } from '../links.ts'

export const command: Command = {
  usage: 'links list [--url base] [--token t]',
  summary: { en: 'Show the site’s own short links', fr: 'Montrer les liens courts du site' },
  run: list,
}

async function list(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values } = parseArgs({ args: [...args], options: GATEWAY_OPTIONS })
  const told = await listLinks(gatewayFrom(values, terminal))
  if ('failed' in told) return fail(told.failed, terminal)
  const { links, base } = told.page
  const lines = links.length === 0 ? [NONE[terminal.language]] : [base, '', ...linkLines(links, terminal.language)]
  terminal.stdout(`${lines.join('\n')}\n`)
  return 0
}

const NONE = { en: 'There is no link yet.', fr: 'Il n’y a pas encore de lien.' }
