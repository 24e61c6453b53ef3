/** What npm packs is enough: installed beside its dependencies, `tidegate/testing` runs on Node alone, and has its types. */
import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { ROOT, temporaryFolder } from '../support/running.ts'

const run = promisify(execFile)

const SCRIPT = `
import { startTidegate, type MetaEvent } from 'tidegate/testing'

await using tidegate = await startTidegate({ policy: 'policy.yaml' })
const granted = { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' }
await fetch(tidegate.url + '/v1/events', {
  method: 'POST',
  headers: { authorization: 'Bearer ' + tidegate.token, 'content-type': 'application/json' },
  body: JSON.stringify({
    event: 'purchase',
    event_id: 'e-1',
    occurred_at: new Date().toISOString(),
    page: { url: 'https://www.shop.example/thanks' },
    client: { ip: '203.0.113.7', user_agent: 'Mozilla/5.0', country: 'FR' },
    order: { id: '1', value: 42.5, currency: 'EUR' },
    consent: { state: granted, at: new Date().toISOString(), source: 'banner' },
  }),
})
const { body }: { body: MetaEvent } = await tidegate.waitFor('meta', (event) => event.body.custom_data?.value === 42.5)
console.log(body.event_name, body.custom_data?.currency)
`

it('runs a sale on Node alone, and its types hold for a strict compiler', async () => {
  const project = temporaryFolder('packed')
  await install(project)
  writeFileSync(join(project, 'package.json'), '{"type":"module"}')
  writeFileSync(join(project, 'policy.yaml'), readFileSync(join(ROOT, 'examples/shop-tests/policy/policy.yaml')))
  writeFileSync(join(project, 'sale.ts'), SCRIPT)
  const options = [
    '--singleThreaded',
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2024',
    '--types',
    'node',
    'sale.ts',
  ]
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
  const [ran, checked] = await Promise.all([
    run(process.execPath, ['sale.ts'], { cwd: project }),
    run(process.execPath, [tsc, ...options], { cwd: project }),
  ])
  expect(ran.stdout).toBe('Purchase EUR\n')
  expect(checked.stdout).toBe('')
})

/** As `npm install <tarball>` does, without a network: the packed files, and links to those packages that it declares. */
async function install(project: string): Promise<void> {
  // What is built is built: `npm test` has done it.
  const packed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', project], { cwd: ROOT })
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }]
  const folder = join(project, 'node_modules/tidegate')
  mkdirSync(folder, { recursive: true })
  await run('tar', ['-xzf', join(project, filename), '-C', folder, '--strip-components=1'])
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { dependencies: object }
  for (const name of [...Object.keys(dependencies), '@types/node']) link(project, name)
}

function link(project: string, name: string): void {
  const path = join(project, 'node_modules', name)
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules', name), path, 'dir')
}
