/**
 * The gateway in miniflare: the built Worker, its Durable Object in memory, a compiled policy beside it. The only thing that it can reach is the
 * simulators, and these without a port of their own.
 */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Log, LogLevel, Miniflare, type MiniflareOptions } from 'miniflare'
import type { BuiltApproval } from '../auth/approval.ts'
import type { Simulators } from '../simulators/core.ts'
import { answerOverHttp } from '../simulators/http.ts'
import type { NamedPolicy } from './policy.ts'
import type { TidegateOptions, Visitors } from './types.ts'

const HOST = '127.0.0.1'
/** As in wrangler.toml. */
const COMPATIBILITY_DATE = '2026-11-01'
/** Written beside this file by the build (scripts/build-testing.ts), which leaves policy and approval to be joined here. */
const WORKER = new URL('gateway.js', import.meta.url)
const PLATFORMS = 'platforms.test'
/** France, and an address that is reserved for documentation (RFC 5737): platforms recognise people by public ones. */
const IN_FRANCE: Visitors = { country: 'FR', ip: '203.0.113.7' }

export interface Gateway {
  readonly url: string
  readonly tokenSecret: string
  /** The body of the answer, whatever its status. */
  readonly get: (path: string) => Promise<{ readonly status: number; readonly text: string }>
  /** The last lines that it has written. */
  readonly lines: readonly string[]
  readonly stop: () => Promise<void>
}

export async function startGateway(
  named: NamedPolicy,
  simulators: Simulators,
  options: TidegateOptions,
): Promise<Gateway> {
  const settings = settingsOf(options)
  const lines: string[] = []
  const miniflare = new Miniflare({
    host: HOST,
    port: options.port ?? 0,
    log: new Log(LogLevel.ERROR),
    logRequests: false,
    // Left out, it would be fetched from the network.
    cf: placeOf(options.visitors ?? IN_FRANCE),
    enableDevRegistry: false,
    telemetry: { enabled: false },
    handleStructuredLogs: ({ message }) => keepLine(lines, message, options.onLine),
    workers: [await workerOf(named, simulators, settings, options)],
  })
  const gateway = { tokenSecret: settings.TIDEGATE_TOKEN_SECRET, lines, stop: once(() => miniflare.dispose()) }
  const get = async (path: string) => {
    const response = await miniflare.dispatchFetch(`http://${HOST}${path}`)
    return { status: response.status, text: await response.text() }
  }
  try {
    const { origin } = await miniflare.ready
    await refuseUnhealthy(get)
    return { ...gateway, url: origin, get }
  } catch (error) {
    await gateway.stop()
    throw error
  }
}

/** A test that sends to real platforms, or whose decisions nobody can see, is not what was asked for. */
const NOT_FOR_CHANGING = ['TIDEGATE_ENV', 'TIDEGATE_PLATFORM_BASE', 'TIDEGATE_LIVE_VIEW'] as const

function settingsOf({ settings = {} }: TidegateOptions) {
  for (const name of NOT_FOR_CHANGING) {
    if (settings[name] !== undefined) throw new TypeError(`settings: ${name} is set by startTidegate itself`)
  }
  return {
    TIDEGATE_LINGER_MS: '5',
    TIDEGATE_LOG_LEVEL: 'off',
    TIDEGATE_CLIENT_IP_HEADER: 'cf-connecting-ip',
    TIDEGATE_TOKEN_SECRET: randomBytes(32).toString('base64url'),
    ...settings,
    TIDEGATE_ENV: 'development',
    TIDEGATE_PLATFORM_BASE: `http://${PLATFORMS}`,
    TIDEGATE_LIVE_VIEW: 'on',
  }
}

function placeOf({ country, region }: Visitors): Record<string, string> {
  // Another form would be an unknown place, whose visitors are asked for consent.
  if (!/^[A-Z]{2}$/.test(country)) throw new TypeError(`visitors: country has two capital letters, not "${country}"`)
  return { country, ...(region !== undefined && { regionCode: region }) }
}

type WorkerOptions = MiniflareOptions['workers'][number]

async function workerOf(
  { file, policy }: NamedPolicy,
  simulators: Simulators,
  settings: Readonly<Record<string, string>>,
  { visitors = IN_FRANCE }: TidegateOptions,
): Promise<WorkerOptions> {
  // Nobody signs what a test runs; the gateway takes it in development and says so.
  const approval: BuiltApproval = { lock: null, file, differences: [], found: 'not_approved' }
  return {
    config: {
      name: 'tidegate',
      compatibilityDate: COMPATIBILITY_DATE,
      manifest: {
        mainModule: 'edge.js',
        modulesRoot: '/',
        modules: {
          'edge.js': esModule(edge(visitors.ip ?? IN_FRANCE.ip ?? '')),
          'gateway.js': esModule(await readFile(WORKER, 'utf8')),
          'policy.js': esModule(jsonModule(policy)),
          'approval.js': esModule(jsonModule(approval)),
        },
      },
      env: {
        ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, { type: 'text', value }])),
        OUTBOX: { type: 'durable-object', worker: 'tidegate', exportName: 'Outbox' },
        OFFSITE: { type: 'durable-object', worker: 'tidegate', exportName: 'OffsiteRecord' },
      },
      exports: {
        Outbox: { type: 'durable-object', storage: 'sqlite' },
        OffsiteRecord: { type: 'durable-object', storage: 'sqlite' },
      },
    },
    dev: {
      outboundService: { type: 'node-handler', handler: (request, response) => reach(simulators, request, response) },
    },
  }
}

function esModule(contents: string) {
  return { type: 'esm' as const, contents }
}

function jsonModule(value: unknown): string {
  return `export default JSON.parse(${JSON.stringify(JSON.stringify(value))})`
}

/**
 * What Cloudflare does in front of a Worker: it says from which address a browser comes. A browser on this machine has none that is
 * public; whoever sends a `cf-connecting-ip` of their own is that visitor.
 */
function edge(ip: string): string {
  return `import gateway from './gateway.js'
export { OffsiteRecord, Outbox } from './gateway.js'
const VISITOR = ${JSON.stringify(ip)}
export default {
  fetch(request, env) {
    const own = request.headers.get('cf-connecting-ip') ?? '::1'
    if (own !== '::1' && !own.startsWith('127.')) return gateway.fetch(request, env)
    const seen = new Request(request)
    seen.headers.set('cf-connecting-ip', VISITOR)
    return gateway.fetch(seen, env)
  },
}
`
}

/** Of everything outside, only the simulators are there. */
async function reach(simulators: Simulators, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // Miniflare's own word, for its own use.
  delete request.headers['mf-custom-node-service']
  if (request.headers.host === PLATFORMS) return answerOverHttp(simulators, request, response)
  response.writeHead(502, { 'content-type': 'text/plain' }).end('tidegate/testing reaches nothing but the simulators')
}

const MAX_LINES = 100

function keepLine(lines: string[], line: string, onLine: TidegateOptions['onLine']): void {
  lines.push(line)
  if (lines.length > MAX_LINES) lines.shift()
  onLine?.(line)
}

/** It also says which setting is wrong. */
async function refuseUnhealthy(get: Gateway['get']): Promise<void> {
  const { status, text } = await get('/healthz')
  if (status === 200) return
  const { detail } = JSON.parse(text) as { readonly detail?: string }
  throw new Error(`the gateway did not start: ${detail ?? text}`)
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => (done ??= action())
}
