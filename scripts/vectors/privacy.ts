/** Runs the `pii` vectors: what the detectors name in a free text must be exactly `expected.findings`, in any order. */
import { isDeepStrictEqual } from 'node:util'
import { detectPersonalData } from '../../src/privacy/detect.ts'
import { detectSensitiveTopics } from '../../src/privacy/sensitive.ts'
import type { Vector } from './consent.ts'

export const privacyVectorRunners: Record<string, (vector: Vector) => string | undefined> = { pii: runPii }

function runPii(vector: Vector): string | undefined {
  if (typeof vector.input !== 'string') return 'input is no text'
  const findings = [...detectPersonalData(vector.input, 'text'), ...detectSensitiveTopics(vector.input)].toSorted()
  const expected = expectedFindings(vector.expected).toSorted()
  if (isDeepStrictEqual(findings, expected)) return undefined
  return `expected ${JSON.stringify(expected)}, got ${JSON.stringify(findings)}`
}

function expectedFindings(expected: unknown): readonly string[] {
  const findings = typeof expected === 'object' && expected !== null && 'findings' in expected ? expected.findings : []
  return Array.isArray(findings) ? findings.map(String) : []
}
