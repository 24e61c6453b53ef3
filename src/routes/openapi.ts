/** `GET /v1/openapi.json`. */
import openApi from '#openapi'
import type { RouteContext } from './events.ts'
import { unpacked } from './packed.ts'

/** Its paths are those of the address that it was read from (OpenAPI 3.1, `servers`): what a caller wrote as host does not come back. */
export async function getOpenApi(_route: RouteContext): Promise<Response> {
  const { json } = await unpacked(openApi)
  return new Response(json, { headers: { 'content-type': 'application/json' } })
}
