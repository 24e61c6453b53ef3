/** The `tidegate` command: finds the command that was asked for and gives it the process's world. */
import { randomUUID } from 'node:crypto'
import process from 'node:process'
import { didYouMean } from '../policy/nearest.ts'
import type { Command, ExitCode, Terminal } from './command.ts'
import { UsageError } from './command.ts'
import { COMMANDS } from './commands.ts'
import { takeLanguage } from './language.ts'

process.exitCode = await main(process.argv.slice(2))

async function main(argv: readonly string[]): Promise<ExitCode> {
  const { language, args } = takeLanguage(argv, process.env)
  const terminal = terminalOf(language)
  const { name, rest } = findName(args)
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (load === undefined) return unknownCommand(name, terminal)
  const { command } = await load()
  return run(command, rest, terminal)
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
    if (isUsageError(error)) {
      terminal.stderr(`${error.message}\n\ntidegate ${command.usage}\n`)
      return 2
    }
    if (!isSystemError(error)) throw error
    terminal.stderr(`${error.message}\n`)
    return 1
  }
}

/** Ours, or one of parseArgs: an unknown option, a missing value. */
function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}

/** The disk said no: a folder that may not be written, a path that is not there. */
function isSystemError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error
}

function unknownCommand(name: string, terminal: Terminal): 2 {
  const [unknown, help] =
    terminal.language === 'fr' ? ['commande inconnue', 'la liste'] : ['unknown command', 'for the list']
  const names = Object.keys(COMMANDS)
  const hint = didYouMean(name, names)?.[terminal.language] ?? `tidegate help ${help}`
  terminal.stderr(`${unknown} \`${name}\` — ${hint}\n`)
  return 2
}

function terminalOf(language: Terminal['language']): Terminal {
  return {
    stdin: process.stdin,
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    env: process.env,
    language,
    nowMs: () => Date.now(),
    randomId: () => randomUUID(),
  }
}
