/** `GET /console/…`, `/diagnostics`, `/reconciliation`: the console's page. It holds no figure: it asks for them as whoever is signed in. */
import files from '#console'
import type { RouteContext } from './events.ts'
import { unpacked } from './packed.ts'
import { problem } from './problems.ts'

/** Where nothing is said, the first. */
const PAGES: readonly string[] = [
  'business',
  'learning',
  'lift',
  'links',
  'imports',
  'live',
  'diagnostics',
  'policy',
  'dead-letters',
  'reconciliation',
]

const YEAR_SECONDS = 31_536_000

export function getConsolePage(route: RouteContext): Response | Promise<Response> {
  const { pathname } = new URL(route.request.url)
  const page = pathname.slice(pathname.lastIndexOf('/') + 1)
  const id = page === 'console' || page === '' ? PAGES[0] : page
  return id === undefined || !PAGES.includes(id) ? problem('not_found') : pageResponse(id, route)
}

/** Script and style. Their names change with their content: whoever has one need not ask again. */
export async function getConsoleFile({ request }: RouteContext): Promise<Response> {
  const { pathname } = new URL(request.url)
  const name = pathname.slice(pathname.lastIndexOf('/') + 1)
  const { files: known } = await unpacked(files)
  const file = Object.hasOwn(known, name) ? known[name] : undefined
  if (file === undefined) return problem('not_found')
  return new Response(file.text, {
    headers: { 'content-type': file.type, 'cache-control': `public, max-age=${YEAR_SECONDS}, immutable` },
  })
}

async function pageResponse(page: string, { services, request }: RouteContext): Promise<Response> {
  const { config, gate } = services
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
  const { html: template } = await unpacked(files)
  const html = template
    .replaceAll('{nonce}', nonce)
    .replace('{lang}', prefersFrench(request.headers.get('accept-language')) ? 'fr' : 'en')
    .replace('{mode}', config.production ? 'production' : 'development')
    .replace('{approval}', gate.statusAt(Date.now()))
    .replace('{page}', page)
    .replace('{access}', config.access === undefined ? 'off' : 'on')
    .replace('{live}', config.liveView ? 'on' : 'off')
  return new Response(html, { headers: pageHeaders(nonce) })
}

/** The first of the two languages that the browser names; it names them in the order of preference. */
function prefersFrench(accepted: string | null): boolean {
  const first = /(?:^|,)\s*(fr|en)\b/i.exec(accepted?.slice(0, 1_000) ?? '')?.[1]
  return first?.toLowerCase() === 'fr'
}

function pageHeaders(nonce: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    // The page's icon is an empty address of this kind, so that the browser asks for none.
    'img-src data:',
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'cache-control': 'no-store',
    vary: 'accept-language',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  }
}
