/** `tidegate analysis delete`: all that the off-site record of a site keeps, for good. */
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { type Command, type ExitCode, type Language, type Terminal, UsageError } from '../command.ts'
import { fail } from '../dead-letters.ts'
import { ask, GATEWAY_OPTIONS, gatewayFrom } from '../gateway.ts'
import { read } from '../orders/ledger-client.ts'

export const command: Command = {
  usage: 'analysis delete --site <id> [--url base] [--token t]',
  summary: {
    en: 'Delete all that the off-site record of a site keeps, for good',
    fr: 'Supprimer pour de bon tout ce que garde le registre hors site d’un site',
  },
  run: remove,
}

const answer = z.object({
  deleted: z.object({ touches: z.number(), journeys: z.number(), orders: z.number(), imports: z.number() }),
})

async function remove(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = { ...GATEWAY_OPTIONS, site: { type: 'string' } } as const
  const { values } = parseArgs({ args: [...args], options })
  const { site } = values
  if (site === undefined)
    throw new UsageError({
      en: '--site: of which all shall go; it must be the site of the token',
      fr: '--site : celui dont tout doit disparaître ; ce doit être le site du jeton',
    })
  const path = `/v1/analysis/record?site=${encodeURIComponent(site)}`
  const told = read(await ask(gatewayFrom(values, terminal), { path, method: 'DELETE' }), answer)
  if ('failed' in told) return fail(told.failed, terminal)
  terminal.stdout(`${words(told.page.deleted, terminal.language)}\n`)
  return 0
}

function words({ touches, journeys, orders, imports }: z.infer<typeof answer>['deleted'], language: Language): string {
  const format = new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en')
  const [j, t, o, i] = [journeys, touches, orders, imports].map((count) => format.format(count))
  return language === 'fr'
    ? `Supprimé\u00A0: ${j} parcours et leurs ${t} visites, ${o} commandes, ${i} fichiers importés, liens courts et tests de lift.
Si la politique a toujours \`analysis\`, le registre se remplit à nouveau de ce qui arrive, et des commandes du back-office.`
    : `Deleted: ${j} journeys with ${t} visits, ${o} orders, ${i} imported files, short links and tests of lift.
Where the policy still has \`analysis\`, the record fills again with what comes, and with the orders of the back office.`
}
