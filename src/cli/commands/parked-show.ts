/** `tidegate parked show`: one parked request as it came. It holds what the shop sent, with the person in it. */
import { parseArgs } from 'node:util'
import { type Command, type ExitCode, type Terminal, UsageError } from '../command.ts'
import { fail } from '../dead-letters.ts'
import { GATEWAY_OPTIONS, gatewayFrom } from '../gateway.ts'
import { parkedLines, printableText, showParked } from '../parked.ts'

export const command: Command = {
  usage: 'parked show <id> [--url base] [--token t]',
  summary: {
    en: 'Show one parked request as it came: it has the customer’s data in it',
    fr: 'Montrer une requête mise de côté telle qu’elle est arrivée : les données du client y sont',
  },
  run: show,
}

async function show(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({ args: [...args], options: GATEWAY_OPTIONS, allowPositionals: true })
  const [id, ...more] = positionals
  if (id === undefined || more.length > 0)
    throw new UsageError({ en: 'say one id of `parked list`', fr: 'nommez un id de `parked list`' })
  const told = await showParked(gatewayFrom(values, terminal), id)
  if ('failed' in told && told.failed.includes(NOT_FOUND)) {
    terminal.stderr(`${UNKNOWN[terminal.language]}\n`)
    return 1
  }
  if ('failed' in told) return fail(told.failed, terminal)
  const { request, ...head } = told.page
  const lines = [...parkedLines([head], terminal.language), '']
  if (request === null) lines.push(SEALED[terminal.language])
  else {
    lines.push(`${request.method} ${request.url}`)
    lines.push(...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`), '', request.text)
  }
  terminal.stdout(`${lines.map(printableText).join('\n')}\n`)
  return request === null ? 1 : 0
}

/** As the gateway says it of an id; a site without a ledger has a code of its own. */
const NOT_FOUND = '"code":"not_found"'

const UNKNOWN = {
  en: 'Nothing of this id is parked: it may have been used, closed, or be older than thirty days. `tidegate parked list` has those that are.',
  fr: 'Rien n’est mis de côté sous cet id : la requête a pu être traitée, retirée, ou avoir plus de trente jours. `tidegate parked list` donne celles qui restent.',
}

const SEALED = {
  en: 'It cannot be decrypted: TIDEGATE_PERSON_KEY_SECRET has changed since.',
  fr: 'Elle ne peut pas être déchiffrée : TIDEGATE_PERSON_KEY_SECRET a changé depuis.',
}
