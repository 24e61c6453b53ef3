/** A review as Markdown (GitHub's). Every text of a person is escaped here: no note can make a table, a link or HTML. */
import type { Block, Inline, Item, Review, Table, Text } from './blocks.ts'
import { typeset, type Language } from './language.ts'
import { visible } from './visible.ts'

export function markdown({ language, title, blocks }: Review): string {
  const links = linksOf(language, blocks)
  const parts = blocks.map((block) => blockText(language, block, links))
  return `${[`# ${inlineText(language, title)}`, ...parts].join('\n\n')}\n`
}

interface HeadingLink {
  readonly level: number
  readonly text: string
  readonly anchor: string
}

function blockText(language: Language, block: Block, links: readonly HeadingLink[]): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${lineText(language, block.text)}`
    case 'paragraph':
      return startSafe(lineText(language, block.text))
    case 'notice':
      return `> ${startSafe(lineText(language, block.text))}`
    case 'list':
      return block.items.map((item) => itemText(language, item)).join('\n')
    case 'table':
      return tableText(language, block.table)
    case 'contents':
      return links.map((link) => `${'  '.repeat(link.level - 2)}- [${link.text}](#${link.anchor})`).join('\n')
  }
}

function itemText(language: Language, { text, items = [] }: Item): string {
  const nested = items.map((item) => `  - ${startSafe(lineText(language, item))}`)
  return [`- ${startSafe(lineText(language, text))}`, ...nested].join('\n')
}

function tableText(language: Language, { caption, head, rows }: Table): string {
  const line = (cells: readonly Text[]) => `| ${cells.map((cell) => cellText(language, cell)).join(' | ')} |`
  const rule = `| ${head.map(() => '---').join(' | ')} |`
  return [`**${inlineText(language, caption)}**`, '', line(head), rule, ...rows.map(line)].join('\n')
}

/** In a table a pipe ends the cell even inside code, and a backslash before it is read differently there: then it is no code. */
function cellText(language: Language, cell: Text): string {
  const safe = cell.map((inline) =>
    typeof inline === 'object' && 'code' in inline && /[|\\]/.test(inline.code) ? inline.code : inline,
  )
  return lineText(language, safe) || ' '
}

function lineText(language: Language, text: Text): string {
  return text
    .map((inline) => inlineText(language, inline))
    .join('')
    .trim()
}

function inlineText(language: Language, inline: Inline): string {
  if (typeof inline === 'string') return escape(typeset(language, visible(inline)))
  if ('code' in inline) return codeText(visible(inline.code))
  if ('strong' in inline) return strongText(language, inline.strong)
  if ('mark' in inline) return escape(inline.mark)
  return `[${escape(visible(inline.label))}](${encodeURI(inline.file)})`
}

/** Blanks inside the stars would leave them standing as stars. */
function strongText(language: Language, text: Text): string {
  const inner = text.map((inline) => inlineText(language, inline)).join('')
  return inner.trim() === '' ? inner : `**${inner.trim()}**`
}

/** A fence longer than any run of backticks inside (CommonMark 6.1). */
function codeText(text: string): string {
  if (text === '') return ''
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = /^[ `]|[ `]$/.test(text) ? ' ' : ''
  return `${fence}${pad}${text}${pad}${fence}`
}

/** Every mark that means something inside a line; `&` so that no entity is read, `$` for GitHub's formulas. `_` inside a word means nothing. */
function escape(text: string): string {
  return text.replaceAll(/[\\`*[\]<>|~&$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
}

/** A line that begins with a mark of a heading, list or quote. */
function startSafe(line: string): string {
  return line.replace(/^(?=[#+\-=])/, '\\').replace(/^(\d{1,9})([.)])/, '$1\\$2')
}

/** The anchors that GitHub makes of headings: small letters, punctuation gone, blanks to hyphens, `-1` for the second. */
function linksOf(language: Language, blocks: readonly Block[]): readonly HeadingLink[] {
  const taken = new Set<string>()
  return blocks.flatMap((block) => {
    if (block.kind !== 'heading') return []
    const text = lineText(language, block.text)
    const anchor = freeAnchor(slug(text), taken)
    return block.level === 2 || block.level === 3 ? [{ level: block.level, text, anchor }] : []
  })
}

export function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')
}

export function freeAnchor(wanted: string, taken: Set<string>): string {
  let anchor = wanted
  for (let count = 1; taken.has(anchor); count++) anchor = `${wanted}-${count}`
  taken.add(anchor)
  return anchor
}
