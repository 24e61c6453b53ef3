/** `tidegate policy check`: says whether the policy holds together, and what it comes to. */
import { parseArgs } from 'node:util'
import type { CompiledPolicy, CompiledSite } from '../../policy/types.ts'
import type { Command, Language } from '../command.ts'
import { DEFAULT_POLICY_FILE, loadPolicy } from '../policy-file.ts'

export const command: Command = {
  usage: 'policy check [file]',
  summary: {
    en: `Check ${DEFAULT_POLICY_FILE}: every mistake with its line and column`,
    fr: `Vérifier ${DEFAULT_POLICY_FILE} : chaque erreur avec sa ligne et sa colonne`,
  },
  run: async (args, terminal) => {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true })
    const policy = await loadPolicy(positionals[0] ?? DEFAULT_POLICY_FILE, terminal)
    if (policy === undefined) return 1
    terminal.stdout(summaryOf(policy, terminal.language))
    return 0
  },
}

function summaryOf(policy: CompiledPolicy, language: Language): string {
  const lines = policy.sites.flatMap((site) => siteLines(site, policy.fieldSets, language))
  return [...lines, `digest ${policy.digest}`, ''].join('\n')
}

function siteLines(site: CompiledSite, fieldSets: CompiledPolicy['fieldSets'], language: Language): string[] {
  const words = language === 'fr' ? ['événements', 'champs'] : ['events', 'fields']
  const destinations = site.destinations.map((destination) => {
    const rows = Object.values(destination.events)
    const fields = new Set(rows.flatMap((place) => Object.keys(fieldSets[place] ?? {})))
    return `  ${destination.id}: ${rows.length} ${words[0]}, ${fields.size} ${words[1]}`
  })
  return [`${site.id}${site.demo ? ' (demo)' : ''}`, ...destinations]
}
