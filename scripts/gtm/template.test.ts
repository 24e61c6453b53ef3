/** The template for Google Tag Manager: what its editor would refuse is found here, and its own scenarios run. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Sandbox } from './sandbox.ts'
import { permissionsOf, scenariosOf, sectionOf, sectionsOf } from './template-file.ts'

const sections = sectionsOf(readFileSync(new URL('../../integrations/gtm/template.tpl', import.meta.url), 'utf8'))
const code = sectionOf(sections, 'SANDBOXED_JS_FOR_WEB_TEMPLATE')
const permissions = permissionsOf(sections)

/** Google, "Custom template permissions": what each API asks for. */
const PERMISSION_OF: Readonly<Record<string, string>> = {
  addConsentListener: 'access_consent',
  callInWindow: 'access_globals',
  copyFromDataLayer: 'read_data_layer',
  copyFromWindow: 'access_globals',
  createQueue: 'access_globals',
  getContainerVersion: 'read_container_data',
  injectScript: 'inject_script',
  setInWindow: 'access_globals',
}

/** Google, "Sandboxed JavaScript": ECMAScript 5.1 with arrow functions, const and let, without what reaches outside. Read 2026-11-22. */
const UNKNOWN_TO_SANDBOX =
  /\b(?:new|this|class|typeof|delete|try|throw|async|await|eval|function\*)\b|\.\.\.|\?\.|\?\?|`/
/** Google, "Standard Library": those of its methods that are used here. Read 2026-11-22. */
const METHODS = new Set(['forEach', 'indexOf', 'join', 'map', 'push', 'split', 'trim'])

interface Field {
  readonly name: string
  readonly type: string
  readonly enablingConditions?: readonly { readonly paramName: string }[]
}

describe('the template for Tag Manager', () => {
  it('has the sections that an import wants, in their order', () => {
    expect([...sections.keys()]).toEqual([
      'TERMS_OF_SERVICE',
      'INFO',
      'TEMPLATE_PARAMETERS',
      'SANDBOXED_JS_FOR_WEB_TEMPLATE',
      'WEB_PERMISSIONS',
      'TESTS',
      'NOTES',
    ])
  })

  it('is a tag for web containers', () => {
    expect(JSON.parse(sectionOf(sections, 'INFO'))).toMatchObject({
      type: 'TAG',
      id: 'cvt_temp_public_id',
      version: 1,
      containerContexts: ['WEB'],
    })
  })

  it('reads the fields that it shows, and no other', () => {
    const fields = JSON.parse(sectionOf(sections, 'TEMPLATE_PARAMETERS')) as readonly Field[]
    const names = new Set(fields.map(({ name }) => name))
    const read = [...code.matchAll(/\bdata\.(\w+)/g)].flatMap(([, name = '']) =>
      name.startsWith('gtmOn') ? [] : [name],
    )
    expect(new Set(read)).toEqual(names)
    const conditions = fields.flatMap(({ enablingConditions = [] }) => enablingConditions)
    expect(conditions.filter(({ paramName }) => !names.has(paramName))).toEqual([])
  })

  it('asks for the permissions of the APIs that it requires, and for no more', () => {
    const required = [...code.matchAll(/require\('(\w+)'\)/g)].flatMap(([, name]) => PERMISSION_OF[name ?? ''] ?? [])
    expect(new Set(permissions.map(({ name }) => name))).toEqual(new Set(required))
  })

  it('writes only what the sandbox knows', () => {
    const written = code.replaceAll(/\/\/.*$/gm, '').replaceAll(/'[^']*'/g, "''")
    expect(written.match(UNKNOWN_TO_SANDBOX)).toBeNull()
    const methods = [...written.matchAll(/\.(\w+)\(/g)].map(([, name = '']) => name)
    expect(methods.filter((name) => !METHODS.has(name) && !name.startsWith('gtmOn'))).toEqual([])
  })

  it('never asks whether consent is granted: the sandbox says so of what nobody has set', () => {
    expect(code).not.toContain("require('isConsentGranted')")
  })

  it.each(scenariosOf(sections))('$name', (scenario) => {
    new Sandbox(code, permissions).run(scenario.code)
  })
})
