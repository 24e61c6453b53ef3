/** The gateway as `npm run serve` starts it, a token for it, and the platform simulators in a process of their own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { SignJWT } from 'jose'
import { startWorkerd } from '../scripts/workerd.ts'
import { TOKEN_ISSUER } from '../src/auth/token.ts'
import type { CompiledPolicy } from '../src/policy/types.ts'
import { freePort, pidOf, stopChild, track } from './processes.ts'

export interface Simulators {
  readonly url: string
  readonly pid: number
  /** Holds the process still: requests to it hang until `resume`, as with a platform that has stalled. */
  readonly pause: () => void
  readonly resume: () => void
  readonly stop: () => Promise<void>
}

/** Another process, as a platform is another machine: answering them is no work of the gateway's process. */
export async function startSimulators(): Promise<Simulators> {
  const port = await freePort()
  const child = spawn(process.execPath, ['src/simulators/server.ts'], {
    env: { ...process.env, SIM_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  track(child)
  await Promise.race([once(child.stdout, 'data'), endedEarly(child)])
  return {
    url: `http://127.0.0.1:${port}`,
    pid: pidOf(child),
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    stop: () => stopChild(child),
  }
}

async function endedEarly(child: ChildProcess): Promise<never> {
  await once(child, 'exit')
  throw new Error('the simulators ended before they were ready')
}

export interface Gateway {
  readonly port: number
  readonly stateDir: string
  readonly url: string
  readonly pid: number
  readonly token: string
  readonly stop: () => Promise<void>
}

export interface GatewayOptions {
  /** Goes on with what is in there. */
  readonly stateDir?: string
  readonly settings?: Readonly<Record<string, string>>
}

/** `folder`: each gateway gets a state folder of its own in it, so that none begins with another's events. */
export async function startGateway(
  folder: string,
  bundle: string,
  platformBase: string,
  { stateDir = mkdtempSync(join(folder, 'state-')), settings = {} }: GatewayOptions = {},
): Promise<Gateway> {
  const port = await freePort()
  const secret = randomBytes(36).toString('base64url')
  const running = await startWorkerd({
    bundle,
    port,
    stateDir,
    bindings: { ...gatewayBindings(secret, platformBase), ...settings },
    production: false,
  })
  track(running.process)
  return {
    port,
    stateDir,
    url: running.url,
    pid: pidOf(running.process),
    token: await tokenFor(bundle, secret),
    stop: async () => void (await running.stop()),
  }
}

export function gatewayBindings(secret: string, platformBase: string): Record<string, string> {
  return {
    TIDEGATE_ENV: 'development',
    TIDEGATE_PLATFORM_BASE: platformBase,
    TIDEGATE_LOG_LEVEL: 'attempts',
    TIDEGATE_TOKEN_SECRET: secret,
  }
}

/** The compiled policy lies beside the bundle that was built with it. */
export async function tokenFor(bundle: string, secret: string): Promise<string> {
  const policy: CompiledPolicy = JSON.parse(readFileSync(join(dirname(bundle), 'policy.json'), 'utf8'))
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(TOKEN_ISSUER)
    .setAudience(policy.sites[0]?.id ?? '')
    .setIssuedAt()
    .setExpirationTime('1 day')
    .sign(new TextEncoder().encode(secret))
}
