/** `tidegate policy compile`: writes the flat policy that the Worker loads. */
import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import type { Command } from '../command.ts'
import { makeFolder } from '../make-folder.ts'
import { loadPolicy, onePolicyFile, policyFileOf } from '../policy-file.ts'

const DEFAULT_OUT = 'dist/policy.json'

export const command: Command = {
  usage: 'policy compile [file] [--out path]',
  summary: {
    en: `Compile the policy into ${DEFAULT_OUT}`,
    fr: `Compiler la politique dans ${DEFAULT_OUT}`,
  },
  run: async (args, terminal) => {
    const options = { out: { type: 'string', default: DEFAULT_OUT } } as const
    const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options })
    onePolicyFile(positionals)
    const policy = await loadPolicy(policyFileOf(positionals[0], terminal), terminal)
    if (policy === undefined) return 1
    await makeFolder(dirname(values.out))
    await writeFile(values.out, `${JSON.stringify(policy, null, 2)}\n`)
    terminal.stdout(`${values.out} ${policy.digest}\n`)
    return 0
  },
}
