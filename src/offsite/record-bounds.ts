/** What the off-site record holds at most: everything that comes from outside has an end. */
import { MAX_CHANNELS } from '../analysis/columns.ts'

/** Of channels, and of pages. */
export const MAX_NAMES = MAX_CHANNELS
/** Person keys in one fact: a person has a few names. */
export const MAX_KEYS = 64
export const MAX_LINKS = 5_000
export const MAX_TESTS = 500
export const MAX_READINGS = 200
/** Plans that were told of, also those that were not kept. */
export const MAX_TOLD_PLANS = 2_000
/** Characters of a plan or a reading as JSON. */
export const MAX_TEST_CHARACTERS = 256 * 1024
/** Of all plans and readings: they are asked for together, and one answer holds 32 MiB. */
export const MAX_TESTS_CHARACTERS = 8 * 1024 * 1024
export const MAX_FILES = 10_000
export const MAX_IMPORT_ROWS = 2_000_000
/** Rows of an answer that shows what was imported. */
export const MAX_SHOWN_ROWS = 20_000
/** Days that a table may be asked for. */
export const MAX_SPAN_DAYS = 400
