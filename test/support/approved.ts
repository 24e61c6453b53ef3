/** A policy with keys of its own, signed through the command as people do it: what production needs to start. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runTidegate } from '../../src/cli/run.ts'
import { ROOT, temporaryFolder } from './running.ts'

export const VALID_UNTIL = '2099-12-31'

export interface ApprovedPolicy {
  readonly policyFile: string
  readonly lockFile: string
  readonly keyFile: string
  readonly kid: string
  /** Changes the policy's text, and signs nothing. */
  readonly edit: (change: (text: string) => string) => void
  readonly text: () => string
  /** Runs `tidegate policy approve` with what is given in place of the usual. */
  readonly approve: (options?: Readonly<Record<string, string>>) => Promise<{ code: number | string; output: string }>
}

export interface Terms {
  readonly roles?: readonly string[]
  readonly validUntil?: string
}

/** The demo shop's policy in a folder of its own, with a new key for the role `legal`; not signed yet. */
export async function unsignedPolicy({
  roles = ['legal'],
  validUntil = VALID_UNTIL,
}: Terms = {}): Promise<ApprovedPolicy> {
  const folder = temporaryFolder('policy')
  const policyFile = join(folder, 'policy.yaml')
  const keyFile = join(folder, 'legal-key.private.jwk')
  await tidegate(['keys', 'new', '--role', 'legal', '--out', folder])
  const { kid, x } = JSON.parse(readFileSync(keyFile, 'utf8')) as { kid: string; x: string }
  const approval = `approval:
  roles: [${roles.join(', ')}]
  valid_until: ${validUntil}
  keys:
    - { role: legal, kid: '${kid}', x: '${x}' }
`
  mkdirSync(folder, { recursive: true })
  writeFileSync(policyFile, withApproval(readFileSync(join(ROOT, 'policy/policy.yaml'), 'utf8'), approval))
  return {
    policyFile,
    lockFile: join(folder, 'policy.lock.json'),
    keyFile,
    kid,
    text: () => readFileSync(policyFile, 'utf8'),
    edit: (change) => {
      const [before, after] = [readFileSync(policyFile, 'utf8'), change(readFileSync(policyFile, 'utf8'))]
      if (before === after) throw new Error('the edit changed nothing')
      writeFileSync(policyFile, after)
    },
    approve: (options = {}) => {
      const given = { '--role': 'legal', '--name': 'Test Legal', '--key': keyFile, ...options }
      return tidegate(['policy', 'approve', policyFile, ...Object.entries(given).flat()])
    },
  }
}

/** The approval block of the demo's policy is replaced as a whole. */
function withApproval(text: string, approval: string): string {
  const changed = text.replace(/^approval:\n(?:[ \t]+.*\n)*/m, approval)
  if (changed === text) throw new Error('the policy has no approval block')
  return changed
}

export async function approvedPolicy(terms: Terms = {}): Promise<ApprovedPolicy> {
  const policy = await unsignedPolicy(terms)
  const { code, output } = await policy.approve()
  if (code !== 0) throw new Error(`the policy could not be approved:\n${output}`)
  return policy
}

/** In this process: what a command is as a process of its own, src/cli/main.test.ts tries. */
export async function tidegate(args: readonly string[]): Promise<{ code: number | string; output: string }> {
  let output = ''
  const say = (text: string) => void (output += text)
  const world = { stdin: nothing(), stdout: say, stderr: say, env: {}, nowMs: () => Date.now(), randomId: randomUUID }
  return { code: await runTidegate(args, world), output }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
