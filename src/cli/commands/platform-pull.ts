/** `tidegate platform pull`: what a platform says that it received and credited, from its reporting API. */
import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { reportingApis } from '../../platform-reports/registry.ts'
import type { ReportingApi, ReportQuestion } from '../../platform-reports/reporting-api.ts'
import type { PlatformRow } from '../../reconciliation/wire.ts'
import { UsageError, type Command, type ExitCode, type Terminal } from '../command.ts'
import { fail, printable } from '../dead-letters.ts'
import { ask, GATEWAY_OPTIONS, gatewayFrom, type Gateway } from '../gateway.ts'
import { askPlatform, baseUrlOf, rangeFrom, tokenOf } from '../platform-question.ts'
import { destinationFrom, sendRows, sentText } from '../platform-rows.ts'

export const command: Command = {
  usage:
    'platform pull --destination tiktok|meta --from day --to day [--source id] [--ad-account id] [--dry-run] [--url base] [--token t]',
  summary: {
    en: 'Take what a platform says of itself from its reporting API; its token is read from <DESTINATION>_REPORTING_TOKEN',
    fr: 'Reprendre ce qu’une plateforme dit d’elle-même, de son API de rapports ; son jeton est lu dans <DESTINATION>_REPORTING_TOKEN',
  },
  run: pull,
}

async function pull(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const text = { type: 'string' } as const
  const own = { destination: text, from: text, to: text, source: text, 'ad-account': text } as const
  const { values } = parseArgs({
    args: [...args],
    options: { ...GATEWAY_OPTIONS, ...own, 'dry-run': { type: 'boolean' } },
  })
  const destination = destinationFrom(values.destination)
  const api = apiOf(destination)
  const range = rangeFrom(values.from, values.to)
  const gateway = gatewayFrom(values, terminal)
  const accessToken = tokenOf(destination, terminal)
  const zone = await timeZoneOf(gateway)
  if ('failed' in zone) return fail(zone.failed, terminal)
  const question: ReportQuestion = {
    ...range,
    timeZone: zone.timeZone,
    ...(values.source !== undefined && { source: values.source }),
    ...(values['ad-account'] !== undefined && { adAccount: values['ad-account'] }),
    accessToken,
    ...baseUrlOf(destination, terminal),
  }
  checkWhole(api, question)
  const { rows, failed } = await read(api, question)
  if (failed !== undefined) return refused(destination, failed, terminal)
  terminal.stdout(`${countText(rows, terminal)}\n`)
  if (rows.length === 0 || values['dry-run'] === true) return 0
  const sent = await sendRows(gateway, destination, hashOf(rows), rows, terminal)
  if (sent.failed !== undefined) return fail(sent.failed, terminal)
  terminal.stdout(`${sentText(sent, terminal)}\n`)
  return 0
}

function apiOf(destination: string): ReportingApi {
  const api = reportingApis.find(({ id }) => id === destination)
  // destinationFrom has refused any other.
  if (api === undefined) throw new TypeError('a destination without a reporting API passed')
  return api
}

function checkWhole(api: ReportingApi, question: ReportQuestion): void {
  const missing = api.lacks(question)
  if (missing === 'source')
    throw new UsageError({
      en: '--source (the data set), --ad-account, or both',
      fr: '--source (l’ensemble de données), --ad-account, ou les deux',
    })
  if (missing === 'ad_account')
    throw new UsageError({
      en: '--ad-account: the advertiser’s id',
      fr: '--ad-account : l’identifiant de l’annonceur',
    })
}

const settings = z.object({ time_zone: z.string().min(1).max(64) })

async function timeZoneOf(gateway: Gateway): Promise<{ readonly timeZone: string } | { readonly failed: string }> {
  const answer = await ask(gateway, { path: '/v1/ledger/settings' })
  if ('failed' in answer) return answer
  try {
    return { timeZone: settings.parse(JSON.parse(answer.text)).time_zone }
  } catch {
    return { failed: 'the answer is not that of a gateway' }
  }
}

async function read(
  api: ReportingApi,
  question: ReportQuestion,
): Promise<{ readonly rows: readonly PlatformRow[]; readonly failed?: string }> {
  const rows: PlatformRow[] = []
  for await (const part of api.read(question, askPlatform)) {
    if ('failed' in part) return { rows: [], failed: part.failed }
    rows.push(...part.rows)
  }
  return { rows }
}

/** The same figures again are the same file. */
function hashOf(rows: readonly PlatformRow[]): string {
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex')
}

function refused(destination: string, reason: string, { language, stderr }: Terminal): 1 {
  const words = { en: 'gave no report:', fr: 'n’a pas donné de rapport\u00A0:' }
  stderr(`${destination} ${words[language]} ${printable(reason)}\n`)
  return 1
}

function countText(rows: readonly PlatformRow[], { language }: Terminal): string {
  const [received, attributed] = (['received', 'attributed'] as const).map((kind) =>
    rows.reduce((sum, row) => sum + (row.kind === kind && 'count' in row ? row.count : 0), 0).toLocaleString(language),
  )
  return {
    en: `Purchases received: ${received}; credited to ads: ${attributed}.`,
    fr: `Achats reçus : ${received} ; attribués à des publicités : ${attributed}.`,
  }[language]
}
