/** Rows of a platform's report → the gateway's ledger, in parts; a part that is there already changes nothing. */
import * as z from 'zod'
import type { PlatformRow } from '../reconciliation/wire.ts'
import { reportingApis } from '../platform-reports/registry.ts'
import { UsageError, type Bilingual, type Language, type Terminal } from './command.ts'
import { ask, type Gateway } from './gateway.ts'
import { Progress } from './progress.ts'

/** What the gateway takes at once. */
const ROWS_A_PART = 500

const answer = z.object({ result: z.enum(['stored', 'same']) })

export interface Sent {
  readonly stored: number
  readonly same: number
  readonly failed?: string
}

/** Part after part; ends at the first that failed: to do it again is harmless. */
export async function sendRows(
  gateway: Gateway,
  destination: string,
  file: string,
  rows: readonly PlatformRow[],
  terminal: Terminal,
): Promise<Sent> {
  const progress = new Progress(terminal, rows.length)
  let [stored, same] = [0, 0]
  for (let first = 0; first < rows.length; first += ROWS_A_PART) {
    const part = rows.slice(first, first + ROWS_A_PART)
    const result = await sendPart(gateway, { destination, file, rows: part })
    if (result === 'stored') stored += part.length
    else if (result === 'same') same += part.length
    else {
      progress.end()
      return { stored, same, failed: result.failed }
    }
    progress.add(part.length)
  }
  progress.end()
  return { stored, same }
}

async function sendPart(gateway: Gateway, body: unknown): Promise<'stored' | 'same' | { readonly failed: string }> {
  const given = await ask(gateway, { path: '/v1/ledger/platform', method: 'POST', body: JSON.stringify(body) })
  if ('failed' in given) return given
  try {
    return answer.parse(JSON.parse(given.text)).result
  } catch {
    return { failed: 'the answer is not that of a gateway' }
  }
}

export function destinationFrom(destination: string | undefined): string {
  const known = reportingApis.map(({ id }) => id)
  if (destination !== undefined && known.includes(destination)) return destination
  const names = known.join(', ')
  throw new UsageError({ en: `--destination: one of ${names}`, fr: `--destination : parmi ${names}` })
}

export function sentText({ stored, same }: Sent, { language }: Terminal): string {
  const old = same.toLocaleString(language)
  return {
    en: `${rowsText(stored, 'en')} stored${same === 0 ? '' : `, ${old} there already`}.`,
    fr: `${rowsText(stored, 'fr')} enregistrée${stored < 2 ? '' : 's'}${same === 0 ? '' : `, ${old} déjà là`}.`,
  }[language]
}

/** 1 row, 2 rows; in French zero is singular. */
export function rowsText(count: number, language: Language): string {
  const number = count.toLocaleString(language)
  if (language === 'fr') return `${number} ligne${count < 2 ? '' : 's'}`
  return `${number} row${count === 1 ? '' : 's'}`
}

export const KIND_WORDS: Readonly<Record<PlatformRow['kind'], Bilingual>> = {
  event: { en: 'events that the platform received, one by one', fr: 'événements reçus par la plateforme, un par un' },
  received: { en: 'what the platform received, by day', fr: 'ce que la plateforme a reçu, par jour' },
  attributed: {
    en: 'what the platform credits to its ads, by day',
    fr: 'ce que la plateforme attribue à ses publicités, par jour',
  },
}
