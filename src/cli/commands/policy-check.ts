/** `tidegate policy check`: says whether the policy holds together, what it comes to, and whether it is as it was approved. */
import { parseArgs } from 'node:util'
import type { CompiledPolicy, CompiledSite } from '../../policy/types.ts'
import { approvalReport } from '../approval-lines.ts'
import type { Command, Language } from '../command.ts'
import { findApproval, lockFileOf } from '../lock-file.ts'
import { DEFAULT_POLICY_FILE, loadPolicyText, onePolicyFile, policyFileOf } from '../policy-file.ts'

export const command: Command = {
  usage: 'policy check [file] [--lock file]',
  summary: {
    en: `Check ${DEFAULT_POLICY_FILE}: every mistake with its line and column, and whether it is approved`,
    fr: `Vérifier ${DEFAULT_POLICY_FILE} : chaque erreur avec sa ligne et sa colonne, et si elle est approuvée`,
  },
  run: async (args, terminal) => {
    const options = { lock: { type: 'string' } } as const
    const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options })
    onePolicyFile(positionals)
    const policyFile = policyFileOf(positionals[0], terminal)
    const loaded = await loadPolicyText(policyFile, terminal)
    if (loaded === undefined) return 1
    terminal.stdout(summaryOf(loaded.policy, terminal.language))
    const lockFile = lockFileOf(policyFile, values.lock ?? terminal.env['TIDEGATE_POLICY_LOCK'])
    const found = await findApproval({ policyFile, ...loaded, lockFile })
    const { ok, lines } = approvalReport(found, loaded.policy, terminal.language, terminal.nowMs())
    ;(ok ? terminal.stdout : terminal.stderr)(`${lines.join('\n')}\n`)
    return ok ? 0 : 1
  },
}

function summaryOf(policy: CompiledPolicy, language: Language): string {
  const lines = policy.sites.flatMap((site) => siteLines(site, policy.fieldSets, language))
  return [...lines, `${language === 'fr' ? 'empreinte' : 'digest'} ${policy.digest}`, ''].join('\n')
}

function siteLines(site: CompiledSite, fieldSets: CompiledPolicy['fieldSets'], language: Language): string[] {
  const demo = language === 'fr' ? ' (démonstration)' : ' (demo)'
  const words = language === 'fr' ? ['événements', 'champs'] : ['events', 'fields']
  const destinations = site.destinations.map((destination) => {
    const rows = Object.values(destination.events)
    const fields = new Set(rows.flatMap((place) => Object.keys(fieldSets[place] ?? {})))
    return `  ${destination.id}${language === 'fr' ? '\u00A0:' : ':'} ${rows.length} ${words[0]}, ${fields.size} ${words[1]}`
  })
  return [`${site.id}${site.demo ? demo : ''}`, ...destinations]
}
