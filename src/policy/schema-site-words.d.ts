/** Names and origins of a site, as its blocks write them. */
import { z } from 'zod'
export declare const HOST = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*'
/** As browsers write them; what only a parser of addresses finds is left to the compiler. */
export declare const AUTHORITY =
  '([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*|\\[[0-9a-f:.]+\\])'
export declare const origin: z.ZodString
