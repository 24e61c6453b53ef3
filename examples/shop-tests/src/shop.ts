/** Example: a shop of one page and one order form. Its pages and its server send events to the gateway. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { productPage } from './page.ts'

export interface GatewayAccess {
  readonly url: string
  readonly token: string
}

export interface Shop {
  readonly url: string
  readonly close: () => Promise<void>
}

export interface Order {
  readonly id: string
  readonly email: string
  readonly value: number
  /** What the customer answered to the banner. */
  readonly answer: 'granted' | 'denied'
}

export async function startShop(gateway: GatewayAccess): Promise<Shop> {
  const server = createServer((request, response) => void answer(gateway, request, response))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

async function answer(gateway: GatewayAccess, request: IncomingMessage, response: ServerResponse): Promise<void> {
  switch (`${request.method} ${request.url?.split('?', 1)[0]}`) {
    case 'GET /product':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(productPage(gateway.url))
      return
    case 'POST /orders': {
      // A real shop checks what it is sent; this one is here for what it sends on.
      const order = JSON.parse(await textOf(request)) as Order
      await reportSale(gateway, order, request.headers['user-agent'] ?? 'unknown')
      response.writeHead(201).end()
      return
    }
    default:
      response.writeHead(404).end()
  }
}

async function reportSale({ url, token }: GatewayAccess, order: Order, userAgent: string): Promise<void> {
  await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      event: 'purchase',
      event_id: `sale-${order.id}`,
      occurred_at: new Date().toISOString(),
      page: { url: 'https://www.shop.example/thanks' },
      client: { ip: '203.0.113.7', user_agent: userAgent, country: 'FR' },
      person: { email: order.email },
      order: { id: order.id, value: order.value, currency: 'EUR' },
      consent: { state: statesOf(order.answer), at: new Date().toISOString(), source: 'banner' },
    }),
  })
}

function statesOf(answer: Order['answer']): Record<string, string> {
  return { ad_storage: answer, ad_user_data: answer, ad_personalization: answer, analytics_storage: answer }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
