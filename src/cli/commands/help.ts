/** `tidegate help`: every command, and what it does below: usages are too long for columns. In English or French. */
import type { Bilingual, Command, Language } from '../command.ts'
import { COMMANDS } from '../commands.ts'

const INTRODUCTION: Bilingual = {
  en: 'tidegate: a consent-aware events gateway.\n\nUsage: tidegate <command> [--lang en|fr]\n',
  fr: 'tidegate : une passerelle d’événements qui respecte le consentement.\n\nUsage : tidegate <commande> [--lang en|fr]\n',
}
const EXIT_CODES: Bilingual = {
  en: 'Exit codes: 0 done, 1 not so or not possible, 2 asked for wrongly.',
  fr: 'Codes de sortie : 0 fait, 1 non conforme ou impossible, 2 commande mal écrite.',
}

export const command: Command = {
  usage: 'help',
  summary: { en: 'Show this list', fr: 'Afficher cette liste' },
  run: async (_args, terminal) => {
    terminal.stdout(await helpText(terminal.language))
    return 0
  },
}

export async function helpText(language: Language): Promise<string> {
  const commands = await commandsOf(() => true)
  const lines = commands.map((entry) => `  ${entry.usage}\n      ${entry.summary[language]}`)
  return [INTRODUCTION[language], ...lines, '', EXIT_CODES[language], ''].join('\n')
}

/** The commands that begin with this word. */
export async function familyText(family: string, language: Language): Promise<string> {
  const commands = await commandsOf((name) => name.startsWith(`${family} `))
  const lines = commands.map((entry) => `tidegate ${entry.usage}\n  ${entry.summary[language]}`)
  return [...lines, '', EXIT_CODES[language], ''].join('\n')
}

async function commandsOf(isMeant: (name: string) => boolean): Promise<readonly Command[]> {
  const loads = Object.entries(COMMANDS).flatMap(([name, load]) =>
    load === undefined || !isMeant(name) ? [] : [load()],
  )
  return (await Promise.all(loads)).map((module) => module.command)
}
