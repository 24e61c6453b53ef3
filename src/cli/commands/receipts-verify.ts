/** `tidegate receipts verify`: checks an export offline, and names the first receipt that is not as it was written. */
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { headVerifier, parsePublicKey, type ReceiptPublicJwk } from '../../auth/receipt-signature.ts'
import { ExportCheck } from '../../outbox/receipt-check.ts'
import { type Bilingual, type Command, type ExitCode, type Terminal, UsageError } from '../command.ts'
import { linesOf } from '../lines.ts'
import { findingText, resultLines } from '../receipt-text.ts'

/** A row of SQLite has up to 2 MB, and each of its characters may be escaped. */
const MAX_LINE_CHARACTERS = 8 * 1024 * 1024

export const command: Command = {
  usage: 'receipts verify <file> [--key public.jwk]…',
  summary: {
    en: 'Check an export offline: names the first receipt that was altered',
    fr: 'Vérifier un export hors ligne : désigne le premier reçu modifié',
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
  if (file === undefined || positionals.length > 1)
    throw new UsageError({
      en: 'name one file, as `receipts export` wrote it',
      fr: 'nommez un fichier, tel que `receipts export` l’a écrit',
    })
  const keys = values.key === undefined ? undefined : await readKeys(values.key)
  const check = new ExportCheck(keys === undefined ? undefined : headVerifier(keys))
  for await (const line of linesOf(createReadStream(file), MAX_LINE_CHARACTERS)) await check.take(line)
  const result = check.end()
  const { language, stdout, stderr } = terminal
  for (const finding of result.findings) stderr(`${findingText(finding, language)}\n`)
  stdout(`${resultLines(result, keys !== undefined, language).join('\n')}\n`)
  if (result.findings.length > 0) return 1
  // Nothing in it can be verified: neither right nor wrong.
  return result.header === undefined ? 2 : 0
}

async function readKeys(files: readonly string[]): Promise<ReceiptPublicJwk[]> {
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(file, 'utf8')
      const key = parsePublicKey(text)
      if (key === undefined)
        throw new UsageError({
          en: `--key ${file}: not a public JWK that \`tidegate keys new\` has made`,
          fr: `--key ${file} : pas une clé publique (JWK) créée par \`tidegate keys new\``,
        })
      if (isPrivate(text))
        throw new UsageError({ en: `--key ${file}: ${PRIVATE.en}`, fr: `--key ${file} : ${PRIVATE.fr}` })
      return key
    }),
  )
}

const PRIVATE: Bilingual = {
  en: 'this is the PRIVATE key. Whoever has it can sign false receipts: it belongs to the gateway alone and must not be passed around. Give the public one (receipt-key.public.jwk); if you were sent this one, tell the gateway’s operator to make a new pair',
  fr: 'c’est la clé PRIVÉE. Qui la possède peut signer de faux reçus : elle appartient à la passerelle seule et ne doit pas circuler. Donnez la clé publique (receipt-key.public.jwk) ; si on vous a envoyé celle-ci, demandez à l’exploitant de la passerelle de créer une nouvelle paire',
}

function isPrivate(jwk: string): boolean {
  return Object.hasOwn(JSON.parse(jwk) as object, 'd')
}
