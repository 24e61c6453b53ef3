/** The examples of docs/self-host.md name nothing that the project does not have. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { SOURCE_PATHS } from '../src/routes/source-paths.ts'
import { Counters } from '../src/telemetry/counters.ts'
import { metricsText } from '../src/telemetry/metrics.ts'
import { codeLists } from './docs/code-lists.ts'
import { readRepository } from './docs/files.ts'
import { sourcesWithoutSecret } from './environment.ts'

const ROOT = resolve(import.meta.dirname, '..')
const example = (name: string): string => readFileSync(join(ROOT, 'examples', 'self-host', name), 'utf8')
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, first = '']) => first)

const UNIT = example('tidegate.service')
const CONTAINER = example('Containerfile')
const SECRETS = example('tidegate.env.example')

/** Settings, script variables, and the secrets that the demo's policy names. */
const KNOWN = new Set([
  ...codeLists(readRepository(ROOT))
    .filter(({ name }) => name === 'settings' || name === 'script variables')
    .flatMap(({ rows }) => rows.map(([name = '']) => name)),
  ...all(readFileSync(join(ROOT, 'policy', 'policy.yaml'), 'utf8'), /token_secret: (\w+)/g),
])

describe('the examples for self-hosting', () => {
  it.each([
    ['the unit', all(UNIT, /^Environment=(\w+)=/gm), 6],
    ['the container', all(CONTAINER.slice(CONTAINER.indexOf('\nENV ')), /^(?:ENV|\s{3}) (\w+)=/gm), 6],
    ['the file of secrets', all(SECRETS, /^(\w+)=/gm), 5],
  ])('set only what is a setting: %s', (_name, names, count) => {
    expect(names).toHaveLength(count)
    expect(names.filter((name) => !KNOWN.has(name))).toEqual([])
  })

  it('start a script that is there, with the project’s own Node', () => {
    const [, node = '', script = ''] = /^ExecStart=\/opt\/tidegate\/(\S+) (\S+)$/m.exec(UNIT) ?? []
    const [, contained = ''] = /^CMD \["node", "(\S+)"\]$/m.exec(CONTAINER) ?? []
    expect([node, script, contained]).toEqual(['node_modules/.bin/node', 'scripts/serve.ts', 'scripts/serve.ts'])
    for (const path of [node, script]) expect(existsSync(join(ROOT, path))).toBe(true)
  })

  it('hold no secret, do not run as root, and give a stop longer than STOP_SECONDS', () => {
    expect(SECRETS).not.toMatch(/^\w+=.+/m)
    expect(CONTAINER).not.toMatch(/SECRET|TOKEN|KEY/)
    expect(all(CONTAINER, /^USER (\S+)$/gm)).toEqual(['node'])
    expect(UNIT).toMatch(/^DynamicUser=yes$/m)
    const seconds = Number(/STOP_SECONDS=(\d+)/.exec(UNIT)?.[1])
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(UNIT)?.[1])).toBeGreaterThan(seconds)
  })

  // podman's own format of images has no health check and drops it: podman-build(1), `--format`.
  it.each(['docs/self-host.md', 'docs/self-host.fr.md', 'examples/self-host/Containerfile'])(
    'keep the health check of the container where podman builds it: %s',
    (file) => {
      expect(CONTAINER).toMatch(/^HEALTHCHECK /m)
      const builds = all(readFileSync(join(ROOT, file), 'utf8'), /(podman build .*)/g)
      expect(builds).toHaveLength(1)
      for (const line of builds) expect(line).toContain(' --format docker ')
    },
  )

  it('alert on metrics that there are, about labels that there are', () => {
    const { groups } = parse(example('alerts.yaml')) as { groups: { rules: { expr: string }[] }[] }
    const asked = groups.flatMap(({ rules }) => rules.flatMap(({ expr }) => all(expr, /\b(tidegate_\w+)/g)))
    const text = metricsText(new Counters(), [], { nowMs: 0, policyDigest: '', policyUntilMs: 0 })
    const families = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)]
    const there = new Set(families.map(([, name, type]) => `${name}${type === 'counter' ? '_total' : ''}`))
    expect(asked.length).toBeGreaterThan(6)
    expect(asked.filter((name) => !there.has(name))).toEqual([])
    // Parked is also what the policy has no more: the runbook names all three causes, and so must the alert.
    const parked = example('alerts.yaml').slice(example('alerts.yaml').indexOf('TidegateParked\n'))
    expect(/summary: .*/.exec(parked)?.[0]).toMatch(/refused or missing, or the policy has it no more/)
  })

  it.each(['docs/self-host.md', 'docs/self-host.fr.md'])(
    'let in what pages, servers, shops and tools send: %s',
    (file) => {
      const text = readFileSync(join(ROOT, file), 'utf8')
      const [, location = ''] = /^location ~ (\S+) \{$/m.exec(text) ?? []
      const inside = new RegExp(location)
      const [tools = ''] = /^.*\/hooks\/…[^]+?\n\n/m.exec(text) ?? []
      const added = all(tools, /`([^`]+)`/g).filter((one) => !one.includes('…'))
      const withTools = new RegExp(`^/(${added.join('|')})$`)
      const sent = ['/e', '/t.js', '/p.gif', '/v1/events', '/v1/consent', ...SOURCE_PATHS.flatMap(({ paths }) => paths)]
      expect(sent.filter((path) => !inside.test(path) && !withTools.test(path))).toEqual([])
      expect(SOURCE_PATHS.flatMap(({ paths }) => paths).filter((path) => inside.test(path))).toHaveLength(10)
      const own = ['/metrics', '/v1/receipts', '/v1/ledger/orders', '/v1/parked', '/diagnostics', '/reconciliation']
      expect(own.filter((path) => inside.test(path) || withTools.test(path))).toEqual([])
      for (const path of own) expect(text).toContain(`\`${path.replace('/orders', '')}\``)
    },
  )
})

it('names what is closed because nobody has set its secret, and nothing that needs none', () => {
  const closed = sourcesWithoutSecret(
    { ORDERS_WEBHOOK_SECRET: 'whsec_x', ZARAZ_KEY: '' },
    join(ROOT, 'dist', 'index.js'),
  )
  expect(closed).toEqual(expect.arrayContaining(['shopify (SHOPIFY_WEBHOOK_SECRET)', 'zaraz (ZARAZ_KEY)']))
  for (const name of ['webhook', 'stape', 'meta_pixel']) expect(closed.join()).not.toContain(name)
})
