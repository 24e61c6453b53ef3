/** A review as one page without scripts or outside resources. Every text of a person is escaped here. */
import type { Block, Inline, Item, Review, Table, Text } from './blocks.ts'
import { pageStyle } from './html-style.ts'
import { typeset, type Language } from './language.ts'
import { freeAnchor, slug } from './markdown.ts'
import { plainText } from './blocks.ts'
import { visible } from './visible.ts'

/** `footer`: what stands at the foot of each printed page. */
export function html({ language, title, blocks }: Review, footer: string): string {
  const page = new Page(language, blocks)
  const body = blocks.map((block) => page.block(block)).join('\n')
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${escape(typeset(language, visible(title)))}</title>
<style>
${pageStyle(footer)}</style>
</head>
<body>
<main>
<h1>${page.inline(title)}</h1>
${body}
</main>
</body>
</html>
`
}

interface Heading {
  readonly level: number
  readonly text: string
  readonly anchor: string
}

class Page {
  readonly #language: Language
  readonly #headings: ReadonlyMap<Block, Heading>

  constructor(language: Language, blocks: readonly Block[]) {
    this.#language = language
    this.#headings = headingsOf(language, blocks)
  }

  block(block: Block): string {
    switch (block.kind) {
      case 'heading':
        return `<h${block.level}${block.newSheet === true ? ' class="new-sheet"' : ''} id="${escape(this.#headings.get(block)?.anchor ?? '')}">${this.#text(block.text)}</h${block.level}>`
      case 'paragraph':
        return `<p>${this.#text(block.text)}</p>`
      case 'notice':
        return `<p class="notice ${block.tone}">${this.#text(block.text)}</p>`
      case 'list':
        return `<ul>\n${block.items.map((item) => this.#item(item)).join('\n')}\n</ul>`
      case 'table':
        return block.table.shape === 'grid' ? this.#grid(block.table) : this.#cards(block.table)
      case 'contents':
        return this.#contents(block.title)
    }
  }

  inline(inline: Inline): string {
    if (typeof inline === 'string') return escape(typeset(this.#language, visible(inline)))
    if ('code' in inline) return `<code>${escape(visible(inline.code))}</code>`
    if ('strong' in inline) return `<strong>${this.#text(inline.strong)}</strong>`
    if ('mark' in inline) return this.#mark(inline.mark, inline.word)
    return `<a href="${escape(encodeURI(inline.file))}">${escape(visible(inline.label))}</a>`
  }

  #text(text: Text): string {
    return text.map((inline) => this.inline(inline)).join('')
  }

  #mark(mark: string, word: string): string {
    const spoken = escape(typeset(this.#language, visible(word)))
    return `<span aria-hidden="true" title="${spoken}">${escape(mark)}</span><span class="spoken">${spoken}</span>`
  }

  #item({ text, items = [] }: Item): string {
    const nested =
      items.length === 0 ? '' : `\n<ul>\n${items.map((item) => `<li>${this.#text(item)}</li>`).join('\n')}\n</ul>`
    return `<li>${this.#text(text)}${nested}</li>`
  }

  /** Many narrow columns: wider than a phone, so it scrolls inside its own box, which the keyboard reaches. */
  #grid({ caption, head, rows }: Table): string {
    const name = escape(typeset(this.#language, visible(caption)))
    const columns = head.map((cell) => `<th scope="col"><span>${this.#text(cell)}</span></th>`).join('')
    const lines = rows.map(([first = [], ...cells]) => {
      const marks = cells.map((cell) => `<td>${this.#text(cell)}</td>`).join('')
      return `<tr><th scope="row">${this.#text(first)}</th>${marks}</tr>`
    })
    return `<div class="scroll" role="region" aria-label="${name}" tabindex="0">
<table class="grid"><caption>${name}</caption>
<thead><tr>${columns}</tr></thead>
<tbody>
${lines.join('\n')}
</tbody></table>
</div>`
  }

  /** The roles are written out: a narrow page shows rows as blocks, and browsers then forget that it is a table. */
  #cards({ caption, head, rows }: Table): string {
    const labels = head.map((cell) => escape(typeset(this.#language, visible(plainText(cell)))))
    const columns = labels.map((label) => `<th scope="col" role="columnheader">${label}</th>`).join('')
    const lines = rows.map(([first = [], ...cells]) => {
      const rest = cells.map(
        (cell, place) => `<td role="cell" data-label="${labels[place + 1] ?? ''}">${this.#text(cell)}</td>`,
      )
      return `<tr role="row"><th scope="row" role="rowheader">${this.#text(first)}</th>${rest.join('')}</tr>`
    })
    return `<table class="cards" role="table"><caption>${escape(typeset(this.#language, visible(caption)))}</caption>
<thead role="rowgroup"><tr role="row">${columns}</tr></thead>
<tbody role="rowgroup">
${lines.join('\n')}
</tbody></table>`
  }

  #contents(title: string): string {
    const entries = [...this.#headings.values()].filter(({ level }) => level === 2 || level === 3)
    const items = entries.map(
      ({ level, text, anchor }) =>
        `<li class="level-${level}"><a href="#${escape(encodeURIComponent(anchor))}">${text}</a></li>`,
    )
    return `<nav aria-label="${escape(title)}">\n<ul>\n${items.join('\n')}\n</ul>\n</nav>`
  }
}

function headingsOf(language: Language, blocks: readonly Block[]): ReadonlyMap<Block, Heading> {
  const taken = new Set<string>()
  return new Map(
    blocks.flatMap((block): [Block, Heading][] => {
      if (block.kind !== 'heading') return []
      const words = visible(plainText(block.text))
      const text = escape(typeset(language, words))
      return [[block, { level: block.level, text, anchor: freeAnchor(slug(words), taken) }]]
    }),
  )
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (mark) => ENTITIES[mark] ?? '')
}
