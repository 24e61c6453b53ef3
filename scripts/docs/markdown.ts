/** Just enough Markdown: headings, code blocks, links, and tables between `<!-- list: name -->` and `<!-- /list -->`. */

const FENCE = /^(?<fence>`{3,})(?<info>[^\n]*)\n(?<code>[\s\S]*?)^\k<fence>[ \t]*$/gm

export interface CodeBlock {
  readonly info: string
  readonly code: string
}

export function codeBlocks(markdown: string): readonly CodeBlock[] {
  return [...markdown.matchAll(FENCE)].map(({ groups }) => ({
    info: groups?.['info']?.trim() ?? '',
    code: groups?.['code'] ?? '',
  }))
}

export interface Heading {
  readonly level: number
  readonly text: string
}

export function headings(markdown: string): readonly Heading[] {
  return [...withoutBlocks(markdown).matchAll(/^(#{1,6}) +(.+)$/gm)].map(([, marks = '', text = '']) => ({
    level: marks.length,
    text: text.trim(),
  }))
}

/** The anchors that GitHub makes of the headings: lower-case, punctuation gone, spaces to hyphens, `-1` for the second. */
export function anchors(markdown: string): ReadonlySet<string> {
  const made = new Set<string>()
  for (const { text } of headings(markdown)) {
    const slug = text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-')
    let anchor = slug
    for (let count = 1; made.has(anchor); count++) anchor = `${slug}-${count}`
    made.add(anchor)
  }
  return made
}

const LINK = /\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)/g
const REFERENCE = /^\[[^\]]+\]:\s+<?([^\s>]+)>?/gm
const HTML = /<(?:img|source|a)\b[^>]*?\b(?:src|srcset|href)="([^"\s]+)[^"]*"/g

/** Targets of links and images, as written; code is not looked at. */
export function linkTargets(markdown: string): readonly string[] {
  const prose = withoutBlocks(markdown).replaceAll(/`[^`\n]*`/g, '')
  return [LINK, REFERENCE, HTML].flatMap((pattern) => [...prose.matchAll(pattern)].map(([, target = '']) => target))
}

function withoutBlocks(markdown: string): string {
  return markdown.replaceAll(FENCE, '')
}

/** The rows of the tables in the list of that name, without head, backticks and padding; undefined without such a list. */
export function listRows(markdown: string, name: string): readonly (readonly string[])[] | undefined {
  const start = markdown.indexOf(`<!-- list: ${name} -->`)
  if (start === -1) return undefined
  const end = markdown.indexOf('<!-- /list -->', start)
  const lines = markdown.slice(start, end === -1 ? undefined : end).split('\n')
  return lines.filter(isRow).map(cellsOf).slice(1)
}

function isRow(line: string): boolean {
  return line.startsWith('|') && !/^[\s|:-]+$/.test(line)
}

function cellsOf(line: string): readonly string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('`', ''))
}
