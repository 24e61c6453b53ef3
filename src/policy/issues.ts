/** What the schema found, in plain words and at its place in the file. */
import { z } from 'zod'
import type { Words } from './document.ts'
import { WRONG } from './error-words.ts'
import type { PolicyError } from './errors.ts'
import { didYouMean, meantOrThereIs } from './nearest.ts'
import { plainWords } from './plain-words.ts'
import { policySchema } from './schema.ts'
import { schemaWords } from './schema-messages.ts'
import type { Path, PolicySource } from './source.ts'

type Issue = z.core.$ZodIssue

export function schemaErrors(issues: readonly Issue[], source: PolicySource): PolicyError[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return unknownKeys(issue.path, issue.keys, source)
    if (issue.code === 'invalid_key') return [badKey(issue, source)]
    const inside = issue.code === 'invalid_union' ? insideBlock(issue) : []
    return inside.length > 0 ? schemaErrors(inside, source) : [badValue(issue, source)]
  })
}

/** Where a block was written that may also be a name, what is wrong is inside the block. */
function insideBlock(issue: z.core.$ZodIssueInvalidUnion): readonly Issue[] {
  const branch = issue.errors.find(
    (issues) => !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
  )
  return (branch ?? []).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))
}

function badValue(issue: Issue, source: PolicySource): PolicyError {
  const value = valueAt(source.value, issue.path)
  const path = dotted(issue.path)
  if (value === undefined) return { ...source.positionOf(issue.path), path, message: WRONG.missing }
  const hint =
    issue.code === 'invalid_value' && typeof value === 'string'
      ? didYouMean(value, issue.values.map(String))
      : undefined
  return withHint({ ...source.positionOf(issue.path), path, message: wordsOf(issue, value) }, hint)
}

function wordsOf(issue: Issue, value: unknown): Words {
  return schemaWords(issue.message) ?? plainWords(issue, value)
}

function badKey(issue: z.core.$ZodIssueInvalidKey, source: PolicySource): PolicyError {
  const [reason] = issue.issues
  const key = String(issue.path.at(-1))
  const error = { ...source.positionOfKey(issue.path), path: dotted(issue.path) }
  if (reason?.code !== 'invalid_value') return { ...error, message: wordsOf(reason ?? issue, key) }
  return withHint({ ...error, message: WRONG.unknownKey(key) }, meantOrThereIs(key, reason.values.map(String)))
}

function unknownKeys(path: Path, keys: readonly string[], source: PolicySource): PolicyError[] {
  const known = keysAt(policySchema, path)
  return keys.map((key) =>
    withHint(
      { ...source.positionOfKey([...path, key]), path: dotted([...path, key]), message: WRONG.unknownKey(key) },
      meantOrThereIs(key, known),
    ),
  )
}

/** The keys that the schema has at a path, for suggestions. */
function keysAt(root: z.core.$ZodType, path: Path): readonly string[] {
  const schema = path.reduce<z.core.$ZodType | undefined>(childSchema, root)
  const block = unwrapped(schema)
  if (block instanceof z.ZodRecord) return block.keyType instanceof z.ZodEnum ? block.keyType.options.map(String) : []
  return block instanceof z.ZodObject ? Object.keys(block.shape) : []
}

function childSchema(parent: z.core.$ZodType | undefined, part: PropertyKey): z.core.$ZodType | undefined {
  const schema = unwrapped(parent)
  if (schema instanceof z.ZodRecord) return schema.valueType
  if (schema instanceof z.ZodArray) return schema.element
  if (!(schema instanceof z.ZodObject)) return undefined
  const shape: Readonly<Partial<Record<string, z.core.$ZodType>>> = schema.shape
  return shape[String(part)]
}

function unwrapped(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodUnion) return schema.options.find((option) => option instanceof z.ZodObject)
  const wrapped = schema instanceof z.ZodExactOptional || schema instanceof z.ZodDefault
  return wrapped ? unwrapped(schema.unwrap()) : schema
}

export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    root,
  )
}

export function dotted(path: Path): string {
  return path.map(String).join('.')
}

export function withHint(error: PolicyError, suggestion: Words | undefined): PolicyError {
  return suggestion === undefined ? error : { ...error, suggestion }
}
