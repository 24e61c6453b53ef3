/** Which part of the runtime a sample of perf belongs to, by the object it lies in and the name of its symbol. */

export interface Sample {
  readonly count: number
  /** The file that was mapped, or what perf calls it: `[kernel.kallsyms]`, `[JIT] tid 1234`. */
  readonly object: string
  readonly symbol: string
}

const OURS = 'JavaScript: compiled code'
const BUILTINS = "JavaScript: V8's built-in functions"
const COLLECTING = 'V8: garbage collection, handles'
const COMPILING = 'V8: compiling'
const V8_RUNTIME = 'V8: runtime (JSON, strings, objects)'
const SQLITE = 'SQLite'
const HTTP = 'workerd: HTTP and sockets'
const CALLS = 'workerd: events, promises, calls between Worker and object'
const MEMORY = 'Memory: allocating, copying'
const KERNEL = 'Kernel: network, files, scheduling'
const OTHER = 'Everything else'

export const GROUPS = [
  OURS,
  BUILTINS,
  COLLECTING,
  COMPILING,
  V8_RUNTIME,
  SQLITE,
  HTTP,
  CALLS,
  MEMORY,
  KERNEL,
  OTHER,
] as const
export type Group = (typeof GROUPS)[number]

/** SQLite is C: its static functions have bare names. */
const SQLITE_NAME =
  /^(sqlite3|wal|pager|pcache|btree|vdbe|where|yy_|balance|unix[A-Z]|journal|getPage|getCell|fts|rtree|cellSize|pageInsert|decode|insertCell|serialGet|jsonParse|jsonEach|exprCode|resolve|analyze|codeInteger|pthreadMutex)|Sqlite|sqlite/
const V8_NAME = /^(v8|v8_inspector|v8_crdtp)::|^_ZNK?2v8|^fast_float|^simdutf|^icu/
const COLLECTING_NAME =
  /^cppgc|Scaveng|Mark(ing|Compact|er)|Sweep|Evacuat|GlobalHandles|WeakCallback|internal::(Heap|PagedSpace|NewSpace|SemiSpace|MemoryChunk)\b|HeapVisitor|Traced/
const COMPILING_NAME =
  /internal::(compiler|maglev|interpreter|baseline|parsing|wasm)::|internal::(Parser|Scanner|PreParser|Compiler|InstructionStreamMap|Zone)|maglev|turboshaft/
const MEMORY_NAME =
  /^(tcmalloc|TCMalloc|operator (new|delete)|__?mem(cpy|move|set|cmp|chr)|__memmove|malloc|free|cfree)|HeapArrayDisposer|_mem(cpy|move|set)_/
const HTTP_NAME = /hyper|tokio|http|Http|mio::|kj_hyper|h1::|h2::|std::sys::net|futures_/
const CALLS_NAME = /^<?(kj|capnp|workerd|worker)\b|workerd|kj::|capnp::|async_trace|^absl|^core::|^alloc::|^std::/

/** In the order in which they are asked: the first that fits. */
const BY_SYMBOL: readonly (readonly [RegExp, Group])[] = [
  [/^Builtins_/, BUILTINS],
  [MEMORY_NAME, MEMORY],
  [COMPILING_NAME, COMPILING],
  [COLLECTING_NAME, COLLECTING],
  [V8_NAME, V8_RUNTIME],
  [SQLITE_NAME, SQLITE],
  [HTTP_NAME, HTTP],
  [CALLS_NAME, CALLS],
]

export function groupOf({ object, symbol }: Sample): Group {
  if (object.startsWith('[kernel') || object.startsWith('[guest.kernel')) return KERNEL
  if (object.startsWith('[JIT]') || object.startsWith('//anon')) return OURS
  const known = BY_SYMBOL.find(([pattern]) => pattern.test(symbol))
  return known?.[1] ?? (object === '[vdso]' ? KERNEL : OTHER)
}

/** Lines of `perf report -F sample,dso,sym -t '|'`: ` 25 |workerd |[.] symbol`. */
export function parseSamples(report: string): Sample[] {
  return report.split('\n').flatMap((line) => {
    if (line.startsWith('#')) return []
    const [count, object, ...symbol] = line.split('|')
    const samples = Number(count)
    if (object === undefined || !Number.isInteger(samples) || samples <= 0) return []
    return [
      {
        count: samples,
        object: object.trim(),
        symbol: symbol
          .join('|')
          .replace(/^\[.\] /, '')
          .trim(),
      },
    ]
  })
}
