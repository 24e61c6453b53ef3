/** Names and origins of a site, as its blocks write them. */
import { z } from 'zod'
import { isOrigin } from './origins.ts'
import { says } from './schema-messages.ts'

const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
export const HOST = `${LABEL}(\\.${LABEL})*`
/** As browsers write them; what only a parser of addresses finds is left to the compiler. */
export const AUTHORITY = `(${HOST}|\\[[0-9a-f:.]+\\])`

export const origin = z
  .string()
  .refine(isOrigin, says('origin'))
  .meta({ pattern: `^https://${AUTHORITY}(:[0-9]{1,5})?$` })
