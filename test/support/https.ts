/** A site over HTTPS on names of its own, on this machine: its pages, and its gateway behind the name that the policy gives it. */
import { createSign, generateKeyPairSync } from 'node:crypto'
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'

export interface HttpsSite {
  /** For Chromium: every name leads here, and to nowhere else; this machine’s own address stays what it is. */
  readonly resolverRules: string
  readonly close: () => Promise<void>
}

/** What comes to `gatewayHost` goes to the gateway, with its Host as the browser wrote it; every other name gets the page. */
export async function startHttpsSite(gatewayHost: string, gatewayUrl: string, page: string): Promise<HttpsSite> {
  const server = createServer(selfSigned(), (request, response) => {
    if (request.headers.host === gatewayHost) forward(request, response, gatewayUrl)
    else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    resolverRules: `--host-resolver-rules=MAP * 127.0.0.1:${port}, EXCLUDE 127.0.0.1`,
    close: () => closed(server),
  }
}

function forward(request: IncomingMessage, response: ServerResponse, gatewayUrl: string): void {
  const { method, url = '/', headers } = request
  const onward = httpRequest(`${gatewayUrl}${url}`, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.once('error', () => response.writeHead(502).end())
  request.pipe(onward)
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}

/** A certificate that nobody has signed but its own key, X.509 version 1 (RFC 5280, section 4.1): the browser is told to take it. */
function selfSigned(): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ecdsaWithSha256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'))
  const commonName = sequence(set(sequence(Buffer.from('0603550403', 'hex'), tagged(0x0c, Buffer.from('test')))))
  const validity = sequence(utcTime(Date.now() - DAY_MS), utcTime(Date.now() + DAY_MS))
  const serial = tagged(0x02, Buffer.of(1))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const certificate = sequence(serial, ecdsaWithSha256, commonName, validity, commonName, spki)
  const signature = createSign('sha256').update(certificate).sign(privateKey)
  const der = sequence(certificate, ecdsaWithSha256, tagged(0x03, Buffer.concat([Buffer.of(0), signature])))
  const cert = `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert }
}

const DAY_MS = 86_400_000

/** DER: a tag, a length, what it holds. */
function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...size), content])
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts))
}

function set(...parts: readonly Buffer[]): Buffer {
  return tagged(0x31, Buffer.concat(parts))
}

function utcTime(ms: number): Buffer {
  const digits = new Date(ms)
    .toISOString()
    .replaceAll(/[-:T]|\.\d+/g, '')
    .slice(2)
  return tagged(0x17, Buffer.from(digits))
}
