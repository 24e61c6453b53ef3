/** What a shard has written down of its part of the keys: by which number of shards it is parted, and how far it has pulled. */
import type { Sql } from './tables.ts'

/** How a shard is parted. */
export interface Parted {
  readonly shards: number
  /** Counts its changes to another number: a place in what it hands over is good for one turn. */
  readonly turn: number
  /** Whether it has all that belongs to it by this number. */
  readonly complete: boolean
}

/** Up to where something has been handed over, the last row included; `after` is that row's key. */
export interface Place {
  readonly table: 'withdrawals' | 'snapshots' | 'dedupe' | 'held'
  readonly after: readonly string[]
}

/** How far another shard has been read. */
export interface Progress {
  readonly turn: number
  readonly place: Place | null
}

export class PartingBook {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** `alone`: there is no other shard, and never was; it is complete as it is. */
  enter(shards: number, alone: boolean): Parted {
    const known = this.#read('parted') as Parted | undefined
    if (known?.shards === shards) return known
    const parted = { shards, turn: (known?.turn ?? 0) + 1, complete: alone }
    this.#sql.drop('pulled')
    this.#write('parted', parted)
    return parted
  }

  complete(parted: Parted): Parted {
    const complete = { ...parted, complete: true }
    this.#write('parted', complete)
    this.#sql.drop('pulled')
    return complete
  }

  /** Shard → how far it has been read. */
  progress(): ReadonlyMap<number, Progress> {
    return new Map((this.#read('pulled') as [number, Progress][] | undefined) ?? [])
  }

  keepProgress(progress: ReadonlyMap<number, Progress>): void {
    this.#write('pulled', [...progress])
  }

  #read(name: 'parted' | 'pulled'): unknown {
    const text = this.#sql.kept(name)
    return text === undefined ? undefined : JSON.parse(text)
  }

  #write(name: 'parted' | 'pulled', value: unknown): void {
    this.#sql.keep(name, JSON.stringify(value))
  }
}
