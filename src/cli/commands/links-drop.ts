/** `tidegate links drop`: the link leads to the front page from then on; what it counted stays. */
import { parseArgs } from 'node:util'
import { type Command, type ExitCode, type Terminal, UsageError } from '../command.ts'
import { fail } from '../dead-letters.ts'
import { GATEWAY_OPTIONS, gatewayFrom } from '../gateway.ts'
import { dropLink } from '../links.ts'

export const command: Command = {
  usage: 'links drop <code> [--url base] [--token t]',
  summary: {
    en: 'Drop a short link: it leads to the front page from then on',
    fr: 'Supprimer un lien court : il mène désormais à la page d’accueil',
  },
  run: drop,
}

async function drop(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({ args: [...args], options: GATEWAY_OPTIONS, allowPositionals: true })
  const [code, ...more] = positionals
  if (code === undefined || more.length > 0)
    throw new UsageError({ en: 'say one code of `links list`', fr: 'nommez un code de `links list`' })
  const told = await dropLink(gatewayFrom(values, terminal), code)
  if ('failed' in told) return fail(told.failed, terminal)
  terminal.stdout(`${(told.page.dropped ? DROPPED : NONE)[terminal.language]}\n`)
  return told.page.dropped ? 0 : 1
}

const DROPPED = {
  en: 'Dropped. What was counted under it stays.',
  fr: 'Supprimé. Ce qui a été compté sous ce code reste.',
}
const NONE = { en: 'There is no such link.', fr: 'Il n’y a pas de tel lien.' }
