/** `tidegate policy review`: writes the policy as documents to read, sign and file; or checks that those on disk are current. */
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { type Command, type ExitCode, type Terminal } from '../command.ts'
import { lockFileOf } from '../lock-file.ts'
import { loadPolicy, onePolicyFile, policyFileOf } from '../policy-file.ts'
import { approvedIn, checkDocuments, documentsOf, writeDocuments } from '../review-files.ts'

export const command: Command = {
  usage: 'policy review [file] [--check] [--out folder] [--lock file]',
  summary: {
    en: 'Write what leaves, for whom and why (REVIEW.md, REVIEW.html), and the Art. 30 record; in English and French',
    fr: 'Écrire ce qui sort, vers qui et pourquoi (REVIEW.fr.md, REVIEW.fr.html), et le registre de l’art. 30 ; en deux langues',
  },
  run: review,
}

async function review(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = { check: { type: 'boolean' }, out: { type: 'string' }, lock: { type: 'string' } } as const
  const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options })
  onePolicyFile(positionals)
  const file = policyFileOf(positionals[0], terminal)
  const policy = await loadPolicy(file, terminal)
  if (policy === undefined) return 1
  const approved = await approvedIn(lockFileOf(file, values.lock ?? terminal.env['TIDEGATE_POLICY_LOCK']), terminal)
  if (approved === 'changed') return 1
  const write = values.check === true ? checkDocuments : writeDocuments
  return write(values.out ?? dirname(file), documentsOf(policy, approved), terminal)
}
