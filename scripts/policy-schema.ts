/** `node scripts/policy-schema.ts`: writes policy/policy.schema.json, for editors. A test fails where it is out of date. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { policyJsonSchema } from '../src/policy/json-schema.ts'

const FILE = 'policy/policy.schema.json'

writeFileSync(join(import.meta.dirname, '..', FILE), `${JSON.stringify(policyJsonSchema(), null, 2)}\n`)
console.log(`${FILE} written`)
