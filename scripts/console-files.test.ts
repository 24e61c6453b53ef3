import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const PAGES = new URL('../src/pages/', import.meta.url)
/** Where the others are put together. */
const WHOLE = readFileSync(new URL('console/page.css', PAGES), 'utf8')
const SHEETS = [...WHOLE.matchAll(/@import '\.\.?\/(?:\.\.\/)?([^']+)'/g)].map(([, path = '']) =>
  path.includes('/') ? path : `console/${path}`,
)

/** Classes to which a sheet gives looks by their name alone, wherever they stand. What is for paper alone is hidden there, by whichever sheet. */
function ownClasses(sheet: string): readonly string[] {
  const text = readFileSync(new URL(sheet, PAGES), 'utf8').replaceAll(/\/\*[^]*?\*\//g, '')
  const onScreen = text.split('@media print')[0] ?? ''
  const selectors = [...onScreen.matchAll(/([^{}]+)\{/g)].flatMap(([, list = '']) => list.split(','))
  return [...new Set(selectors.map((one) => one.trim()).filter((one) => /^\.[\w-]+$/.test(one)))]
}

describe('the style of the console', () => {
  it('is put together from the sheets of its pages', () => {
    expect(SHEETS).toEqual(
      expect.arrayContaining(['diagnostics/page.css', 'console/frame.css', 'analysis/analysis.css']),
    )
    expect(SHEETS.flatMap(ownClasses).length).toBeGreaterThan(50)
  })

  it('gives no class its looks in two of them: a page would look otherwise for the sake of another', () => {
    const all = SHEETS.flatMap(ownClasses)
    expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([])
  })
})
