/** `GET /v1/policy/review`: the document that legal reads and signs, as it was generated from the policy that is in force. */
import review from '#review'
import { askerOf } from './caller.ts'
import { refused, type RouteContext } from './events.ts'
import { queryOf } from './ledger.ts'
import { unpacked } from './packed.ts'

export async function getPolicyReview(route: RouteContext): Promise<Response> {
  const asker = await askerOf(route)
  if (asker instanceof Response) return asker
  const language = queryOf(route).get('lang') ?? 'en'
  if (language !== 'en' && language !== 'fr') return refused(route, 'wrong_query', { detail: 'lang: en or fr' })
  const text = (await unpacked(review))[language]
  if (text === undefined) return refused(route, 'not_found', { detail: 'write it with: tidegate policy review' })
  return new Response(text, { headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } })
}
