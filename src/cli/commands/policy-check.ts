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
    for (const line of unsettledLines(loaded.policy, terminal.language)) terminal.stderr(`${line}\n`)
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

/** Shops whose webhook alone says that two names are one order. */
const SHOPS = ['shopify', 'woocommerce', 'prestashop', 'magento', 'bigcommerce', 'webhook'] as const

/** No error: a page and a server that give an order the same id need no settle time. */
function unsettledLines({ sites }: CompiledPolicy, language: Language): readonly string[] {
  return sites.flatMap(({ id, demo, orders, sources }) => {
    const shops = SHOPS.filter((name) => sources?.[name] !== undefined)
    if (demo || orders === undefined || orders.settleSeconds > 0 || shops.length === 0) return []
    const names = shops.join(', ')
    return language === 'fr'
      ? [
          `attention\u00A0: ${id} a ${names} et aucun délai de regroupement (orders.settle_seconds\u00A0: 0).`,
          '  Deux copies d’une commande sous des noms que seul le webhook de la boutique relie comptent deux fois si elles arrivent avant lui.',
          '  Envoyez partout le même numéro de commande, ou fixez un délai, par exemple 120 secondes.',
        ]
      : [
          `note: ${id} has ${names} and no settle time (orders.settle_seconds: 0).`,
          '  Two copies of an order under names that only the shop’s webhook ties together count twice where they come before it.',
          '  Send the same order id from everywhere, or set a settle time, 120 seconds for example.',
        ]
  })
}
