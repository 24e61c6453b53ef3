/** What both pulls from a platform's reporting API ask alike: which days, with which token, over which network. */
import type { AskReport } from '../platform-reports/reporting-api.ts'
import { UsageError, type Terminal } from './command.ts'

const TIMEOUT_MS = 60_000
const MAX_CHARACTERS = 16 * 1024 * 1024
/** Both platforms tell little of what is older; a range beyond it is a typing error. */
const MAX_DAYS = 92
const DAY_MS = 86_400_000

export function rangeFrom(
  from: string | undefined,
  to: string | undefined,
): { readonly from: string; readonly to: string } {
  const days = from === undefined || to === undefined ? Number.NaN : (dayMs(to) - dayMs(from)) / DAY_MS + 1
  if (from === undefined || to === undefined || Number.isNaN(days) || days < 1)
    throw new UsageError({
      en: '--from and --to: days such as 2026-11-20, both of them in',
      fr: '--from et --to : des jours comme 2026-11-20, tous deux compris',
    })
  if (days > MAX_DAYS) throw new UsageError({ en: `${MAX_DAYS} days at most`, fr: `${MAX_DAYS} jours au plus` })
  return { from, to }
}

function dayMs(day: string): number {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
}

/** Not on the command line, where other users of the machine could read it. Another one than the gateway's: it may read, not send. */
export function tokenOf(destination: string, { env }: Terminal): string {
  const name = `${destination.toUpperCase()}_REPORTING_TOKEN`
  const token = env[name]
  if (token !== undefined && token !== '') return token
  throw new UsageError({
    en: `set ${name} to a token of the platform that may read reports`,
    fr: `donnez à ${name} un jeton de la plateforme qui peut lire les rapports`,
  })
}

/** The same setting as the gateway's: simulators in the place of platforms. */
export function baseUrlOf(destination: string, { env }: Terminal): { readonly baseUrl?: string } {
  const base = env['TIDEGATE_PLATFORM_BASE']
  return base === undefined || base === '' ? {} : { baseUrl: `${base.replace(/\/+$/, '')}/${destination}` }
}

export const askPlatform: AskReport = async (url, headers) => {
  try {
    const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
    const text = await response.text()
    return { status: response.status, text: text.length > MAX_CHARACTERS ? '' : text }
  } catch (error) {
    const { cause, message } = error as Error
    return { status: 0, text: cause instanceof Error ? cause.message : message }
  }
}
