/** `tidegate media pull`: what ads did, from the platform's reporting API; the same rows as an export becomes. */
import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { MediaDay } from '../../offsite/rows.ts'
import type { MediaApi, MediaQuestion } from '../../platform-reports/media-api.ts'
import { mediaApis } from '../../platform-reports/registry.ts'
import { windowIn } from '../../platform-reports/window.ts'
import { UsageError, type Command, type ExitCode, type Terminal } from '../command.ts'
import { printable } from '../dead-letters.ts'
import { GATEWAY_OPTIONS, gatewayFrom } from '../gateway.ts'
import { rowsText } from '../platform-rows.ts'
import { askPlatform, baseUrlOf, rangeFrom, tokenOf } from '../platform-question.ts'
import { send } from './media-import.ts'

export const command: Command = {
  usage:
    'media pull --source tiktok|meta --from day --to day --ad-account id [--window 7d_click_1d_view] [--dry-run] [--url base] [--token t]',
  summary: {
    en: 'Take what ads did from a platform’s reporting API; its token is read from <SOURCE>_REPORTING_TOKEN',
    fr: 'Reprendre ce que les publicités ont fait, de l’API de rapports d’une plateforme ; son jeton est lu dans <SOURCE>_REPORTING_TOKEN',
  },
  run: pull,
}

async function pull(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const text = { type: 'string' } as const
  const own = { source: text, from: text, to: text, window: text, 'ad-account': text } as const
  const { values } = parseArgs({
    args: [...args],
    options: { ...GATEWAY_OPTIONS, ...own, 'dry-run': { type: 'boolean' } },
  })
  const api = apiFrom(values.source)
  const range = rangeFrom(values.from, values.to)
  const gateway = gatewayFrom(values, terminal)
  const adAccount = values['ad-account']
  if (adAccount === undefined) throw new UsageError(NO_ACCOUNT)
  const window = windowFrom(values.window, api)
  const question: MediaQuestion = {
    ...range,
    adAccount,
    accessToken: tokenOf(api.id, terminal),
    ...(window !== undefined && { window }),
    ...baseUrlOf(api.id, terminal),
  }
  const { rows, failed } = await read(api, question, terminal)
  if (failed !== undefined) return refused(api.id, failed, terminal)
  terminal.stdout(`${foundText(rows.length, terminal)}\n`)
  const dryRun = values['dry-run'] === true
  return send(gateway, { file: hashOf(rows), name: `${api.id} ${range.from}/${range.to}`, rows, dryRun }, terminal)
}

function apiFrom(source: string | undefined): MediaApi {
  const api = mediaApis.find(({ id }) => id === source)
  if (api !== undefined) return api
  const names = mediaApis.map(({ id }) => id).join(', ')
  throw new UsageError({ en: `--source: one of ${names}`, fr: `--source : parmi ${names}` })
}

/** A claim without its window says nothing. */
function windowFrom(text: string | undefined, { saysWindow }: MediaApi): string | undefined {
  const window = text === undefined ? undefined : windowIn(text)
  if (window !== undefined || (text === undefined && saysWindow)) return window
  throw new UsageError({
    en: '--window: the attribution window that is set in the ad groups, such as 7d_click_1d_view; the report does not say it',
    fr: '--window : la fenêtre d’attribution réglée dans les groupes d’annonces, par exemple 7d_click_1d_view ; le rapport ne la dit pas',
  })
}

async function read(
  api: MediaApi,
  question: MediaQuestion,
  { stderr, language }: Terminal,
): Promise<{ readonly rows: readonly MediaDay[]; readonly failed?: string }> {
  const rows: MediaDay[] = []
  const wait = async (ms: number) => {
    stderr(
      language === 'fr'
        ? `${api.id} demande d’attendre : ${ms / 1000} s\n`
        : `${api.id} asks to wait: ${ms / 1000} s\n`,
    )
    await setTimeout(ms)
  }
  for await (const part of api.read(question, askPlatform, wait)) {
    if ('failed' in part) return { rows: [], failed: part.failed }
    rows.push(...part.rows)
  }
  return { rows }
}

/** The same figures again are the same file. */
function hashOf(rows: readonly MediaDay[]): string {
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex')
}

const NO_ACCOUNT = {
  en: '--ad-account: the advertiser’s id (TikTok), or the ad account’s (Meta)',
  fr: '--ad-account : l’identifiant de l’annonceur (TikTok) ou du compte publicitaire (Meta)',
} as const

function refused(source: string, reason: string, { language, stderr }: Terminal): 1 {
  const words = { en: 'gave no report:', fr: 'n’a pas donné de rapport :' }
  stderr(`${source} ${words[language]} ${printable(reason)}\n`)
  return 1
}

function foundText(count: number, { language }: Terminal): string {
  const of = { en: 'Ads by day:', fr: 'Publicités par jour :' }[language]
  return `${of} ${rowsText(count, language)}.`
}
