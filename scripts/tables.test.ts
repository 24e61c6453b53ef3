import { build, type Plugin } from 'esbuild'
import { expect, it } from 'vitest'
import { COUNTRY_NAMES } from '../src/event/country-names.ts'
import { FRENCH } from '../src/diagnostics/words/french.ts'
import { tablesBeside, tablesInside } from './tables.ts'

const ENTRY = `export { COUNTRY_NAMES } from './src/event/country-names.ts'
export { FRENCH } from './src/diagnostics/words/french.ts'`

async function bundled(plugin: Plugin): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: process.cwd() },
    bundle: true,
    format: 'esm',
    write: false,
    plugins: [plugin],
  })
  return outputFiles[0]?.text ?? ''
}

it('gives the bundle the same tables as the source has', async () => {
  const code = await bundled(tablesInside)
  const made = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Record<string, unknown>
  expect({ ...made }).toEqual({ COUNTRY_NAMES, FRENCH })
})

it('leaves them out of the code where they lie beside it', async () => {
  const code = await bundled(tablesBeside)
  expect(code).toContain('from "./texts/country-names.json"')
  expect(code).not.toContain('frankreich')
  expect(code).not.toContain(FRENCH.findings['nothing_arrives']?.[0])
})
