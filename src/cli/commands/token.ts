/** `tidegate token`: a bearer token for one site, of its server or of a person at the console. Prints the token and nothing else. */
import { parseArgs } from 'node:util'
import { SignJWT } from 'jose'
import { isRole, ROLES, type Role } from '../../auth/roles.ts'
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
  usage: 'token --site <id> [--role marketing|legal|finance|developer|operator] [--days 365]',
  summary: {
    en: 'Make a token with which a server may send events of a site; with --role, one for a person at the console, which sends none',
    fr: 'Créer le jeton avec lequel un serveur envoie les événements d’un site ; avec --role, celui d’une personne à la console, qui n’en envoie pas',
  },
  run: async (args, terminal) => {
    const { site, role, days } = readArgs(args)
    const secret = new TextEncoder().encode(terminal.env['TIDEGATE_TOKEN_SECRET'] ?? '')
    if (secret.length < MIN_SECRET_BYTES) return refuse(terminal.stderr, terminal.language)
    const issuedAtSeconds = Math.floor(terminal.nowMs() / 1000)
    const token = await new SignJWT(role === undefined ? {} : { role })
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

interface Args {
  readonly site: string
  readonly role: Role | undefined
  readonly days: number
}

function readArgs(args: readonly string[]): Args {
  const options = { site: { type: 'string' }, role: { type: 'string' }, days: { type: 'string' } } as const
  const { site = '', role, days = '365' } = parseArgs({ args: [...args], options }).values
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(site))
    throw new UsageError({
      en: '--site <id>: the site as the policy names it',
      fr: '--site <id> : le site tel que la politique le nomme',
    })
  if (role !== undefined && !isRole(role))
    throw new UsageError({ en: `--role: one of ${ROLES.join(', ')}`, fr: `--role : l’un de ${ROLES.join(', ')}` })
  if (!/^[1-9]\d{0,3}$/.test(days) || Number(days) > MAX_DAYS) {
    throw new UsageError({
      en: `--days: a whole number from 1 to ${MAX_DAYS}`,
      fr: `--days : un nombre entier de 1 à ${MAX_DAYS}`,
    })
  }
  return { site, role, days: Number(days) }
}

function refuse(stderr: (text: string) => void, language: Language): 1 {
  stderr(`${NO_SECRET[language]}\n`)
  return 1
}
