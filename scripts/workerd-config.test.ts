import { execFileSync } from 'node:child_process'
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { messageOf } from './capnp.fixture.ts'
import { configBytes, COMPATIBILITY_DATE, type WorkerdConfig } from './workerd-config.ts'
import { workerdPath } from './workerd.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-config-'))
  mkdirSync(join(folder, 'texts'))
  writeFileSync(join(folder, 'index.js'), 'export default {} // é')
  writeFileSync(join(folder, 'policy.json'), '{"sites":[]}')
  writeFileSync(join(folder, 'texts', 'console.json.gz'), new Uint8Array([31, 139, 8, 0, 7]))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Says what workerd makes of a configuration that is written as its documentation does: the one to compare with. */
function compiledByWorkerd(text: string): unknown {
  const file = join(folder, 'config.capnp')
  writeFileSync(file, `using Workerd = import "/workerd/workerd.capnp";\nconst config :Workerd.Config = ${text};\n`)
  return messageOf(execFileSync(workerdPath(), ['compile', '--config-only', file]))
}

function ours(config: Omit<WorkerdConfig, 'bundle'>): unknown {
  return messageOf(configBytes({ ...config, bundle: join(folder, 'index.js') }))
}

const WHOLE: Omit<WorkerdConfig, 'bundle'> = {
  address: '127.0.0.1:8787',
  fromEnvironment: ['TIDEGATE_ENV', 'META_TOKEN'],
  objects: [
    { binding: 'OUTBOX', className: 'Outbox', uniqueKey: 'tidegate-outbox' },
    { binding: 'OFFSITE', className: 'OffsiteRecord', uniqueKey: 'tidegate-offsite' },
  ],
  storage: '/var/lib/tidegate/outbox',
  reach: ['public', 'private'],
  trustsBrowserCas: true,
  requestHeaders: { 'cf-ipcountry': 'FR' },
  v8Flags: ['--expose-gc'],
}

const CODE = `modules = [
          (name = "index.js", esModule = embed "index.js"),
          (name = "texts/console.json.gz", data = embed "texts/console.json.gz"),
          (name = "policy.json", text = embed "policy.json")
        ],
        compatibilityDate = "${COMPATIBILITY_DATE}"`

it("is what workerd makes of the gateway's configuration as text", () => {
  for (const file of ['events.js', 'later.js']) writeFileSync(join(folder, file), 'export default () => ({})')
  const text = `(
    services = [
      (name = "tidegate", worker = (
        ${CODE},
        durableObjectNamespaces = [
          (className = "Outbox", uniqueKey = "tidegate-outbox", enableSql = true),
          (className = "OffsiteRecord", uniqueKey = "tidegate-offsite", enableSql = true)
        ],
        durableObjectStorage = (localDisk = "outbox"),
        globalOutbound = "internet",
        bindings = [
          (name = "OUTBOX", durableObjectNamespace = "Outbox"),
          (name = "OFFSITE", durableObjectNamespace = "OffsiteRecord"),
          (name = "TIDEGATE_ENV", fromEnvironment = "TIDEGATE_ENV"),
          (name = "META_TOKEN", fromEnvironment = "META_TOKEN")
        ]
      )),
      (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
      (name = "outbox", disk = (path = "/var/lib/tidegate/outbox", writable = true))
    ],
    extensions = [(modules = [
      (name = "events.js", esModule = embed "events.js"),
      (name = "later.js", esModule = embed "later.js")
    ])],
    sockets = [(
      name = "http", address = "127.0.0.1:8787", service = "tidegate",
      http = (injectRequestHeaders = [(name = "cf-ipcountry", value = "FR")])
    )],
    v8Flags = ["--expose-gc"]
  )`
  expect(ours(WHOLE)).toEqual(compiledByWorkerd(text))
})

it('is what workerd makes of a Worker that stores nothing and reaches nothing but this machine', () => {
  for (const file of ['events.js', 'later.js']) rmSync(join(folder, file), { force: true })
  const text = `(
    services = [
      (name = "tidegate", worker = (
        ${CODE},
        globalOutbound = "internet"
      )),
      (name = "internet", network = (allow = ["private"]))
    ],
    sockets = [(name = "http", address = "[::1]:80", http = (), service = "tidegate")]
  )`
  const bare = { address: '[::1]:80', fromEnvironment: [], objects: [], storage: '' }
  expect(ours({ ...bare, reach: ['private'], trustsBrowserCas: false })).toEqual(compiledByWorkerd(text))
})
