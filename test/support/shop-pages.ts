/** A shop's own web server: pages as they are written down here, on a port of its own, with the headers that a test asks for. */
import { createServer, type Server } from 'node:http'

export interface ShopPages {
  /** Without a trailing slash. */
  readonly url: string
  readonly close: () => Promise<void>
}

export interface Page {
  readonly body: string
  /** `text/html` where nothing is said. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Path → page, or its markup. What is not there is a 404. */
export async function serveShopPages(pages: Readonly<Record<string, string | Page>>): Promise<ShopPages> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://shop').pathname
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined
    const { body, headers = {} } = typeof page === 'string' ? { body: page } : (page ?? { body: '' })
    const status = page === undefined ? 404 : 200
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => close(server) }
}

/** A whole document: the tag's script element and what the body holds. */
export function shopPage(gatewayUrl: string, { attributes = '', body = '' } = {}): string {
  const tag = `<script async src="${gatewayUrl}/t.js" ${attributes}></script>`
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>${tag}</head><body>${body}</body></html>`
}

function portOf(server: Server): number {
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the shop has no port')
  return address.port
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
