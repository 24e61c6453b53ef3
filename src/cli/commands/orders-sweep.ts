/** `tidegate orders sweep`: asks the shops' own APIs for the orders that changed, through the gateway, until there are no more. */
import { parseArgs } from 'node:util'
import { type Bilingual, type Command, type ExitCode, type Language, type Terminal, UsageError } from '../command.ts'
import { ask, GATEWAY_OPTIONS, gatewayFrom, type Gateway } from '../gateway.ts'
import { fail } from '../dead-letters.ts'

/** Of up to 1,000 orders each. */
const MAX_ROUNDS = 1_000

export const command: Command = {
  usage:
    'orders sweep [--since day] [--shop shopify|woocommerce|prestashop|bigcommerce|stripe|tiktok_shop] [--url base] [--token t]',
  summary: {
    en: 'Ask the shops for orders that changed (the last three days, or since a day): what no webhook said is found',
    fr: 'Demander aux boutiques les commandes modifiées (trois derniers jours, ou depuis un jour) : ce qu’aucun webhook n’a dit',
  },
  run: sweep,
}

interface ShopSwept {
  readonly shop: string
  readonly orders: number
  readonly found: number
  readonly unreadable: number
  readonly reached: string
  readonly problem?: string
  readonly status?: number
  readonly retry_after_seconds?: number
}

async function sweep(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = { ...GATEWAY_OPTIONS, since: { type: 'string' }, shop: { type: 'string' } } as const
  const { values } = parseArgs({ args: [...args], options })
  const gateway = gatewayFrom(values, terminal)
  const query = new URLSearchParams()
  if (values.shop !== undefined) query.set('shop', values.shop)
  if (values.since !== undefined) query.set('since', sinceFrom(values.since))
  const swept = await roundOf(gateway, query)
  if ('failed' in swept) return fail(swept.failed, terminal)
  if (swept.shops.length === 0) {
    terminal.stderr(`${NO_SHOP[terminal.language]}\n`)
    return 1
  }
  let code: ExitCode = 0
  for (const first of swept.shops) {
    const end = await toTheEnd(gateway, first)
    terminal.stdout(`${lineOf(end, terminal.language)}\n`)
    if (end.problem !== undefined) code = 1
  }
  return code
}

function sinceFrom(written: string): string {
  const ms = /^\d{4}-\d\d-\d\d(?:T|$)/.test(written) ? Date.parse(written) : Number.NaN
  if (Number.isNaN(ms))
    throw new UsageError({ en: '--since: such as 2026-11-01', fr: '--since : par exemple 2026-11-01' })
  return new Date(ms).toISOString()
}

type Round = { readonly shops: readonly ShopSwept[] } | { readonly failed: string }

async function roundOf(gateway: Gateway, query: URLSearchParams): Promise<Round> {
  const answer = await ask(gateway, { path: `/v1/ledger/sweep?${query.toString()}`, method: 'POST' })
  return 'failed' in answer ? answer : (JSON.parse(answer.text) as { readonly shops: readonly ShopSwept[] })
}

/** Goes on from where a round ended; a shop that does not get ahead is left. */
async function toTheEnd(gateway: Gateway, first: ShopSwept): Promise<ShopSwept> {
  let sum = first
  for (let round = 1; round < MAX_ROUNDS && sum.problem === 'more_orders'; round += 1) {
    const next = await roundOf(gateway, new URLSearchParams({ shop: first.shop, since: sum.reached }))
    if ('failed' in next) return { ...sum, problem: next.failed }
    const [one] = next.shops
    if (one === undefined || (one.problem === 'more_orders' && one.reached === sum.reached)) return sum
    sum = {
      ...one,
      orders: sum.orders + one.orders,
      found: sum.found + one.found,
      unreadable: sum.unreadable + one.unreadable,
    }
  }
  return sum
}

function lineOf({ shop, orders, found, unreadable, problem, status, reached }: ShopSwept, language: Language): string {
  const counted = COUNTED[language](shop, orders, found)
  const odd = unreadable === 0 ? '' : UNREADABLE[language](unreadable)
  const why =
    problem === undefined ? '' : STOPPED[language](`${problem}${status === undefined ? '' : ` ${status}`}`, reached)
  return `${counted}${odd}${why}`
}

const COUNTED: Readonly<Record<Language, (shop: string, orders: number, found: number) => string>> = {
  en: (shop, orders, found) =>
    `${shop}: ${orders} order${orders === 1 ? '' : 's'} looked at. Sales and refunds that nobody had told: ${found}.`,
  fr: (shop, orders, found) =>
    `${shop} : ${orders} commande${orders < 2 ? '' : 's'} vue${orders < 2 ? '' : 's'}. Ventes et remboursements que personne n’avait dits : ${found}.`,
}

const UNREADABLE: Readonly<Record<Language, (count: number) => string>> = {
  en: (count) => ` Could not be read: ${count}.`,
  fr: (count) => ` Illisibles : ${count}.`,
}

const STOPPED: Readonly<Record<Language, (why: string, reached: string) => string>> = {
  en: (why, reached) => ` Stopped: ${why}. Go on later with --since ${reached}.`,
  fr: (why, reached) => ` Arrêt : ${why}. Reprenez plus tard avec --since ${reached}.`,
}

const NO_SHOP: Bilingual = {
  en: 'No shop can be asked: the policy names no API of one, or its secret is not set.',
  fr: 'Aucune boutique à interroger : la politique n’en nomme pas l’API, ou son secret n’est pas posé.',
}
