/** A template of Google Tag Manager (`template.tpl`): plain text in named sections, some of them JSON, the tests YAML. */
import { parse } from 'yaml'

export type Sections = ReadonlyMap<string, string>

export interface Permission {
  readonly name: string
  readonly params: ReadonlyMap<string, unknown>
}

export interface Scenario {
  readonly name: string
  readonly code: string
}

const HEADING = /^___([A-Z_]+)___$/gm

/** In the order of the file. */
export function sectionsOf(file: string): Sections {
  const parts = file.split(HEADING).slice(1)
  return new Map(parts.flatMap((name, at) => (at % 2 === 0 ? [[name, (parts[at + 1] ?? '').trim()] as const] : [])))
}

export function sectionOf(sections: Sections, name: string): string {
  const text = sections.get(name)
  if (text === undefined) throw new Error(`the template has no section ${name}`)
  return text
}

interface PermissionEntry {
  readonly instance: {
    readonly key: { readonly publicId: string }
    readonly param: readonly { readonly key: string; readonly value: Value }[]
  }
}

interface Value {
  readonly type: 1 | 2 | 3 | 8
  readonly string?: string
  readonly boolean?: boolean
  readonly listItem?: readonly Value[]
  readonly mapKey?: readonly Value[]
  readonly mapValue?: readonly Value[]
}

export function permissionsOf(sections: Sections): readonly Permission[] {
  const entries = JSON.parse(sectionOf(sections, 'WEB_PERMISSIONS')) as readonly PermissionEntry[]
  return entries.map(({ instance: { key, param } }) => ({
    name: key.publicId,
    params: new Map(param.map((one) => [one.key, plain(one.value)])),
  }))
}

/** 1 text, 2 list, 3 map, 8 yes or no. */
function plain(value: Value): unknown {
  switch (value.type) {
    case 1:
      return value.string
    case 2:
      return (value.listItem ?? []).map(plain)
    case 3:
      return Object.fromEntries((value.mapKey ?? []).map((key, at) => [plain(key), plain(value.mapValue?.[at] ?? key)]))
    case 8:
      return value.boolean
  }
}

/** Each with the common beginning. */
export function scenariosOf(sections: Sections): readonly Scenario[] {
  const tests = parse(sectionOf(sections, 'TESTS')) as { scenarios: readonly Scenario[]; setup?: string }
  return tests.scenarios.map(({ name, code }) => ({ name, code: `${tests.setup ?? ''}\n${code}` }))
}
