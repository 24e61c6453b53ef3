/** Node's SQLite in place of a Durable Object's: as much of it as Sql uses. */
type Value = string | number | null | Uint8Array

/** Of `node:sqlite`, whose types only tests have. */
interface Database {
  readonly prepare: (query: string) => { readonly all: (...bindings: Value[]) => Record<string, unknown>[] }
}

export function storageOf(database: Database): SqlStorage {
  const exec = (query: string, ...bindings: (Value | ArrayBuffer)[]) => {
    const rows = database.prepare(query).all(...bindings.map(bound))
    return { toArray: () => rows, rowsWritten: 0, rowsRead: 0, [Symbol.iterator]: () => rows.values() }
  }
  return { exec } as object as SqlStorage
}

/** A Durable Object takes a buffer where Node's SQLite takes a view of one. */
function bound(value: Value | ArrayBuffer): Value {
  return value instanceof ArrayBuffer ? new Uint8Array(value) : value
}
