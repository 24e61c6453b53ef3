/** The built bundle on plain workerd, with the simulators beside it. Free ports, a state folder of its own. */
import type { ChildProcess } from 'node:child_process'
import { startWorkerd, type RunningWorkerd } from '../../scripts/workerd.ts'
import { Client } from './client.ts'
import { startPlatforms, type Platforms } from './platforms.ts'
import { atEnd, bundleFile, freePort, removeFolder, temporaryFolder } from './running.ts'

type Settings = Readonly<Record<string, string>>

export interface StartOptions {
  /** Taken instead of simulators of its own; not stopped with it. */
  readonly platforms?: Platforms
  /** Where it sends, if not to the simulators themselves. */
  readonly platformBase?: string
  /** Goes on with what is in there. */
  readonly stateDir?: string
  /** Of another policy than the demo shop's. */
  readonly bundle?: string
}

export class Gateway extends Client {
  readonly platforms: Platforms
  readonly stateDir: string
  /** What the process has written, line by line. */
  readonly output: readonly string[]
  readonly workerd: RunningWorkerd
  readonly #ownPlatforms: boolean

  constructor(
    workerd: RunningWorkerd,
    parts: { platforms: Platforms; ownPlatforms: boolean; stateDir: string; output: readonly string[] },
  ) {
    super(workerd.url)
    this.workerd = workerd
    this.platforms = parts.platforms
    this.stateDir = parts.stateDir
    this.output = parts.output
    this.#ownPlatforms = parts.ownPlatforms
  }

  async stop(): Promise<void> {
    await this.workerd.stop()
    if (this.#ownPlatforms) await this.platforms.close()
    removeFolder(this.stateDir)
  }
}

const running = new Set<ChildProcess>()
atEnd(() => running.forEach((child) => child.kill('SIGKILL')))

/** Whatever the test has done with it. */
export function killAtEnd(child: ChildProcess): void {
  running.add(child)
  child.once('exit', () => running.delete(child))
}

export async function startGateway(settings: Settings = {}, options: StartOptions = {}): Promise<Gateway> {
  const bundle = options.bundle ?? bundleFile()
  const platforms = options.platforms ?? (await startPlatforms())
  const stateDir = options.stateDir ?? temporaryFolder('state')
  const output: string[] = []
  const base = options.platformBase ?? platforms.url
  const workerd = await startWorkerd({
    bundle,
    port: await freePort(),
    stateDir,
    bindings: {
      TIDEGATE_PLATFORM_BASE: base,
      TIDEGATE_LINGER_MS: '20',
      TIDEGATE_ATTEMPT_TIMEOUT_MS: '1000',
      ...settings,
    },
    production: false,
    onLine: (line) => output.push(line),
    onStarted: killAtEnd,
  })
  return new Gateway(workerd, { platforms, ownPlatforms: options.platforms === undefined, stateDir, output })
}
