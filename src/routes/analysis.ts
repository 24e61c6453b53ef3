/** `/v1/analysis/…`: who may ask the off-site record what. */
import { deleteRecord } from './analysis-record.ts'
import { getTests, postTest } from './analysis-tests.ts'
import { getImports, postImports } from './imports.ts'
import { getAnalysisState, getTable, getTables } from './tables.ts'

/** Behind the guards nobody can be found in a table: whoever works with the figures may read them. */
const READERS = 'a token; marketing, legal, finance, developer, operator'
const IMPORTERS = 'a token; marketing, finance, operator'

export const ANALYSIS_ROUTES = [
  { method: 'GET', path: '/v1/analysis/tables', who: READERS, handler: getTables },
  { method: 'GET', path: '/v1/analysis/tables/:id', who: READERS, handler: getTable },
  { method: 'GET', path: '/v1/analysis/state', who: READERS, handler: getAnalysisState },
  { method: 'DELETE', path: '/v1/analysis/record', who: 'a token; operator', handler: deleteRecord },
  { method: 'GET', path: '/v1/analysis/tests', who: READERS, handler: getTests },
  { method: 'POST', path: '/v1/analysis/tests', who: 'a token; marketing, finance', handler: postTest },
  { method: 'GET', path: '/v1/analysis/imports', who: READERS, handler: getImports },
  { method: 'POST', path: '/v1/analysis/imports', who: IMPORTERS, handler: postImports },
] as const
