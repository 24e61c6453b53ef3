/** `GET /t.js` and `GET /t/<file>`: what pages load. The same for everybody; nothing of the request is in it. */
import files from '#browser'
import type { RouteContext } from './events.ts'
import { problem } from './problems.ts'

/** An alias, so that a page need not name a version: found anew within ten minutes of a deployment. */
const ALIAS_CACHED = 'public, max-age=600, stale-while-revalidate=86400'
/** The name holds the hash of what is under it. */
const FILE_CACHED = 'public, max-age=31536000, immutable'

export function getTag({ request }: RouteContext): Promise<Response> {
  return script(files.tag, request, ALIAS_CACHED)
}

export function getTagFile({ request }: RouteContext): Response | Promise<Response> {
  const name = new URL(request.url).pathname.split('/').at(-1) ?? ''
  return Object.hasOwn(files.texts, name) ? script(name, request, FILE_CACHED) : problem('not_found')
}

async function script(name: string, request: Request, cached: string): Promise<Response> {
  // Weak: the same text, zipped or not.
  const etag = `W/"${name}"`
  const headers = {
    'cache-control': cached,
    etag,
    vary: 'accept-encoding',
    // For pages that pin a hash (SRI) and for those that isolate themselves.
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  }
  if (namesTag(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  const typed = { ...headers, 'content-type': 'text/javascript; charset=utf-8' }
  if (!takesGzip(request.headers.get('accept-encoding'))) return new Response(files.texts[name], { headers: typed })
  // Cloudflare would do it by itself; workerd on a machine of one's own does not.
  return new Response(await zipped(name), { headers: { ...typed, 'content-encoding': 'gzip' }, encodeBody: 'manual' })
}

/** RFC 9110, section 13.1.2: compared weakly. */
function namesTag(ifNoneMatch: string | null, etag: string): boolean {
  const named = (ifNoneMatch ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''))
  return named.includes(etag.slice(2)) || named.includes('*')
}

/** RFC 9110, section 12.5.3: named, and not with a weight of nought. */
function takesGzip(acceptEncoding: string | null): boolean {
  return (acceptEncoding ?? '')
    .toLowerCase()
    .split(',')
    .some((one) => /^\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*$)|$)/.test(one))
}

const zips = new Map<string, Promise<ArrayBuffer>>()

/** Once for each file while the isolate lives. */
function zipped(name: string): Promise<ArrayBuffer> {
  const made =
    zips.get(name) ??
    new Response(new Blob([files.texts[name] ?? '']).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer()
  zips.set(name, made)
  return made
}
