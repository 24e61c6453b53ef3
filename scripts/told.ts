/** What a command of `tidegate` says, for the scripts that show it at work. */
import { runTidegate } from '../src/cli/run.ts'

/** Throws, with what it said, where it fails. */
export async function told(args: readonly string[]): Promise<string> {
  const said: string[] = []
  const code = await runTidegate(args, {
    stdin: (async function* () {})(),
    stdout: (text) => void said.push(text),
    stderr: (text) => void said.push(text),
    env: process.env,
    nowMs: () => Date.now(),
    randomId: () => crypto.randomUUID(),
  })
  if (code !== 0) throw new Error(`tidegate ${args.join(' ')}: ${said.join('')}`)
  return said.join('')
}
