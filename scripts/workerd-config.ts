/**
 * workerd's configuration, encoded: a text would have to be parsed at every start, with all that it embeds (docs/decisions/0060). Places and numbers
 * are those of workerd.capnp, the schema that workerd brings along, where what is once given never changes;
 * scripts/workerd-config.test.ts compares what comes out with what workerd itself makes of the same configuration as text.
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { encodeMessage, struct, textOf, type Struct } from './capnp.ts'
import { modulesBeside } from './later.ts'
import { isPacked, textsOf } from './texts.ts'

export const COMPATIBILITY_DATE = '2026-11-01'

export interface WorkerdConfig {
  readonly bundle: string
  /** Where it listens: `host:port`. */
  readonly address: string
  /** Names of variables of the process, each a binding of the Worker: their values are in no file. */
  readonly fromEnvironment: readonly string[]
  readonly objects: readonly DurableObject[]
  /** Holds the objects' databases. */
  readonly storage: string
  /** What may be reached. */
  readonly reach: readonly ('public' | 'private')[]
  /** Whether certificates are believed that a browser would believe. */
  readonly trustsBrowserCas: boolean
  /** Set on every request that comes in. */
  readonly requestHeaders?: Readonly<Record<string, string>>
  readonly v8Flags?: readonly string[]
}

export interface DurableObject {
  readonly binding: string
  readonly className: string
  readonly uniqueKey: string
}

const WORKER = 'tidegate'
const STORAGE = 'outbox'
const INTERNET = 'internet'

export function configBytes(config: WorkerdConfig): Uint8Array {
  const services = [service(WORKER, 1, worker(config)), service(INTERNET, 2, network(config))]
  if (config.objects.length > 0) services.push(service(STORAGE, 4, disk(config.storage)))
  return encodeMessage(struct(0, services, [socket(config)], config.v8Flags, extensions(config.bundle)))
}

/** `kind`: 1 a Worker, 2 a network, 4 a folder. */
function service(name: string, kind: 1 | 2 | 4, what: Struct): Struct {
  return struct(kind, name, what)
}

/** The kind of the objects' storage, in the second 16 bits; the first are the kind of the code: 0, modules. */
const LOCAL_DISK = 2 << 16

function worker({ bundle, fromEnvironment, objects }: WorkerdConfig): Struct {
  const bindings = [
    ...objects.map(({ binding, className }) => struct(OBJECTS, binding, struct(0, className))),
    ...fromEnvironment.map((name) => struct(FROM_ENVIRONMENT, name, name)),
  ]
  const classes = objects.map(({ className, uniqueKey }) => struct(SQL, className, uniqueKey))
  const hasObjects = objects.length > 0
  return struct(
    hasObjects ? LOCAL_DISK : 0,
    modules(bundle),
    COMPATIBILITY_DATE,
    undefined,
    bindings,
    struct(0, INTERNET),
    classes,
    undefined,
    undefined,
    hasObjects ? STORAGE : undefined,
  )
}

/** Kinds of bindings. */
const OBJECTS = 8
const FROM_ENVIRONMENT = 14
/** `enableSql`, of a class with a key that stays. */
const SQL = 1 << 17

/** Kinds of modules. */
const ES_MODULE = 0
const TEXT = 2
const DATA = 3

/** The first is the Worker; the texts beside it are modules of the same names as the bundle imports. */
function modules(bundle: string): readonly Struct[] {
  const texts = textsOf(bundle).map((name) => {
    const bytes = readFileSync(join(dirname(bundle), name))
    return isPacked(name) ? struct(DATA, name, bytes) : struct(TEXT, name, textOf(bytes))
  })
  return [struct(ES_MODULE, 'index.js', textOf(readFileSync(bundle))), ...texts]
}

/** What is loaded later: workerd compiles a module of the Worker at every start, and one of an extension when it is first imported. */
function extensions(bundle: string): readonly Struct[] {
  const modules = modulesBeside(bundle).map((name) =>
    struct(0, name, textOf(readFileSync(join(dirname(bundle), name)))),
  )
  return modules.length === 0 ? [] : [struct(0, modules)]
}

const TRUST_BROWSER_CAS = 2
const WRITABLE = 1

function network({ reach, trustsBrowserCas }: WorkerdConfig): Struct {
  return struct(0, reach, undefined, trustsBrowserCas ? struct(TRUST_BROWSER_CAS) : undefined)
}

function disk(path: string): Struct {
  return struct(WRITABLE, path)
}

/** Plain HTTP is the kind 0. */
function socket({ address, requestHeaders = {} }: WorkerdConfig): Struct {
  const headers = Object.entries(requestHeaders).map(([name, value]) => struct(0, name, value))
  return struct(0, 'http', address, struct(0, undefined, undefined, headers), undefined, struct(0, WORKER))
}
