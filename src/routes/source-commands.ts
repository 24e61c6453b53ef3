/**
 * What a person demands of the shop and the shop hands on, and what the shop itself says of its app. To forget somebody is done at
 * once; what needs a person of ours is kept for the operator with its own code (docs/orders.md).
 */
import type { SourceCommand } from '../sources/source.ts'
import { withdrawPersons } from './consent.ts'
import type { RouteContext } from './events.ts'
import type { SourcePlan } from './source-door.ts'

/** A record of a shop has few; a longer list is left to the operator, who can erase whom it names one by one. */
const MAX_NAMES = 200

type Command = Extract<SourceCommand, { kind: 'erase_person' | 'access_request' }>

/** `kept`: somebody must look at it, under this code. */
export type CommandEnd = 'done' | 'unavailable' | { readonly kept: SourceCommand['kind'] }

export async function obey(route: RouteContext, plan: SourcePlan, command: SourceCommand): Promise<CommandEnd> {
  if (command.kind !== 'erase_person') return { kept: command.kind }
  const texts = textsOf(command)
  if (texts.length > MAX_NAMES) return { kept: command.kind }
  return (await withdrawPersons(route, plan, texts)) ? 'done' : 'unavailable'
}

/** As `DELETE /v1/persons/{key}` takes them. */
function textsOf({ emails, phones, external_ids, order_ids }: Command): readonly string[] {
  const named = (kind: string, values: readonly string[]) => values.map((value) => `${kind}:${value}`)
  return [
    ...named('email', emails),
    ...named('phone', phones),
    ...named('customer', external_ids),
    ...named('order', order_ids),
  ]
}
