/**
 * The phone numbers' tables without how a number is written for people: the gateway writes E.164 alone. It is more than half of them,
 * and the runtime reads them at every start.
 */

/** Place of the formats in a country's row: libphonenumber-js, METADATA.md, version 4 of the tables. A 0 stands for nothing. */
const FORMATS = 4

export interface PhoneTables {
  readonly version: number
  readonly countries: Readonly<Record<string, readonly unknown[]>>
}

export function withoutFormats<Tables extends PhoneTables>(tables: Tables): Tables {
  if (tables.version !== 4) throw new Error(`the phone numbers' tables have version ${tables.version}, not 4`)
  const countries = Object.entries(tables.countries).map(
    ([country, row]) => [country, row.map((cell, place) => (place === FORMATS ? 0 : cell))] as const,
  )
  return { ...tables, countries: Object.fromEntries(countries) }
}
