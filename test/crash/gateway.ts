/** A gateway that is made to be killed: it stands still at the armed point and is killed there, or whenever `kill` is called. */
import { startWorkerd } from '../../scripts/workerd.ts'
import { SECRETS } from '../support/secrets.ts'
import { freePort } from '../support/waiting.ts'
import type { Moment } from './points.ts'
import { SHOP_SECRETS } from './shop.ts'

export interface Armed {
  readonly point: string
  readonly moment: Moment
  /** The how manieth time that it is passed, from 1. */
  readonly visit: number
}

export interface CrashGatewayOptions {
  readonly bundle: string
  readonly stateDir: string
  readonly platformBase: string
  readonly attemptTimeoutMs: number
  /** Requests a second, if not the destinations' own. */
  readonly rates?: string | undefined
  readonly armed?: Armed | undefined
  /** A point was passed for the so manieth time (powers of two only). */
  readonly onPassed: (place: string, visit: number) => void
}

const PASSED = /^crash:passed (\d+) (.+)$/
const STANDS = /^crash:stands (.+)$/

export class CrashGateway {
  /** Resolves when the process is gone, whoever ended it. */
  readonly ended: Promise<void>
  /** Undefined when it was killed before it was ready. */
  readonly ready: Promise<string | undefined>
  /** Whether it stood at the armed point. */
  stood = false
  /** What it wrote that was not about points: it should be nothing. */
  readonly output: string[] = []
  #signal: () => void = () => {}
  #killed = false

  constructor(options: CrashGatewayOptions) {
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    this.ended = ended
    this.ready = this.#start(options, resolve)
  }

  kill(): void {
    this.#killed = true
    this.#signal()
  }

  async #start(options: CrashGatewayOptions, onEnded: () => void): Promise<string | undefined> {
    const { bundle, stateDir, armed } = options
    try {
      const workerd = await startWorkerd({
        bundle,
        stateDir,
        port: await freePort(),
        production: false,
        bindings: { ...settingsOf(options), ...(armed !== undefined && bindingsOf(armed)) },
        onStarted: (child) => {
          this.#signal = () => child.kill('SIGKILL')
          child.once('exit', () => onEnded())
        },
        onLine: (line) => this.#read(line, options),
      })
      return workerd.url
    } catch (error) {
      if (this.#killed) return undefined
      throw new Error(`the gateway did not start:\n${this.output.join('\n')}`, { cause: error })
    }
  }

  #read(line: string, { onPassed }: CrashGatewayOptions): void {
    if (STANDS.test(line)) {
      this.stood = true
      this.kill()
      return
    }
    const passed = PASSED.exec(line)
    if (passed !== null) onPassed(passed[2] ?? '', Number(passed[1]))
    else if (line !== '') this.output.push(line)
  }
}

function settingsOf({ platformBase, attemptTimeoutMs, rates }: CrashGatewayOptions): Record<string, string> {
  return {
    TIDEGATE_PLATFORM_BASE: platformBase,
    TIDEGATE_LINGER_MS: '10',
    TIDEGATE_LOG_LEVEL: 'off',
    // So few that a life of some seconds writes lists of keys, lays them into their places, and ends in between.
    TIDEGATE_OUTBOX_NEW_KEYS: '8',
    ...(rates !== undefined && { TIDEGATE_RATES: rates }),
    ...SHOP_SECRETS,
    TIDEGATE_TOKEN_SECRET: SECRETS.TIDEGATE_TOKEN_SECRET,
    TIDEGATE_RECEIPT_KEY: SECRETS.TIDEGATE_RECEIPT_KEY,
    TIDEGATE_ATTEMPT_TIMEOUT_MS: String(attemptTimeoutMs),
  }
}

function bindingsOf({ point, moment, visit }: Armed): Record<string, string> {
  return { CRASH_POINT: point, CRASH_MOMENT: moment, CRASH_VISIT: String(visit) }
}
