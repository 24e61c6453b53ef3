/**
 * The demo: the shop "Atelier Rivage" and the live page. Static pages, one small answer that tells the pages where the
 * gateway is, and one that gathers what the live page shows. Development only: it listens on this machine alone.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { readBannerFiles } from './banner-files.ts'
import { type PageFile, readPages } from './pages-table.ts'
import { DEMO_SOURCES, readPress, trySource } from './sources/try-source.ts'
import { readApproval, readLive } from './upstream.ts'

export interface DemoOptions {
  /** 0 takes a free port. */
  readonly port: number
  /** Where the browser sends its events, without a trailing slash, e.g. `http://127.0.0.1:8787`. */
  readonly gatewayUrl: string
  /** Where the simulators answer `/_sim/…`, without a trailing slash. */
  readonly simulatorsUrl: string
}

export interface Demo {
  readonly url: string
  readonly close: () => Promise<void>
}

/** Starts the shop on 127.0.0.1. Rejects when the port is taken. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const gatewayOrigin = new URL(options.gatewayUrl).origin
  const pages = new Map([...readPages(gatewayOrigin), ...readBannerFiles()])
  const headers = securityHeaders(gatewayOrigin)
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    const isPress = request.method === 'POST' && request.url === '/api/source'
    const answered = isPress ? press(request, response, options) : answer(request, response, pages, options)
    answered.catch(() => sendText(response, 500, 'the demo failed'))
  })
  const port = await listen(server, options.port)
  return { url: `http://127.0.0.1:${port}`, close: () => close(server) }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  pages: ReadonlyMap<string, PageFile>,
  options: DemoOptions,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    return sendText(response, 405, 'method not allowed')
  }
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2)
  if (path === '/config.js') return sendConfig(response, options.gatewayUrl)
  if (path === '/api/live') return sendJson(response, await readLive(options, readAfter(query)))
  if (path === '/api/sources') return sendJson(response, { sources: sourceList() })
  if (path === '/api/approval') return sendJson(response, await readApproval(options.gatewayUrl))
  const page = pages.get(path)
  if (page === undefined) return sendText(response, 404, 'not found')
  return send(response, 200, page.contentType, page.body)
}

function sourceList(): readonly object[] {
  return DEMO_SOURCES.map(({ id, kind, refund }) => ({ id, kind, refund: refund !== undefined }))
}

const MAX_PRESS_BYTES = 4_096

/** JSON alone: another site's page cannot send it without asking, and nobody answers that question here. */
async function press(request: IncomingMessage, response: ServerResponse, options: DemoOptions): Promise<void> {
  if (request.headers['content-type'] !== 'application/json') return sendText(response, 415, 'unsupported media type')
  const text = await readBody(request)
  const asked = text === undefined ? undefined : readPress(parsed(text), Date.now())
  if (asked === undefined) return sendText(response, 400, 'bad request')
  const origin = `http://127.0.0.1:${request.socket.localPort ?? options.port}`
  return sendJson(response, await trySource(asked, options.gatewayUrl, origin, Date.now()))
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength
    if (bytes > MAX_PRESS_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** No inline script or style; of elsewhere the tag alone, and events may go to the gateway and nowhere else. */
function securityHeaders(gatewayOrigin: string): Readonly<Record<string, string>> {
  const contentSecurityPolicy = [
    "default-src 'none'",
    `script-src 'self' ${gatewayOrigin}/t.js ${gatewayOrigin}/t/`,
    "style-src 'self'",
    `img-src 'self' ${gatewayOrigin}/p.gif`,
    `connect-src 'self' ${gatewayOrigin}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': contentSecurityPolicy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  }
}

function readAfter(query: string): number {
  const after = Number(new URLSearchParams(query).get('after') ?? 0)
  return Number.isSafeInteger(after) && after > 0 ? after : 0
}

function sendConfig(response: ServerResponse, gatewayUrl: string): void {
  send(response, 200, 'text/javascript; charset=utf-8', `export const GATEWAY_URL = ${JSON.stringify(gatewayUrl)}\n`)
}

function sendJson(response: ServerResponse, value: unknown): void {
  send(response, 200, 'application/json; charset=utf-8', JSON.stringify(value))
}

function sendText(response: ServerResponse, status: number, text: string): void {
  send(response, status, 'text/plain; charset=utf-8', text)
}

/** Node leaves the body of an answer to HEAD out by itself. */
function send(response: ServerResponse, status: number, contentType: string, body: Uint8Array | string): void {
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
