/** The reader's language: `--lang fr` first, then the usual variables of the shell. English otherwise. */
import type { Language } from './command.ts'

export function takeLanguage(
  argv: readonly string[],
  env: Readonly<Partial<Record<string, string>>>,
): {
  readonly language: Language
  readonly args: readonly string[]
  /** What was asked for and is not spoken here. */
  readonly unknown?: string
} {
  const index = argv.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='))
  if (index === -1) return { language: languageOf(fromShell(env)), args: argv }
  const arg = argv[index] ?? ''
  const inOne = arg.includes('=')
  const asked = inOne ? arg.slice('--lang='.length) : (argv[index + 1] ?? '')
  const args = argv.toSpliced(index, inOne ? 1 : 2)
  if (!/^(?:en|fr)(?:[^a-z]|$)/i.test(asked)) return { language: languageOf(fromShell(env)), args, unknown: asked }
  return { language: languageOf(asked), args }
}

/** POSIX order: LC_ALL over LC_MESSAGES over LANG; an empty one does not count. */
function fromShell(env: Readonly<Partial<Record<string, string>>>): string {
  return env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
}

function languageOf(locale: string): Language {
  return /^fr(?:[^a-z]|$)/i.test(locale) ? 'fr' : 'en'
}
