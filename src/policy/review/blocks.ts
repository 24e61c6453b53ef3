/** What a review is made of, before it is Markdown or HTML: each renderer escapes in one place, so no text can inject. */

export interface Code {
  readonly code: string
}
export interface Strong {
  readonly strong: readonly Inline[]
}
/** A letter in the matrix, with the word that it stands for. */
export interface Mark {
  readonly mark: string
  readonly word: string
}
/** A link to another file beside this one. */
export interface Link {
  readonly file: string
  readonly label: string
}
/** A plain string is text of a person: it is escaped, whatever it holds. */
export type Inline = string | Code | Strong | Mark | Link
export type Text = readonly Inline[]

export interface Item {
  readonly text: Text
  readonly items?: readonly Text[]
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3 | 4; readonly text: Text; readonly newSheet?: true }
  | { readonly kind: 'paragraph'; readonly text: Text }
  /** What must not be overlooked. `good` and `warning` are also said in words. */
  | { readonly kind: 'notice'; readonly tone: 'good' | 'warning'; readonly text: Text }
  | { readonly kind: 'list'; readonly items: readonly Item[] }
  | { readonly kind: 'table'; readonly table: Table }
  /** Links to the headings of the second and third level. */
  | { readonly kind: 'contents'; readonly title: string }

export interface Table {
  readonly caption: string
  readonly head: readonly Text[]
  /** The first cell names its row. */
  readonly rows: readonly (readonly Text[])[]
  /** `cards`: a row becomes a card where the page is narrow. `grid`: many narrow columns, scrolled inside their own box. */
  readonly shape: 'cards' | 'grid'
}

export interface Review {
  readonly language: 'en' | 'fr'
  readonly title: string
  readonly blocks: readonly Block[]
}

type Part = Inline | Text | number | undefined

/** t`${name} receives ${code(field)}`: words and parts in one line of text. */
export function t(strings: TemplateStringsArray, ...parts: readonly Part[]): Text {
  return strings.flatMap((string, place): Text => [...(string === '' ? [] : [string]), ...textOf(parts[place])])
}

function textOf(part: Part): Text {
  if (part === undefined || part === '') return []
  if (typeof part === 'number') return [String(part)]
  return Array.isArray(part) ? (part as Text) : [part as Inline]
}

export function code(text: string): Code {
  return { code: text }
}

export function strong(...text: Text): Strong {
  return { strong: text }
}

export function heading(level: 1 | 2 | 3 | 4, ...text: Text): Block {
  return { kind: 'heading', level, text }
}

export function paragraph(text: Text): Block {
  return { kind: 'paragraph', text }
}

export function list(items: readonly (Item | Text)[]): Block {
  return { kind: 'list', items: items.map((item) => ('text' in item ? item : { text: item })) }
}

export function table(table: Table): Block {
  return { kind: 'table', table }
}

/** Texts with `between` between them. */
export function join(texts: readonly Text[], between: string): Text {
  return texts.flatMap((text, place) => (place === 0 ? text : [between, ...text]))
}

/** The words alone, for a cell of a spreadsheet. */
export function plainText(text: Text): string {
  return text.map(plainInline).join('')
}

function plainInline(inline: Inline): string {
  if (typeof inline === 'string') return inline
  if ('code' in inline) return inline.code
  if ('strong' in inline) return plainText(inline.strong)
  return 'mark' in inline ? inline.mark : inline.label
}
