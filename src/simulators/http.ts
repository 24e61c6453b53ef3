/** What the simulators answer, on a connection of Node: also where the connection itself is what fails. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Reaction, Simulators } from './core.ts'

/** Above what any platform takes, so that a body over a platform's limit still gets the platform's own answer. */
const MAX_BODY_BYTES = 32 * 1024 * 1024

export async function answerOverHttp(
  simulators: Simulators,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const body = await readBody(request)
    if (body === undefined) {
      response.writeHead(413, { connection: 'close' }).end()
      return
    }
    const { method = 'GET', url = '/' } = request
    give(response, await simulators.react({ method, path: url, headers: plainHeaders(request), body }))
  } catch {
    // The caller went away in the middle, or a simulator has a defect: either way there is nobody to answer well.
    response.destroy()
  }
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request) {
    if (!(chunk instanceof Uint8Array)) continue
    bytes += chunk.length
    if (bytes > MAX_BODY_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function plainHeaders({ headers }: IncomingMessage): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return plain
}

function give(response: ServerResponse, { answer, cut }: Reaction): void {
  if (answer === undefined || cut === 'drop') {
    response.socket?.destroy()
    return
  }
  if (cut === 'reset') {
    response.socket?.resetAndDestroy()
    return
  }
  const bytes = Buffer.from(answer.body)
  response.writeHead(answer.status, { ...answer.headers, 'content-length': bytes.length })
  if (cut === 'half_body') response.write(bytes.subarray(0, bytes.length >> 1), () => response.socket?.destroy())
  else response.end(bytes)
}
