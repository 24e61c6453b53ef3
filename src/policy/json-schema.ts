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
    ...schema,
  }
}
