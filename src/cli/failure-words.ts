/** What a command could not do, in the reader's language: Node says it in English only. */
import { type Language, UsageError } from './command.ts'

/** Asked for wrongly: ours, or one of parseArgs. Undefined where it is something else. */
export function usageText(error: unknown, language: Language): string | undefined {
  if (error instanceof UsageError) return error.words[language]
  const code = codeOf(error)
  if (!(error instanceof TypeError) || !code.startsWith('ERR_PARSE_ARGS')) return undefined
  return language === 'fr' ? argumentInFrench(code, error.message) : error.message
}

/** The disk said no: a folder that may not be written, a path that is not there. Undefined where it is something else. */
export function systemText(error: unknown, language: Language): string | undefined {
  const database = sqliteText(error, language)
  if (database !== undefined) return database
  if (!(error instanceof Error) || !('syscall' in error)) return undefined
  const reason = REASONS[codeOf(error)]
  if (language === 'en' || reason === undefined) return error.message
  return 'path' in error ? `${String(error.path)} : ${reason}` : reason
}

/** A database that could not be opened, read or written, and why. Undefined where it is something else. */
export function sqliteText(error: unknown, language: Language): string | undefined {
  if (!(error instanceof Error) || codeOf(error) !== 'ERR_SQLITE_ERROR') return undefined
  const french = 'errcode' in error ? SQLITE_REASONS[Number(error.errcode)] : undefined
  return language === 'fr' ? (french ?? error.message) : error.message
}

/** By SQLite's result codes (https://sqlite.org/rescode.html): corrupt, full, cannot be opened, no database. */
const SQLITE_REASONS: Readonly<Partial<Record<number, string>>> = {
  11: 'la base est endommagée',
  13: 'plus de place sur le disque',
  14: 'la base ne peut être ouverte',
  26: 'ce n’est pas une base de données',
}

function argumentInFrench(code: string, message: string): string {
  const [, argument = ''] = /'([^' ]+)/.exec(message) ?? []
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return `option inconnue : ${argument}`
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
      return `argument de trop : ${argument}`
    default:
      return message.includes('does not take')
        ? `l’option ${argument} ne prend pas de valeur`
        : `l’option ${argument} demande une valeur`
  }
}

const REASONS: Readonly<Partial<Record<string, string>>> = {
  ENOENT: 'n’existe pas',
  EACCES: 'accès refusé',
  EPERM: 'accès refusé',
  EISDIR: 'est un dossier',
  ENOTDIR: 'n’est pas un dossier',
  EEXIST: 'existe déjà',
  ENOSPC: 'plus de place sur le disque',
  EROFS: 'ne peut être que lu',
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
