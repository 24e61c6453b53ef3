/** The table of fields in a destination's README, made from its mapping. */
import type { Destination, FieldRow } from '../../src/destinations/destination.ts'

const HEAD = ['| goes to | comes from | as | under a limited permit |', '| --- | --- | --- | --- |']

/** One line per row, in the mapping's order, with a head. */
export function fieldTable(destination: Destination): readonly string[] {
  return [...HEAD, ...destination.rows.map(line)]
}

function line(row: FieldRow): string {
  return `| \`${row.to}\` | \`${row.from}\` | ${TREATMENT[row.kind]} | ${row.identifying ? 'left out' : 'sent'} |`
}

const TREATMENT: Readonly<Record<FieldRow['kind'], string>> = {
  hashed: 'normalised, SHA-256',
  normalized: 'normalised, readable',
  plain: 'as it is',
  url: 'cleaned address',
  item: 'as it is, per item',
  fixed: 'always',
}

/** The table that stands in a README between `<!-- fields -->` and `<!-- /fields -->`, without the formatter's padding. */
export function tableIn(readme: string): readonly string[] {
  const [, between = ''] = readme.split(/<!-- \/?fields -->/)
  return between
    .split('\n')
    .filter((text) => text.startsWith('|'))
    .map(withoutPadding)
}

function withoutPadding(text: string): string {
  const cells = text
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
  return `| ${cells.map((cell) => (/^-+$/.test(cell) ? '---' : cell)).join(' | ')} |`
}
