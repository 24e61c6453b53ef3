/**
 * A stand-in for the sandbox in which Tag Manager runs a template, and for its test editor: written after Google's "Custom
 * template APIs", "Custom template permissions" and "Tests for custom templates" (read 2026-11-22). Strict where the real one is: only APIs
 * that exist can be required, each call is held against the permissions of the file, and nothing of a page's globals is there.
 */
import { expect } from 'vitest'
import type { Permission } from './template-file.ts'

type Api = (...args: readonly unknown[]) => unknown
interface GlobalKey {
  readonly key: string
  readonly read: boolean
  readonly write: boolean
  readonly execute: boolean
}

interface ConsentType {
  readonly consentType: string
  readonly read: boolean
}

/** Without a permission. */
const FREE: Readonly<Record<string, Api>> = {
  getType: (value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value),
  makeNumber: (value) => Number(value),
  makeString: (value) => String(value),
}

/** The APIs that a template may require beside these. A scenario says what each does. */
const MOCKED = [
  'addConsentListener',
  'callInWindow',
  'copyFromDataLayer',
  'copyFromWindow',
  'createQueue',
  'getContainerVersion',
  'injectScript',
  'setInWindow',
]

export class Sandbox {
  readonly #code: string
  readonly #permissions: readonly Permission[]
  readonly #mocks = new Map<string, Api>()
  readonly #calls: string[] = []

  constructor(code: string, permissions: readonly Permission[]) {
    this.#code = code
    this.#permissions = permissions
  }

  /** One scenario, with what Tag Manager's test editor offers it. */
  run(scenario: string): void {
    const tools = {
      mock: (name: string, given: unknown) => this.#mock(name, given),
      runCode: (data: object) => this.#runCode(data),
      assertThat: (value: unknown) => ({ isEqualTo: (expected: unknown) => expect(value).toEqual(expected) }),
      assertApi: (name: string) => ({
        wasCalled: () => expect(this.#calls).toContain(name),
        wasNotCalled: () => expect(this.#calls).not.toContain(name),
      }),
    }
    closed(Object.keys(tools), scenario)(...Object.values(tools))
  }

  #mock(name: string, given: unknown): void {
    if (!MOCKED.includes(name)) throw new Error(`the sandbox has no ${name}`)
    this.#mocks.set(name, typeof given === 'function' ? (given as Api) : () => given)
  }

  #runCode(data: object): void {
    const told = (name: string) => () => {
      const told = this.#calls.filter((call) => call.startsWith('gtmOn'))
      if (told.length > 0) throw new Error('the tag has told its end twice')
      this.#calls.push(name)
    }
    const given = { ...data, gtmOnSuccess: told('gtmOnSuccess'), gtmOnFailure: told('gtmOnFailure') }
    closed(['require', 'data'], this.#code)((name: string) => this.#require(name), given)
  }

  #require(name: string): Api {
    const free = Object.hasOwn(FREE, name) ? FREE[name] : undefined
    if (free !== undefined) return free
    if (!MOCKED.includes(name)) throw new Error(`the sandbox has no ${name}`)
    return (...args) => {
      this.#mustBePermitted(name, args)
      this.#calls.push(name)
      const mocked = this.#mocks.get(name)
      if (mocked === undefined) throw new Error(`the scenario does not say what ${name} does`)
      return mocked(...args)
    }
  }

  #mustBePermitted(name: string, args: readonly unknown[]): void {
    if (!this.#isPermitted(name, String(args[0]))) throw new Error(`no permission for ${name}(${String(args[0])})`)
  }

  #isPermitted(name: string, first: string): boolean {
    switch (name) {
      case 'callInWindow':
        return this.#global(first)?.execute === true
      case 'copyFromWindow':
        return this.#global(first)?.read === true
      case 'setInWindow':
        return this.#global(first)?.write === true
      case 'createQueue':
        return this.#global(first)?.read === true && this.#global(first)?.write === true
      case 'copyFromDataLayer':
        return this.#list('read_data_layer', 'keyPatterns').includes(first)
      case 'injectScript':
        return this.#list('inject_script', 'urls').some((pattern) => matches(String(pattern), first))
      case 'addConsentListener':
        return (this.#list('access_consent', 'consentTypes') as readonly ConsentType[]).some(
          ({ consentType, read }) => consentType === first && read,
        )
      default:
        return name === 'getContainerVersion' && this.#permissions.some((one) => one.name === 'read_container_data')
    }
  }

  #global(path: string): GlobalKey | undefined {
    return (this.#list('access_globals', 'keys') as readonly GlobalKey[]).find(({ key }) => key === path)
  }

  #list(permission: string, param: string): readonly unknown[] {
    const list = this.#permissions.find(({ name }) => name === permission)?.params.get(param)
    return Array.isArray(list) ? list : []
  }
}

function matches(pattern: string, url: string): boolean {
  const [host = '', path = ''] = pattern.replace('https://', '').split('/')
  const { protocol, hostname, pathname } = new URL(url)
  return protocol === 'https:' && (host === '*' || host === hostname) && pathname === `/${path}`
}

/** A page's and a program's globals, hidden from the code that runs: in the sandbox they do not exist. */
const HIDDEN = [
  'window',
  'document',
  'globalThis',
  'self',
  'console',
  'process',
  'fetch',
  'setTimeout',
  'Object',
  'Array',
  'String',
  'Number',
  'Date',
  'RegExp',
  'Promise',
  'Map',
  'Set',
  'Symbol',
  'encodeURIComponent',
  'isNaN',
  'parseFloat',
  'parseInt',
]

function closed(names: readonly string[], code: string): (...args: readonly unknown[]) => unknown {
  // What is run is a file of this repository, in a test.
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function(...names, ...HIDDEN, `'use strict'\n${code}`) as (...args: readonly unknown[]) => unknown
}
