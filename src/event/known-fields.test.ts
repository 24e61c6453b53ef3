import { expect, it } from 'vitest'
import * as z from 'zod/mini'
import { knownFieldNames } from './known-fields.ts'
import { documentedEventSchema } from './schema.ts'

it('knows exactly the fields of the schema', () => {
  expect(knownFieldNames().toSorted()).toEqual(namesIn(documentedEventSchema(), '').toSorted())
})

function namesIn(schema: z.ZodMiniObject, prefix: string): string[] {
  return Object.entries<z.core.$ZodType>(schema.shape).flatMap(([name, field]) => [
    prefix + name,
    ...namesBelow(field, `${prefix}${name}.`),
  ])
}

function namesBelow(field: z.core.$ZodType, prefix: string): string[] {
  if (field instanceof z.ZodMiniOptional) return namesBelow(field.def.innerType, prefix)
  if (field instanceof z.ZodMiniArray) return namesBelow(field.def.element, prefix)
  return field instanceof z.ZodMiniObject ? namesIn(field, prefix) : []
}
