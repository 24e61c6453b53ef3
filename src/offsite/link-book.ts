/** The site's own short links: the SQL of `links`. Where they lead is public; who followed them is not kept. */
import type { Sql } from '../outbox/tables.ts'
import type { ResolvedTouch } from '../analysis/touch.ts'
import type { OwnLink } from './asks.ts'
import { MAX_LINKS } from './record-bounds.ts'

export class LinkBook {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  find(code: string): OwnLink | null {
    const row = this.#sql.rows<{ link: string }>('SELECT link FROM links WHERE code = ?', code)[0]
    return row === undefined ? null : (JSON.parse(row.link) as OwnLink)
  }

  all(): readonly OwnLink[] {
    const rows = this.#sql.rows<{ link: string }>('SELECT link FROM links ORDER BY code')
    return rows.map(({ link }) => JSON.parse(link) as OwnLink)
  }

  /** A code that is taken keeps its link: what was printed on a screen must go on leading there. */
  keep(link: OwnLink): { readonly result: 'kept' | 'same' | 'taken' | 'full' } {
    const known = this.find(link.code)
    if (known !== null) {
      const isSame = JSON.stringify({ ...known, made_at: '' }) === JSON.stringify({ ...link, made_at: '' })
      return { result: isSame ? 'same' : 'taken' }
    }
    const count = this.#sql.rows<{ n: number }>('SELECT count(*) AS n FROM links')[0]?.n ?? 0
    if (count >= MAX_LINKS) return { result: 'full' }
    this.#sql.rows('INSERT INTO links (code, link) VALUES (?, ?)', link.code, JSON.stringify(link))
    return { result: 'kept' }
  }

  drop(code: string): { readonly dropped: boolean } {
    return { dropped: this.#sql.rows('DELETE FROM links WHERE code = ? RETURNING 1 AS gone', code).length > 0 }
  }
}

/**
 * The site made the link itself: what it says of its source goes before whatever the address and the browser say, and they fill what it
 * leaves open. A code of no link that is kept leaves the touch as it is.
 */
export function byLink(touch: ResolvedTouch, find: (code: string) => OwnLink | null): ResolvedTouch {
  const link = touch.link === undefined ? null : find(touch.link)
  if (link === null) return touch
  const { source, kind, campaign, creative } = link
  return {
    ...touch,
    source,
    kind,
    ...(campaign !== undefined && { campaign }),
    ...(creative !== undefined && { creative }),
  }
}
