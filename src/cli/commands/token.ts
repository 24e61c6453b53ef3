/** `tidegate token`: a server's bearer token for one site. Prints the token and nothing else. */
import { parseArgs } from 'node:util'
import { SignJWT } from 'jose'
import { UsageError } from '../command.ts'
import type { Bilingual, Command, Language } from '../command.ts'

/** HS256 wants a key no shorter than its hash: RFC 7518, 3.2. */
const MIN_SECRET_BYTES = 32
const MAX_DAYS = 3650
const DAY_SECONDS = 86_400

const NO_SECRET: Bilingual = {
  en:
    `TIDEGATE_TOKEN_SECRET is missing or shorter than ${MIN_SECRET_BYTES} characters. Make one, and give the gateway the same:\n` +
    '  export TIDEGATE_TOKEN_SECRET="$(openssl rand -base64 48)"',
  fr:
    `TIDEGATE_TOKEN_SECRET manque ou compte moins de ${MIN_SECRET_BYTES} caractères. Créez-en un, le même pour la passerelle :\n` +
    '  export TIDEGATE_TOKEN_SECRET="$(openssl rand -base64 48)"',
}

export const command: Command = {
  usage: 'token --site <id> [--days 365]',
  summary: {
    en: 'Make a token with which a server may send events of a site',
    fr: 'Créer le jeton avec lequel un serveur envoie les événements d’un site',
  },
  run: async (args, terminal) => {
    const { site, days } = readArgs(args)
    const secret = new TextEncoder().encode(terminal.env['TIDEGATE_TOKEN_SECRET'] ?? '')
    if (secret.length < MIN_SECRET_BYTES) return refuse(terminal.stderr, terminal.language)
    const issuedAtSeconds = Math.floor(terminal.nowMs() / 1000)
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer('tidegate')
      .setAudience(site)
      .setIssuedAt(issuedAtSeconds)
      .setExpirationTime(issuedAtSeconds + days * DAY_SECONDS)
      .setJti(terminal.randomId())
      .sign(secret)
    terminal.stdout(`${token}\n`)
    return 0
  },
}

function readArgs(args: readonly string[]): { readonly site: string; readonly days: number } {
  const { values } = parseArgs({ args: [...args], options: { site: { type: 'string' }, days: { type: 'string' } } })
  const { site = '', days = '365' } = values
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(site))
    throw new UsageError({
      en: '--site <id>: the site as the policy names it',
      fr: '--site <id> : le site tel que la politique le nomme',
    })
  if (!/^[1-9]\d{0,3}$/.test(days) || Number(days) > MAX_DAYS) {
    throw new UsageError({
      en: `--days: a whole number from 1 to ${MAX_DAYS}`,
      fr: `--days : un nombre entier de 1 à ${MAX_DAYS}`,
    })
  }
  return { site, days: Number(days) }
}

function refuse(stderr: (text: string) => void, language: Language): 1 {
  stderr(`${NO_SECRET[language]}\n`)
  return 1
}
