/** `tidegate hash`: what a platform would be given for an identifier. JSON lines in, JSON lines out, in step. */
import { z } from 'zod'
import { findIdentifier, goesReadable, hashIdentifier, normalizeIdentifier } from '../../hashing/identifier.ts'
import type { Identifier, IdentifierContext } from '../../hashing/identifier.ts'
import type { Command } from '../command.ts'
import { linesOf } from '../lines.ts'

const MAX_LINE_CHARACTERS = 64 * 1024

/** Keys that are not known are passed over: test vectors carry notes of their own. */
const requestSchema = z.object({
  platform: z.string(),
  field: z.string(),
  input: z.string().nullable(),
  context: z
    .object({
      default_country: z.string().nullish(),
      country: z.string().nullish(),
      hashed_as: z.enum(['lower', 'e164', 'digits']).nullish(),
    })
    .nullish(),
})
type HashContext = NonNullable<z.infer<typeof requestSchema>['context']>

/** `sha256` is null where the platform takes the value readable. An input that is a hash already is its own `normalized`. */
type Answer =
  | { readonly normalized: string; readonly sha256: string | null }
  | { readonly omitted: string }
  | { readonly error: string }

export const command: Command = {
  usage: 'hash < lines.jsonl',
  summary: {
    en: 'Normalise and hash: {platform, field, input, context} on each line of stdin',
    fr: 'Normaliser et hacher : {platform, field, input, context} sur chaque ligne de stdin',
  },
  run: async (_args, terminal) => {
    let bad = false
    for await (const line of linesOf(terminal.stdin, MAX_LINE_CHARACTERS)) {
      if (line?.trim() === '') continue
      const answer = line === undefined ? { error: 'the line is longer than 64 KiB' } : answerTo(line)
      bad ||= 'error' in answer
      terminal.stdout(`${JSON.stringify(answer)}\n`)
    }
    return bad ? 1 : 0
  },
}

function answerTo(line: string): Answer {
  const parsed = requestSchema.safeParse(parseJson(line))
  if (!parsed.success) return { error: wordsFor(parsed.error) }
  const { platform, field, context } = parsed.data
  // As on the wire, a null is what is not there.
  const input = parsed.data.input ?? ''
  const identifier = findIdentifier(platform, field)
  if (identifier === undefined) return { error: `no field \`${field}\` of a platform \`${platform}\`` }
  return goesReadable(identifier)
    ? readable(identifier, input, contextOf(context ?? {}))
    : hashed(identifier, input, contextOf(context ?? {}))
}

function readable(identifier: Identifier, input: string, context: IdentifierContext): Answer {
  const normalized = normalizeIdentifier(identifier, input, context)
  return normalized.kind === 'omitted' ? { omitted: normalized.reason } : { normalized: normalized.value, sha256: null }
}

function hashed(identifier: Identifier, input: string, context: IdentifierContext): Answer {
  const result = hashIdentifier(identifier, input, context)
  if ('omitted' in result) return result
  return { normalized: result.normalized ?? result.sha256, sha256: result.sha256 }
}

function contextOf({ default_country, country, hashed_as }: HashContext): IdentifierContext {
  return {
    ...(typeof default_country === 'string' && { defaultCountry: default_country }),
    ...(typeof country === 'string' && { country }),
    ...(typeof hashed_as === 'string' && { hashedAs: hashed_as }),
  }
}

/** Undefined for what is not JSON: the schema then says what was wanted. */
function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function wordsFor(error: z.ZodError): string {
  const [issue] = error.issues
  const path = issue?.path.join('.') ?? ''
  return path === '' ? 'not a JSON object' : `${path}: ${issue?.message ?? 'not valid'}`
}
