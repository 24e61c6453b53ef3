/** `tidegate receipts verify`: checks an export offline, and names the first receipt that is not as it was written. */
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { headVerifier, parsePublicKey, type ReceiptPublicJwk } from '../../auth/receipt-signature.ts'
import { ExportCheck } from '../../outbox/receipt-check.ts'
import { type Command, type ExitCode, type Terminal, UsageError } from '../command.ts'
import { linesOf } from '../lines.ts'
import { findingText, resultLines } from '../receipt-text.ts'

/** A row of SQLite has up to 2 MB, and each of its characters may be escaped. */
const MAX_LINE_CHARACTERS = 8 * 1024 * 1024

export const command: Command = {
  usage: 'receipts verify <file> [--key public.jwk]…',
  summary: {
    en: 'Check an export offline: names the first receipt that was altered',
    fr: 'Vérifier un export hors ligne : désigne le premier reçu modifié',
  },
  run: verifyFile,
}

async function verifyFile(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { key: { type: 'string', multiple: true } },
  })
  const [file] = positionals
  if (file === undefined || positionals.length > 1) throw new UsageError('name one file, as `receipts export` wrote it')
  const keys = values.key === undefined ? undefined : await readKeys(values.key)
  const check = new ExportCheck(keys === undefined ? undefined : headVerifier(keys))
  for await (const line of linesOf(createReadStream(file), MAX_LINE_CHARACTERS)) await check.take(line)
  const result = check.end()
  const { language, stdout, stderr } = terminal
  for (const finding of result.findings) stderr(`${findingText(finding, language)}\n`)
  stdout(`${resultLines(result, keys !== undefined, language).join('\n')}\n`)
  return result.findings.length === 0 ? 0 : 1
}

async function readKeys(files: readonly string[]): Promise<ReceiptPublicJwk[]> {
  return Promise.all(
    files.map(async (file) => {
      const key = parsePublicKey(await readFile(file, 'utf8'))
      if (key === undefined) throw new UsageError(`--key ${file}: not a public JWK that \`tidegate keys new\` has made`)
      return key
    }),
  )
}
