/**
 * `tidegate keys new`: the pair of keys with which a gateway signs its receipts, or with `--role` a person the policy. Never writes
 * over a key that is there.
 */
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { newKeyPair } from '../../auth/ed25519.ts'
import { UsageError, type Command, type ExitCode, type Language, type Terminal } from '../command.ts'
import { makeFolder } from '../make-folder.ts'
import { ROLE_KEY_WORDS, type KeyWords } from '../role-key-words.ts'

export const command: Command = {
  usage: 'keys new [--role role] [--out folder]',
  summary: {
    en: 'Make the pair of keys with which the gateway signs its receipts, or a role the policy',
    fr: 'Créer la paire de clés avec laquelle la passerelle signe ses reçus, ou un rôle la politique',
  },
  run: newKeys,
}

async function newKeys(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = { out: { type: 'string', default: '.' }, role: { type: 'string' } } as const
  const { values } = parseArgs({ args: [...args], options })
  const { role } = values
  if (role !== undefined && !/^[a-z][a-z0-9-]{0,39}$/.test(role))
    throw new UsageError({
      en: 'a role is small letters, digits and hyphens, as under approval.roles',
      fr: 'un rôle s’écrit en minuscules sans accent, chiffres et traits d’union, comme sous approval.roles',
    })
  const stem = join(values.out, `${role ?? 'receipt'}-key`)
  const [privateFile, publicFile] = [`${stem}.private.jwk`, `${stem}.public.jwk`]
  await makeFolder(values.out, 0o700)
  const { privateJwk, publicJwk } = await newKeyPair()
  // `wx`: not even a race of two commands loses a key that something was signed with.
  if (!(await writeNew(publicFile, publicJwk, 0o644))) return refuse(publicFile, terminal)
  if (!(await writeNew(privateFile, privateJwk, 0o600))) {
    await rm(publicFile)
    return refuse(privateFile, terminal)
  }
  terminal.stdout(`${wordsFor(role, terminal.language)(privateFile, publicFile, publicJwk)}\n`)
  return 0
}

async function writeNew(file: string, jwk: object, mode: number): Promise<boolean> {
  try {
    await writeFile(file, `${JSON.stringify(jwk)}\n`, { flag: 'wx', mode })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function refuse(file: string, { language, stderr }: Terminal): 1 {
  const en = `${file} is there already and was left as it is. What was signed with it can be verified only while its public key is kept; choose another folder with --out.\n`
  const fr = `${file} existe déjà et n’a pas été touché. Ce qu’elle a signé ne se vérifie que tant que sa clé publique est gardée ; choisissez un autre dossier avec --out.\n`
  stderr(language === 'fr' ? fr : en)
  return 1
}

function wordsFor(role: string | undefined, language: Language): KeyWords {
  return role === undefined ? RECEIPT_WORDS[language] : ROLE_KEY_WORDS[language](role)
}

const RECEIPT_WORDS: Readonly<Record<Language, KeyWords>> = {
  en: (privateFile, publicFile, { kid }) => `Key ${kid}

${privateFile}
  The private key. Give its content to the gateway as the secret TIDEGATE_RECEIPT_KEY, then keep one copy in a safe
  place, or none. Whoever has it can sign false receipts. Never send it to anybody, never put it into git.
    Cloudflare:  npx wrangler secret put TIDEGATE_RECEIPT_KEY < ${privateFile}
    workerd:     export TIDEGATE_RECEIPT_KEY="$(cat ${privateFile})"

${publicFile}
  The public key. Give it to whoever must be able to verify: your data protection officer, an auditor. It is not secret,
  but it must reach them by a way that they trust, and be kept as long as the receipts.
    tidegate receipts verify <export> --key ${publicFile}`,
  fr: (privateFile, publicFile, { kid }) => `Clé ${kid}

${privateFile}
  La clé privée. Donnez son contenu à la passerelle comme secret TIDEGATE_RECEIPT_KEY, puis gardez-en une copie en lieu
  sûr, ou aucune. Qui la possède peut signer de faux reçus. Ne l’envoyez à personne, ne la mettez jamais dans git.
    Cloudflare :  npx wrangler secret put TIDEGATE_RECEIPT_KEY < ${privateFile}
    workerd :     export TIDEGATE_RECEIPT_KEY="$(cat ${privateFile})"

${publicFile}
  La clé publique. Donnez-la à qui doit pouvoir vérifier : votre délégué à la protection des données, un auditeur. Elle
  n’est pas secrète, mais elle doit leur parvenir par une voie sûre, et être gardée aussi longtemps que les reçus.
    tidegate receipts verify <export> --key ${publicFile}`,
}
