/** Rows of an import → the site's off-site record, in parts; a part that is there already changes nothing. */
import * as z from 'zod'
import type { ImportRow } from '../../offsite/rows.ts'
import type { Terminal } from '../command.ts'
import { ask, type Gateway } from '../gateway.ts'
import { Progress } from '../progress.ts'

/** What the gateway takes at once. */
const ROWS_A_PART = 500

const count = z.int().min(0)
const answer = z.object({
  new: count,
  changed: count,
  same: count,
  malformed: count,
  errors: z.array(z.object({ path: z.string(), message: z.string() })),
})

export interface SentMedia {
  readonly added: number
  readonly changed: number
  readonly same: number
  readonly failed?: string
}

export interface MediaToSend {
  /** SHA-256, hex. */
  readonly file: string
  readonly name: string
  readonly rows: readonly ImportRow[]
  readonly dryRun: boolean
}

/** Part after part; ends at the first that failed: to do it again is harmless. */
export async function sendMedia(gateway: Gateway, media: MediaToSend, terminal: Terminal): Promise<SentMedia> {
  const { file, name, rows, dryRun } = media
  const progress = new Progress(terminal, rows.length)
  let sent: SentMedia = { added: 0, changed: 0, same: 0 }
  for (let first = 0; first < rows.length && sent.failed === undefined; first += ROWS_A_PART) {
    const part = rows.slice(first, first + ROWS_A_PART)
    sent = await sendPart(gateway, { file, name, rows: part }, dryRun, sent)
    if (sent.failed === undefined) progress.add(part.length)
  }
  progress.end()
  return sent
}

async function sendPart(gateway: Gateway, body: unknown, dryRun: boolean, before: SentMedia): Promise<SentMedia> {
  const path = `/v1/analysis/imports${dryRun ? '?dry_run=1' : ''}`
  const given = await ask(gateway, { path, method: 'POST', body: JSON.stringify(body) })
  if ('failed' in given) return { ...before, failed: given.failed }
  try {
    const { new: added, changed, same, malformed, errors } = answer.parse(JSON.parse(given.text))
    const [wrong] = errors
    const sum = { added: before.added + added, changed: before.changed + changed, same: before.same + same }
    // What was read here has been held against the same schema: another gateway has another one.
    return malformed === 0 ? sum : { ...sum, failed: `${wrong?.path ?? 'rows'}: ${wrong?.message ?? 'malformed'}` }
  } catch {
    return { ...before, failed: 'the answer is not that of a gateway' }
  }
}
