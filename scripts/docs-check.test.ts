import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkDocs } from './docs-check.ts'
import { readRepository, type Files } from './docs/files.ts'
import { anchors, codeBlocks, linkTargets, listRows } from './docs/markdown.ts'

const REPOSITORY = readRepository(resolve(import.meta.dirname, '..'))

/** The repository with one text replaced; it must be there, or the test would show nothing. */
function withText(path: string, from: string, to: string): Files {
  const text = REPOSITORY.get(path) ?? ''
  if (!text.includes(from)) throw new Error(`${path} has no ${JSON.stringify(from)}`)
  return new Map([...REPOSITORY, [path, text.replace(from, to)]])
}

/** What is found in `files` and not in the repository as it is. */
function newFindings(files: Files): readonly string[] {
  const before = new Set(checkDocs(REPOSITORY).map(({ file, message }) => `${file}: ${message}`))
  return checkDocs(files)
    .map(({ file, message }) => `${file}: ${message}`)
    .filter((line) => !before.has(line))
}

it('finds nothing in the repository as it is', () => {
  expect(checkDocs(REPOSITORY)).toEqual([])
})

describe('a code that the code has and the docs do not', () => {
  const onBothPages = [expect.stringContaining('docs/errors.md: '), expect.stringContaining('docs/errors.fr.md: ')]

  it.each([
    ['problem', 'src/routes/problems.ts', '  not_json: {', "  made_up: { status: 400, title: 'x' },\n  not_json: {"],
    ['consent refusal', 'src/consent/types.ts', "  | 'consent_unknown'", "  | 'made_up'\n  | 'consent_unknown'"],
    ['timing refusal', 'src/event/timing.ts', "'event_in_future' |", "'event_in_future' | 'made_up' |"],
    ['reason of OmitReason', 'src/hashing/normalized.ts', "  | 'not_an_email'", "  | 'made_up'\n  | 'not_an_email'"],
    ['reason of refuses', 'src/destinations/meta/refuses.ts', "return 'missing_page_url'", "return 'made_up'"],
    ['reason of prepare', 'src/pipeline/prepare.ts', "{ omitted: 'not_a_web_address' }", "{ omitted: 'made_up' }"],
    ['code of an attempt', 'src/delivery/courier.ts', "code: 'waited_too_long'", "code: 'made_up'"],
  ])('fails on both pages: %s', (_what, path, from, to) => {
    const missing = newFindings(withText(path, from, to)).filter((line) => line.includes('"made_up'))
    expect(missing).toEqual(onBothPages)
  })

  it('fails for a problem whose status the docs have wrong', () => {
    const row = /\| `not_json` +\| 400/.exec(REPOSITORY.get('docs/errors.md') ?? '')?.[0] ?? 'a row'
    const files = withText('docs/errors.md', row, row.replace('400', '422'))
    expect(newFindings(files)).toEqual([
      expect.stringContaining('"not_json 400" of src/routes/problems.ts is not in the list "problems": add its row'),
      expect.stringContaining('has "not_json 422", which src/routes/problems.ts has not'),
    ])
  })

  it('fails for a setting, a script variable, a table and a column', () => {
    expect(
      newFindings(
        withText('src/config.ts', 'readonly TIDEGATE_ENV?', 'readonly TIDEGATE_NEW?: string\n  readonly TIDEGATE_ENV?'),
      ),
    ).toEqual([expect.stringContaining('docs/configuration.md: "TIDEGATE_NEW"')])
    expect(
      newFindings(withText('scripts/serve.ts', "portFrom('PORT'", "process.env['TIDEGATE_HOST'], portFrom('PORT'")),
    ).toEqual([expect.stringContaining('docs/configuration.md: "TIDEGATE_HOST"')])
    expect(
      newFindings(
        withText(
          'src/outbox/tables.ts',
          '     until_day INTEGER',
          '     secret TEXT NOT NULL,\n     until_day INTEGER',
        ),
      ),
    ).toEqual([expect.stringContaining('"secret" of src/outbox/tables.ts is not in the list "table dedupe"')])
    expect(newFindings(withText('src/outbox/tables.ts', 'EXISTS meta (', 'EXISTS facts ('))).toContainEqual(
      expect.stringContaining('has no list "table facts"'),
    )
  })
})

describe('what the docs name and the code has not', () => {
  it('fails for a row whose code is gone', () => {
    expect(newFindings(withText('src/routes/problems.ts', '  not_found: {', '  nowhere: {'))).toContainEqual(
      expect.stringContaining('docs/errors.fr.md: the list "problems" has "not_found 404"'),
    )
  })

  it('fails for an address of a source that the gateway has not', () => {
    const page = 'docs/sources/tiktok-shop.md'
    expect(newFindings(withText(page, '/hooks/tiktok-shop', '/hooks/tiktok_shop'))).toEqual([
      expect.stringContaining(`${page}: names the address /hooks/tiktok_shop`),
    ])
  })

  it('fails for an npm script, a link, an image and an anchor that lead nowhere', () => {
    expect(newFindings(withText('SECURITY.md', '# Security', '# Security\n\n`npm run nothing`'))).toEqual([
      expect.stringContaining('SECURITY.md: names the npm script "nothing"'),
    ])
    const links = '# Security\n\n[a](docs/gone.md) ![b](docs/images/gone.svg) [c](README.md#gone)'
    expect(newFindings(withText('SECURITY.md', '# Security', links))).toEqual([
      expect.stringContaining('there is no docs/gone.md'),
      expect.stringContaining('there is no docs/images/gone.svg'),
      expect.stringContaining('leads to no heading of README.md'),
    ])
  })

  it('fails where a list can no longer be read from the code, in place of falling silent', () => {
    expect(
      newFindings(withText('src/consent/types.ts', 'export type ConsentRefusal', 'export type Renamed')),
    ).toContainEqual(
      expect.stringContaining('nothing was found for the list "consent refusals" in src/consent/types.ts'),
    )
  })
})

describe('a page and its French translation', () => {
  it('fail when a heading is missing in one', () => {
    expect(newFindings(withText('README.fr.md', '## Licence', 'Licence'))).toEqual([
      expect.stringMatching(/^README\.fr\.md: heading \d+ differs: "Licence" in README\.md/),
    ])
  })

  it('fail when a code block differs', () => {
    expect(newFindings(withText('README.fr.md', 'npm test', 'npm  test'))).toContainEqual(
      expect.stringContaining('README.fr.md: code block 2 is not that of README.md'),
    )
  })
})

describe('the Markdown reader', () => {
  it('makes the anchors that GitHub makes', () => {
    const markdown = '# Déployer en cinq étapes\n## `npm run docs`, fast\n## A — b\n## A — b\n```\n# no heading\n```\n'
    expect([...anchors(markdown)]).toEqual(['déployer-en-cinq-étapes', 'npm-run-docs-fast', 'a--b', 'a--b-1'])
  })

  it('reads links and images, and none in code', () => {
    const markdown = '[a](b.md "t") ![c](d.svg) `[x](y)`\n```\n[x](y)\n```\n<img src="e.png">\n[f]: g.md\n'
    expect(linkTargets(markdown)).toEqual(['b.md', 'd.svg', 'g.md', 'e.png'])
  })

  it('reads code blocks with their language', () => {
    expect(codeBlocks('```sh\nnpm ci\n```\n')).toEqual([{ info: 'sh', code: 'npm ci\n' }])
  })

  it('reads the rows of one list, whatever the padding', () => {
    const markdown = '<!-- list: x -->\n| a | b |\n| - | :-: |\n|  `one`  |  1 |\n<!-- /list -->\n| two | 2 |\n'
    expect(listRows(markdown, 'x')).toEqual([['one', '1']])
    expect(listRows(markdown, 'y')).toBeUndefined()
  })
})
