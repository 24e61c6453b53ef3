/** The published JSON Schema of policy.yaml, for editors: made of the schema that the compiler runs, so that both say the same. */
import { z } from 'zod'
import { policySchema } from './schema.ts'

/** Draft 7: what editors' YAML servers read everywhere. */
export function policyJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(policySchema, { io: 'input', target: 'draft-7', reused: 'ref' })
  return {
    $schema,
    title: 'Tidegate policy',
    description:
      'What leaves a site, for whom, and why. Everything that is not written is denied. docs/policy.md explains every key. ' +
      '`tidegate policy check` finds more than an editor can: what one part of the file says about another.',
    ...withOffers(schema),
  }
}

type Json = Readonly<Record<string, unknown>>

/** A block whose names are free, with those that are known (schema-offers.ts) as properties: editors offer no others. */
function withOffers(schema: Json): Json {
  const { offers, ...rest } = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, inside(value)]))
  if (offers === undefined) return rest
  const names = Object.entries(offers as Readonly<Record<string, string>>)
  const block = rest['additionalProperties']
  return {
    ...rest,
    properties: Object.fromEntries(names.map(([name, description]) => [name, { description, allOf: [block] }])),
  }
}

function inside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inside)
  return typeof value === 'object' && value !== null ? withOffers({ ...value }) : value
}
