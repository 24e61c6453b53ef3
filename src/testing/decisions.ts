/** What the gateway decided, since the last time that somebody cleared. */
import type { Gateway } from './gateway.ts'
import type { Decision } from './types.ts'

type NumberedDecision = Decision & { readonly seq: number }

export interface Decisions {
  readonly since: () => Promise<readonly Decision[]>
  readonly forget: () => Promise<void>
}

export function decisionsOf(gateway: Gateway): Decisions {
  /** The gateway keeps the last hundred of each shard, so these are no more. */
  let forgotten: ReadonlySet<string> = new Set()
  const all = async () => {
    const { status, text } = await gateway.get('/dev/decisions')
    if (status !== 200) throw new Error(`the gateway does not say what it decided: ${text}`)
    return (JSON.parse(text) as { readonly decisions: readonly NumberedDecision[] }).decisions
  }
  return {
    since: async () => (await all()).filter((decision) => !forgotten.has(keyOf(decision))).map(withoutNumber),
    forget: async () => {
      forgotten = new Set((await all()).map(keyOf))
    },
  }
}

/** Numbers are the shard's own. */
function keyOf({ seq, at, event_id }: NumberedDecision): string {
  return `${seq} ${at} ${event_id}`
}

function withoutNumber({ seq: _seq, ...decision }: NumberedDecision): Decision {
  return decision
}
