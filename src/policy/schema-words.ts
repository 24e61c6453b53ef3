/** What several blocks of policy.yaml are made of. */
import { z } from 'zod'
import { COUNTRIES } from '../consent/countries.ts'
import { says } from './schema-messages.ts'

export const words = z.strictObject({ en: z.string().min(1).max(1_000), fr: z.string().min(1).max(1_000) })

const note = z.strictObject({ en: z.string().max(500), fr: z.string().max(500) })
export const withNote = { note: note.exactOptional().describe('In words, for those who read and sign.') }

export const id = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, says('name'))

export const country = z
  .string()
  .refine((code) => COUNTRIES.has(code), says('country'))
  .meta({ enum: [...COUNTRIES] })

/** A list in which nothing stands twice. */
export function listOf<Element extends z.ZodType>(element: Element): z.ZodArray<Element> {
  return z
    .array(element)
    .superRefine((list, context) => {
      for (const [index, value] of list.entries()) {
        if (list.indexOf(value) < index) {
          context.addIssue({ code: 'custom', path: [index], message: says('already_in_list').error })
        }
      }
    })
    .meta({ uniqueItems: true })
}
