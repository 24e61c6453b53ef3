/** How commands ask a gateway that runs: where it is, with which token, and what it says. */
import { DEVELOPMENT_TOKEN } from '../auth/token.ts'
import { type Terminal, UsageError } from './command.ts'

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
  return { base: url.replace(/\/+$/, ''), token }
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

/** Never throws: what did not work is a sentence. */
export async function ask(
  { base, token }: Gateway,
  { path, method = 'GET', headers = {}, body }: Question,
): Promise<Answer> {
  try {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && JSON_BODY), ...headers },
      ...(body !== undefined && { body }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const text = await response.text()
    if (!response.ok) return refused(response, text)
    return text.length > MAX_CHARACTERS ? { failed: 'a page is too long' } : { text, headers: response.headers }
  } catch (error) {
    const { cause, message } = error as Error
    return { failed: `${new URL(base).origin}: ${cause instanceof Error ? cause.message : message}` }
  }
}

function refused({ status, headers }: Response, text: string): Answer {
  const seconds = headers.get('retry-after') ?? ''
  const failed = `${status} ${text.slice(0, 500)}`
  return /^\d{1,5}$/.test(seconds) ? { failed, retryAfterSeconds: Number(seconds) } : { failed }
}
