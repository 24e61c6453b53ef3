/** Node's SQLite in place of a Durable Object's: as much of it as Sql uses. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'

export function storageOf(database: DatabaseSync): SqlStorage {
  const exec = (query: string, ...bindings: SQLInputValue[]) => {
    const rows = database.prepare(query).all(...bindings.map(bound))
    return { toArray: () => rows, rowsWritten: 0, rowsRead: 0, [Symbol.iterator]: () => rows.values() }
  }
  return { exec } as object as SqlStorage
}

/** A Durable Object takes a buffer where Node's SQLite takes a view of one. */
function bound(value: SQLInputValue): SQLInputValue {
  const given: unknown = value
  return given instanceof ArrayBuffer ? new Uint8Array(given) : value
}
