/**
 * Reads one consent signal `n` times for one request, as an event's path does: the whole of resolve, for two destinations.
 * POST ?signal=tcf&n=…&now=<epoch ms>; the body is the text of the signal. workerd's clock stands still while code runs, so
 * the caller takes the time.
 */
import compiledPolicy from '#policy'
import { resolveConsent } from '../../src/consent/resolve.ts'
import { destinations } from '../../src/destinations/registry.ts'
import { planSites } from '../../src/pipeline/plan.ts'

const MAX_LOOPS = 2_000_000
const rules = [...planSites(compiledPolicy, destinations).values()][0]?.consent

export default {
  async fetch(request: Request): Promise<Response> {
    const query = new URL(request.url).searchParams
    const text = await request.text()
    if (rules === undefined) throw new Error('the policy has no site')
    const input = { client: { country: 'FR' }, evidence: { signals: { [query.get('signal') ?? '']: text } } }
    const nowMs = Number(query.get('now'))
    const n = Math.min(Number(query.get('n')), MAX_LOOPS)
    let findings = 0
    for (let i = 0; i < n; i++) findings += resolveConsent(input, rules, nowMs).findings.length
    return new Response(String(findings))
  },
}
