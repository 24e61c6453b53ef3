/** A route that is loaded when it is first asked for. */
import { later, type Later } from '../later.ts'
import type { RouteContext } from './events.ts'

type Handler = (route: RouteContext) => Response | Promise<Response>
type HandlerName = { [Name in keyof Later]: Later[Name] extends Handler ? Name : never }[keyof Later]

export function laterHandler(name: HandlerName): (route: RouteContext) => Promise<Response> {
  return async (route) => (await later())[name](route)
}
