/** Reads a lake as an analyst does: with DuckDB, over the partitions. */
import { DuckDBInstance } from '@duckdb/node-api'

export type Cells = Readonly<Record<string, unknown>>

/** `LAKE` in the query is every row below the folder; amounts and times come as text. */
export async function queryLake(folder: string, query: string): Promise<readonly Cells[]> {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  const lake = `read_parquet('${folder}/site=*/date=*/*.parquet', hive_partitioning = true)`
  const reader = await connection.runAndReadAll(query.replaceAll('LAKE', lake))
  connection.closeSync()
  return reader.getRowObjectsJson()
}
