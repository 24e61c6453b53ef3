/** `tidegate receipts export`: asks a gateway for receipts and writes them as NDJSON, page by page. */
import { open } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Bilingual, type Command, type ExitCode, type Terminal, UsageError } from '../command.ts'
import { ask, GATEWAY_OPTIONS, gatewayFrom, type Gateway } from '../gateway.ts'

const PATH = '/v1/receipts/export'
const CURSOR_HEADER = 'tidegate-next-cursor'
/** A gateway that never ends is none. */
const MAX_PAGES = 1_000_000

export const command: Command = {
  usage: 'receipts export [--person x | --order x | --from day --to day] [--out file] [--url base] [--token t]',
  summary: {
    en: 'Fetch receipts: of one person or order, or of a range of days that can be verified',
    fr: 'Récupérer les reçus : d’une personne ou commande, ou d’une période vérifiable',
  },
  run: exportReceipts,
}

interface Question {
  readonly gateway: Gateway
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly out: string | undefined
  /** A range, which can be verified. */
  readonly range: boolean
}

async function exportReceipts(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const question = readQuestion(args, terminal)
  if (question.out === undefined) return fetchPages(question, terminal, async (text) => terminal.stdout(text))
  // A new file, and nobody else's to read: it has the ids of events and keyed hashes of persons.
  const file = await open(question.out, 'wx', 0o600)
  try {
    return await fetchPages(question, terminal, (text) => file.appendFile(text))
  } finally {
    await file.close()
  }
}

function readQuestion(args: readonly string[], terminal: Terminal): Question {
  const text = { type: 'string' } as const
  const options = { ...GATEWAY_OPTIONS, person: text, order: text, from: text, to: text, out: text }
  const { values } = parseArgs({ args: [...args], options })
  const { person, order, from, to, out } = values
  if ([person, order, from ?? to].filter((one) => one !== undefined).length > 1)
    throw new UsageError({
      en: 'ask for one person, one order, or a range of days',
      fr: 'demandez une personne, une commande ou une période',
    })
  const query = new URLSearchParams({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) })
  const headers = {
    // Not in the address: what stands between may write addresses down.
    ...(person !== undefined && { 'tidegate-person': encodeURIComponent(person) }),
    ...(order !== undefined && { 'tidegate-order': encodeURIComponent(order) }),
  }
  const gateway = gatewayFrom(values, terminal)
  return { gateway, query, headers, out, range: person === undefined && order === undefined }
}

async function fetchPages(
  question: Question,
  terminal: Terminal,
  write: (text: string) => Promise<void>,
): Promise<ExitCode> {
  const progress = new Progress(terminal)
  let cursor: string | null = null
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page = await fetchPage(question, cursor)
    if ('failed' in page) return fail(page.failed, terminal)
    await write(page.text)
    progress.add(page.text)
    cursor = page.cursor
    if (cursor === null) return progress.done(question)
  }
  return fail(`more than ${MAX_PAGES} pages`, terminal)
}

type Page = { readonly text: string; readonly cursor: string | null } | { readonly failed: string }

async function fetchPage({ gateway, query, headers }: Question, cursor: string | null): Promise<Page> {
  const asked = new URLSearchParams(query)
  if (cursor !== null) asked.set('cursor', cursor)
  const path = asked.size === 0 ? PATH : `${PATH}?${asked.toString()}`
  const answer = await ask(gateway, { path, headers })
  return 'failed' in answer ? answer : { text: answer.text, cursor: answer.headers.get(CURSOR_HEADER) }
}

const INCOMPLETE: Bilingual = { en: 'The export is not complete', fr: 'L’export n’est pas complet' }

function fail(reason: string, { language, stderr }: Terminal): 1 {
  stderr(`${INCOMPLETE[language]}${language === 'fr' ? '\u00A0:' : ':'} ${reason}\n`)
  return 1
}

class Progress {
  readonly #terminal: Terminal
  #lines = 0
  #signed: boolean | undefined

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  add(text: string): void {
    // The first line of a range says whether its heads are signed.
    if (this.#lines === 0) this.#signed = !text.slice(0, text.indexOf('\n')).includes('"kid":null')
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#lines += 1
    const { language, stderr } = this.#terminal
    const count = this.#lines.toLocaleString(language)
    stderr(language === 'fr' ? `${count} lignes\n` : `${count} lines\n`)
  }

  done({ range, out }: Question): 0 {
    if (!range) return 0
    const { language, stderr } = this.#terminal
    const file = out ?? (language === 'fr' ? '<fichier>' : '<file>')
    const key = this.#signed === true ? ' --key receipt-key.public.jwk' : ''
    if (this.#signed !== true) stderr(UNSIGNED[language])
    stderr(language === 'fr' ? 'Pour vérifier :' : 'To verify:')
    stderr(` tidegate receipts verify ${file}${key}\n`)
    return 0
  }
}

const UNSIGNED: Bilingual = {
  en: 'Nothing in it is signed: the gateway has no TIDEGATE_RECEIPT_KEY (tidegate keys new makes one).\n',
  fr: 'Rien n’y est signé : la passerelle n’a pas de TIDEGATE_RECEIPT_KEY (tidegate keys new en crée une).\n',
}
