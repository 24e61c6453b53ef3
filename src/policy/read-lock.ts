/** policy.lock.json as it lies on disk → a lock, or the first place that is not as a lock has it. For the commands and the build. */
import { z } from 'zod'
import { EVENT_NAMES } from '../event/types.ts'
import { MAX_PAST, THIS_APPROVAL, type PolicyLock } from './lock.ts'
import type { CompiledPolicy } from './types.ts'

export type LockReading =
  | { readonly ok: true; readonly lock: PolicyLock }
  /** `where`: `since.0.events.purchase`. */
  | { readonly ok: false; readonly where: string }

/** Only the shape: whether it is true is what the signatures say. Bounded by the text, which the caller has bounded. */
export function readLock(text: string): LockReading {
  const parsed = lockSchema.safeParse(parseJson(text))
  if (parsed.success) return { ok: true, lock: parsed.data }
  const [issue] = parsed.error.issues
  return { ok: false, where: issue === undefined || issue.path.length === 0 ? '(root)' : issue.path.join('.') }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const MAX_ROWS = 100_000
const MAX_APPROVALS = 1_000

/** The digest says whether the rest of it is as it was compiled. */
const policySchema = z.custom<CompiledPolicy>((value) => compiledSchema.safeParse(value).success)
const compiledSchema = z.object({
  version: z.literal(2),
  digest: z.string(),
  approval: z.object({
    roles: z.array(z.string()),
    validUntil: z.string(),
    keys: z.array(z.object({ role: z.string(), kid: z.string(), x: z.string() })),
  }),
  sites: z.array(z.object({})),
})
const day = z.union([z.string().regex(/^\d{4}-\d{2}-\d{2}$/), z.literal(THIS_APPROVAL)])
/** Strict, because the rows are signed as they are read. */
const sinceSchema = z.strictObject({
  site: z.string(),
  destination: z.string(),
  field: z.string(),
  events: z.partialRecord(z.enum(EVENT_NAMES), day),
})
const approvalSchema = z.object({
  role: z.string(),
  name: z.string(),
  kid: z.string(),
  at: z.string().max(40),
  jws: z.string(),
})
const approvalsSchema = z.array(approvalSchema).max(MAX_APPROVALS)
const lockSchema = z.object({
  version: z.literal(1),
  digest: z.string(),
  policy: policySchema,
  source: z.object({ file: z.string(), lines: z.array(z.string()) }),
  since: z.array(sinceSchema).max(MAX_ROWS),
  approvals: approvalsSchema,
  past: z.array(z.object({ digest: z.string(), until: z.string(), approvals: approvalsSchema })).max(MAX_PAST),
  keysChanged: z.literal(true).exactOptional(),
})
