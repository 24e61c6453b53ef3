/** What a test of the outbox uses of the SQLite in Node: that folder is typed as a Worker, which has none of the types of Node. */
declare module 'node:sqlite' {
  export type SQLInputValue = null | number | bigint | string | ArrayBufferView
  export class DatabaseSync {
    constructor(path: string)
    exec(sql: string): void
    prepare(sql: string): { all(...values: SQLInputValue[]): Record<string, unknown>[] }
    close(): void
  }
}
