/** `npm run serve`, `npm start` and `tidegate` as their users start them: a process of their own, its output, its end. */
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { atEnd, ROOT, until } from './running.ts'

/** The project's own Node (package `node`), as npm scripts find it. */
const NODE = join(ROOT, 'node_modules', '.bin', 'node')

export interface Program {
  readonly pid: number
  readonly output: () => string
  /** Waits for the line that begins so. */
  readonly untilLine: (start: string, timeoutMs?: number) => Promise<void>
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
  /** To the process alone; its children are its own business. */
  readonly signal: (signal: NodeJS.Signals) => void
  /** As a reader of its output that ends: it writes to nobody from then on. */
  readonly stopReading: () => void
  /** kill -9 to the process and everything it has started, at once. */
  readonly killGroup: () => void
  readonly groupIsGone: () => boolean
}

const groups = new Set<number>()
atEnd(() => {
  groups.forEach(killGroup)
  // The system may give their numbers to others.
  groups.clear()
})

/** `script` is relative to the project; it leads a process group, as a shell's job does. */
export function startProgram(script: string, args: readonly string[], env: Readonly<Record<string, string>>): Program {
  const child = spawn(NODE, [join(ROOT, script), ...args], {
    cwd: ROOT,
    env: { ...withoutSettings(process.env), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`${script} could not be started`)
  groups.add(pid)
  return {
    ...watch(child, script),
    pid,
    signal: (signal) => child.kill(signal),
    stopReading: () => [child.stdout, child.stderr].forEach((stream) => stream.destroy()),
    killGroup: () => killGroup(pid),
    groupIsGone: () => isGone(pid),
  }
}

/** The settings of whoever runs the tests must not change what they prove; the code that was built for them is theirs (test/e2e/global-setup.ts). */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own =
    /^(?:TIDEGATE_(?!BUILT$)|TIKTOK_|META_|NODE_OPTIONS$|VITEST|PORT$|LISTEN_|STOP_SECONDS$|SIM_PORT$|SHOP_PORT$|STATE_DIR$)/
  return Object.fromEntries(Object.entries(env).filter(([name]) => !own.test(name)))
}

function watch(child: ChildProcess, script: string): Pick<Program, 'output' | 'untilLine' | 'ended'> {
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text))
  const { promise: ended, resolve } = Promise.withResolvers<number | string>()
  child.once('close', (code, signal) => resolve(code ?? signal ?? 'SIGKILL'))
  const hasLine = (start: string) => {
    if (child.exitCode !== null) throw new Error(`${script} ended before it said "${start}":\n${output}`)
    return output.split('\n').some((line) => line.startsWith(start))
  }
  return {
    output: () => output,
    ended,
    untilLine: (start, timeoutMs) => until(`${script} has said "${start}"`, () => hasLine(start), timeoutMs),
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It is gone already, which is what was asked for.
  }
}

function isGone(pid: number): boolean {
  try {
    process.kill(-pid, 0)
    return false
  } catch {
    return true
  }
}

/** Runs to its end. */
export async function runProgram(script: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const program = startProgram(script, args, env)
  const code = await program.ended
  program.killGroup()
  return { code, output: program.output() }
}
