/**
 * What the schemas say to people stands in the OpenAPI document, which is made where the bundle is built. The bundle does without: each description would
 * be one more check of every event, and what keeps them a part of zod that nothing else needs.
 */
import { readFileSync } from 'node:fs'
import type { Plugin } from 'esbuild'
import { nodesIn, replaced, type Span } from './syntax.ts'

interface Call extends Span {
  readonly callee: Span & { readonly object: Span }
  readonly arguments: readonly Span[]
}

/** `….check(…)` */
function isCheck(node: object): node is Call {
  return isCallOf(node, 'check')
}

function isDescription(node: object): boolean {
  return isCallOf(node, 'describe')
}

function isCallOf(node: object, name: string): boolean {
  if (!('type' in node) || node.type !== 'CallExpression' || !('callee' in node)) return false
  const { callee } = node
  if (typeof callee !== 'object' || callee === null || !('property' in callee)) return false
  const { property } = callee
  return typeof property === 'object' && property !== null && 'name' in property && property.name === name
}

/** A check that only describes goes whole; of others the description alone, with the comma before it: it never comes first. */
function descriptionsIn({ arguments: checks, callee, end }: Call): readonly Span[] {
  if (checks.every(isDescription)) return [{ start: callee.object.end, end }]
  return checks.flatMap((check, index) =>
    isDescription(check) ? [{ start: checks[index - 1]?.end ?? check.start, end: check.end }] : [],
  )
}

export function withoutDescriptions(source: string): string {
  const found = nodesIn(source, isCheck, 'schema.ts').flatMap(descriptionsIn)
  const left = replaced(
    source,
    found.toSorted((one, other) => one.start - other.start),
    () => '',
  )
  if (/\.describe\(/.test(left)) throw new Error('a description stands where the build does not find it')
  return left
}

/** The modules that the OpenAPI document is made of and that run. */
export const undescribed: Plugin = {
  name: 'undescribed',
  setup(esbuild) {
    esbuild.onLoad({ filter: /\/src\/event\/(?:consent-request|schema)\.ts$/ }, ({ path }) => ({
      contents: withoutDescriptions(readFileSync(path, 'utf8')),
      loader: 'ts',
    }))
  },
}
