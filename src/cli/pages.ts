/** One page of what a gateway gives page by page. */

const CURSOR_HEADER = 'tidegate-next-cursor'
const PAGE_TIMEOUT_MS = 120_000
/** A page is 4 MiB at most, and one row of up to 2 MB, each of its quotes escaped. */
const PAGE_MAX_CHARACTERS = 16 * 1024 * 1024

export interface PageQuestion {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
}

export type Page =
  | { readonly text: string; readonly cursor: string | null; readonly headers: Headers }
  | { readonly failed: string }

/** `cursor`: that of the page before; null for the first one. */
export async function fetchPage({ url, headers }: PageQuestion, cursor: string | null): Promise<Page> {
  const asked = new URL(url)
  if (cursor !== null) asked.searchParams.set('cursor', cursor)
  try {
    const response = await fetch(asked, { headers, redirect: 'error', signal: AbortSignal.timeout(PAGE_TIMEOUT_MS) })
    const text = await response.text()
    if (!response.ok) return { failed: `${response.status} ${text.slice(0, 500)}` }
    if (text.length > PAGE_MAX_CHARACTERS) return { failed: 'a page is too long' }
    return { text, cursor: response.headers.get(CURSOR_HEADER), headers: response.headers }
  } catch (error) {
    const { cause } = error as Error
    return { failed: `${url.origin}: ${cause instanceof Error ? cause.message : (error as Error).message}` }
  }
}
