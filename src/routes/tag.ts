/** `GET /t.js` and `GET /t/<file>`: what pages load. The same for everybody; nothing of the request is in it. */
import files from '#browser'
import { problem } from './problems.ts'
import type { RouteContext } from './events.ts'

/** An alias, so that a page need not name a version: found anew within ten minutes of a deployment. */
const ALIAS_CACHED = 'public, max-age=600, stale-while-revalidate=86400'
/** The name holds the hash of what is under it. */
const FILE_CACHED = 'public, max-age=31536000, immutable'

export function getTag(_route: RouteContext): Response {
  return script(files.texts[files.tag] ?? '', ALIAS_CACHED)
}

export function getTagFile({ request }: RouteContext): Response {
  const name = new URL(request.url).pathname.split('/').at(-1) ?? ''
  const text = Object.hasOwn(files.texts, name) ? files.texts[name] : undefined
  return text === undefined ? problem('not_found') : script(text, FILE_CACHED)
}

function script(text: string, cached: string): Response {
  return new Response(text, {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': cached,
      // For pages that pin a hash (SRI) and for those that isolate themselves.
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    },
  })
}
