/** How commands ask a gateway that runs: where it is, with which token, and what it says. */
import * as z from 'zod'
import { DEVELOPMENT_TOKEN } from '../auth/token.ts'
import { type Bilingual, type Terminal, UsageError } from './command.ts'

const DEFAULT_URL = 'http://127.0.0.1:8787'
const TIMEOUT_MS = 120_000
/** A page is 4 MiB at most, and one row of up to 2 MB, each of its quotes escaped. */
const MAX_CHARACTERS = 16 * 1024 * 1024

const JSON_BODY = { 'content-type': 'application/json' } as const

/** For parseArgs. */
export const GATEWAY_OPTIONS = { url: { type: 'string' }, token: { type: 'string' } } as const

export interface Gateway {
  readonly base: string
  readonly token: string
}

export function gatewayFrom(values: { readonly url?: string; readonly token?: string }, { env }: Terminal): Gateway {
  const { url = DEFAULT_URL, token = env['TIDEGATE_TOKEN'] ?? DEVELOPMENT_TOKEN } = values
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new UsageError({ en: `--url: such as ${DEFAULT_URL}`, fr: `--url : par exemple ${DEFAULT_URL}` })
  // The error of a header that cannot be has the header in it.
  if (/[^\x20-\x7e]/.test(token.trim())) throw new UsageError(NO_TOKEN)
  return { base: url.replace(/\/+$/, ''), token: token.trim() }
}

const NO_TOKEN: Bilingual = {
  en: '--token, or TIDEGATE_TOKEN: one line, as `tidegate token` writes it',
  fr: '--token, ou TIDEGATE_TOKEN : une seule ligne, telle que `tidegate token` l’écrit',
}

export type Answer =
  | { readonly text: string; readonly headers: Headers }
  | { readonly failed: string; readonly retryAfterSeconds?: number }

export interface Question {
  /** With the query. */
  readonly path: string
  readonly method?: 'GET' | 'POST' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  /** JSON. */
  readonly body?: string
}

/** What did not work is a sentence; where the gateway says that it was asked wrongly, so was the command. */
export async function ask(
  { base, token }: Gateway,
  { path, method = 'GET', headers = {}, body }: Question,
): Promise<Answer> {
  let answer: { readonly response: Response; readonly text: string }
  try {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && JSON_BODY), ...headers },
      ...(body !== undefined && { body }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    answer = { response, text: await response.text() }
  } catch (error) {
    const { cause, message } = error as Error
    return { failed: `${new URL(base).origin}: ${cause instanceof Error ? cause.message : message}` }
  }
  const { response, text } = answer
  if (!response.ok) return refused(response, text)
  return text.length > MAX_CHARACTERS ? { failed: 'a page is too long' } : { text, headers: response.headers }
}

function refused({ status, headers }: Response, text: string): Answer {
  const problem = problemIn(text)
  if (problem?.code === 'wrong_query') throw askedWrongly(problem)
  const seconds = headers.get('retry-after') ?? ''
  const failed = `${status} ${problem === undefined ? text.slice(0, 500) : wordsOf(problem)}`
  return /^\d{1,5}$/.test(seconds) ? { failed, retryAfterSeconds: Number(seconds) } : { failed }
}

const problemShape = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.exactOptional(z.string()),
})
type Problem = z.infer<typeof problemShape>

/** Undefined where the answer is none of a gateway's, or says more than this: that is shown as it came. */
function problemIn(text: string): Problem | undefined {
  try {
    return problemShape.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function wordsOf({ code, title, detail = title }: Problem): string {
  return `${code}: ${detail}`
}

function askedWrongly(problem: Problem): UsageError {
  const { detail = problem.title } = problem
  return new UsageError({ en: detail, fr: `la passerelle ne comprend pas la question : ${detail}` })
}
