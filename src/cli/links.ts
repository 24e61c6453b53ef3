/** What the commands about own short links share. */
import drawn from 'qrcode-generator'
import * as z from 'zod'
import { nameText } from '../analysis/words/said.ts'
import type { Language } from './command.ts'
import { tableLines } from './dead-letters.ts'
import { ask, type Gateway } from './gateway.ts'
import { read, type Told } from './orders/ledger-client.ts'

const PATH = '/v1/analysis/links'

const link = z.object({
  code: z.string(),
  target: z.string(),
  source: z.string(),
  kind: z.string(),
  campaign: z.exactOptional(z.string()),
  creative: z.exactOptional(z.string()),
  name: z.exactOptional(z.string()),
  made_at: z.string(),
})
export type ShownLink = z.infer<typeof link>

const listAnswer = z.object({ links: z.array(link), base: z.string() })
const newAnswer = z.object({ result: z.enum(['kept', 'same']), address: z.string() })
const dropAnswer = z.object({ dropped: z.boolean() })

export async function listLinks(gateway: Gateway): Promise<Told<z.infer<typeof listAnswer>>> {
  return read(await ask(gateway, { path: PATH }), listAnswer)
}

export async function newLink(
  gateway: Gateway,
  members: Readonly<Record<string, string | undefined>>,
): Promise<Told<z.infer<typeof newAnswer>>> {
  return read(await ask(gateway, { path: PATH, method: 'POST', body: JSON.stringify(members) }), newAnswer)
}

export async function dropLink(gateway: Gateway, code: string): Promise<Told<z.infer<typeof dropAnswer>>> {
  const path = `${PATH}?code=${encodeURIComponent(code)}`
  return read(await ask(gateway, { path, method: 'DELETE' }), dropAnswer)
}

const HEADS: Readonly<Record<Language, readonly string[]>> = {
  en: ['made', 'code', 'source', 'kind', 'leads to', 'name'],
  fr: ['créé', 'code', 'source', 'genre', 'mène à', 'nom'],
}

export function linkLines(links: readonly ShownLink[], language: Language): readonly string[] {
  const rows = links.map(({ made_at: at, code, source, kind, target, name = '' }) => [
    at.slice(0, 10),
    code,
    nameText(source, language),
    nameText(kind, language),
    target,
    name,
  ])
  return tableLines([HEADS[language], ...rows])
}

/** Medium correction: it may be shown on a screen, and be filmed. The margin of four cells is the standard's. */
function codeOf(address: string): ReturnType<typeof drawn> {
  const code = drawn(0, 'M')
  code.addData(address)
  code.make()
  return code
}

const CELL = 8
const MARGIN_CELLS = 4

export function qrSvg(address: string): string {
  return codeOf(address).createSvgTag({ cellSize: CELL, margin: CELL * MARGIN_CELLS, scalable: true })
}

/** Half blocks, two rows of cells a line. */
export function qrText(address: string): string {
  return codeOf(address).createASCII(1, MARGIN_CELLS)
}
