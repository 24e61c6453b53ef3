/** One page of what a gateway gives page by page. */
import { ask, type Gateway } from './gateway.ts'

const CURSOR_HEADER = 'tidegate-next-cursor'

export interface PageQuestion {
  readonly gateway: Gateway
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
}

export type Page =
  | { readonly text: string; readonly cursor: string | null; readonly headers: Headers }
  | { readonly failed: string }

/** `cursor`: that of the page before; null for the first one. */
export async function fetchPage({ gateway, path, query, headers }: PageQuestion, cursor: string | null): Promise<Page> {
  const asked = new URLSearchParams(query)
  if (cursor !== null) asked.set('cursor', cursor)
  const answer = await ask(gateway, { path: asked.size === 0 ? path : `${path}?${asked.toString()}`, headers })
  return 'failed' in answer ? answer : { ...answer, cursor: answer.headers.get(CURSOR_HEADER) }
}
