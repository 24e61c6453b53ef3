/** Finds the command that was asked for, and runs it. */
import { didYouMean } from '../policy/nearest.ts'
import type { Command, ExitCode, Terminal } from './command.ts'
import { COMMANDS } from './commands.ts'
import { systemText, usageText } from './failure-words.ts'
import { takeLanguage } from './language.ts'

/** `world`: all that a command may touch, but for files; the language is found in `argv`, then in `world.env`. */
export async function runTidegate(argv: readonly string[], world: Omit<Terminal, 'language'>): Promise<ExitCode> {
  const { language, args, unknown } = takeLanguage(argv, world.env)
  const terminal = { ...world, language }
  if (unknown !== undefined) {
    const known = language === 'fr' ? 'langue inconnue, voici celles qui existent' : 'unknown language, there are'
    world.stderr(`--lang ${JSON.stringify(unknown)}${language === 'fr' ? '\u00A0:' : ':'} ${known} en, fr\n`)
    return 2
  }
  const { name, rest } = findName(args)
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (load !== undefined) return run((await load()).command, rest, terminal)
  const [family = '', second = ''] = name.split(' ')
  const isFamily = Object.keys(COMMANDS).some((one) => one.startsWith(`${family} `))
  const wantsHelp = second === '' || HELP.includes(second)
  return isFamily && wantsHelp ? tellFamily(family, second, terminal) : unknownCommand(name, terminal)
}

const HELP: readonly string[] = ['--help', '-h', 'help']

/** `tidegate analysis --help`: its commands. Without the word it was asked for wrongly, and the same helps. */
async function tellFamily(family: string, asked: string, terminal: Terminal): Promise<ExitCode> {
  const { familyText } = await import('./commands/help.ts')
  const text = await familyText(family, terminal.language)
  if (asked === '') terminal.stderr(text)
  else terminal.stdout(text)
  return asked === '' ? 2 : 0
}

/** The longest name that the table has: `policy check` before `policy`. */
function findName(args: readonly string[]): { readonly name: string; readonly rest: readonly string[] } {
  const [first = 'help', second = ''] = args
  if (first === '--help' || first === '-h') return { name: 'help', rest: [] }
  const two = `${first} ${second}`
  const family = Object.keys(COMMANDS).some((name) => name.startsWith(`${first} `))
  return family && second !== '' ? { name: two, rest: args.slice(2) } : { name: first, rest: args.slice(1) }
}

async function run(command: Command, args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  if (args.includes('--help') || args.includes('-h')) {
    terminal.stdout(`tidegate ${command.usage}\n  ${command.summary[terminal.language]}\n`)
    return 0
  }
  try {
    return await command.run(args, terminal)
  } catch (error) {
    const wrong = usageText(error, terminal.language)
    if (wrong !== undefined) {
      terminal.stderr(`${wrong}\n\ntidegate ${command.usage}\n`)
      return 2
    }
    const refused = systemText(error, terminal.language)
    if (refused === undefined) throw error
    terminal.stderr(`${refused}\n`)
    return 1
  }
}

function unknownCommand(name: string, terminal: Terminal): 2 {
  const [unknown, help] =
    terminal.language === 'fr' ? ['commande inconnue', 'en donne la liste'] : ['unknown command', 'for the list']
  const names = Object.keys(COMMANDS)
  const hint = didYouMean(name, names)?.[terminal.language] ?? `tidegate help ${help}`
  terminal.stderr(`${unknown} \`${name}\` — ${hint}\n`)
  return 2
}
