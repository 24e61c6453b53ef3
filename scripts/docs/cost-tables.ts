/** The tables of docs/scale.md say what bench/RESULTS.md and the price list give. */
import { tablesOf } from '../cost/tables.ts'
import { textOf, type Files, type Finding } from './files.ts'

const PAGES = { en: 'docs/scale.md', fr: 'docs/scale.fr.md' } as const
const PART = /(<!-- cost: ([a-z]+) -->\n+)([\s\S]*?)(\n*<!-- \/cost -->)/g

export function checkCosts(files: Files): readonly Finding[] {
  if (!files.has(PAGES.en)) return []
  const results = textOf(files, 'bench/RESULTS.md')
  return (['en', 'fr'] as const).flatMap((language) => {
    const page = textOf(files, PAGES[language])
    const same = cells(page) === cells(withTables(page, results, language))
    return same ? [] : [{ file: PAGES[language], message: 'its costs are not those of bench/RESULTS.md: npm run cost' }]
  })
}

/** The page with its tables made anew. */
export function withTables(page: string, results: string, language: 'en' | 'fr'): string {
  const tables = tablesOf(results, language)
  return page.replaceAll(PART, (_, start: string, name: string, _old: string, end: string) => {
    return `${start.trimEnd()}\n\n${tables.get(name) ?? ''}\n\n${end.trimStart()}`
  })
}

/** Formatting pads cells and rules. */
function cells(text: string): string {
  return text.replaceAll(/[ \t]+/g, ' ').replaceAll(/-{3,}/g, '---')
}
