/** `/v1/analysis/…`: who may ask the off-site record what. */
import { laterHandler } from './later-handler.ts'

/** Behind the guards nobody can be found in a table: whoever works with the figures may read them. */
const READERS = 'a token; marketing, legal, finance, developer, operator'
const IMPORTERS = 'a token; marketing, finance, operator'

export const ANALYSIS_ROUTES = [
  { method: 'GET', path: '/v1/analysis/tables', who: READERS, handler: laterHandler('getTables') },
  { method: 'GET', path: '/v1/analysis/tables/:id', who: READERS, handler: laterHandler('getTable') },
  { method: 'GET', path: '/v1/analysis/state', who: READERS, handler: laterHandler('getAnalysisState') },
  { method: 'DELETE', path: '/v1/analysis/record', who: 'a token; operator', handler: laterHandler('deleteRecord') },
  { method: 'GET', path: '/v1/analysis/tests', who: READERS, handler: laterHandler('getTests') },
  { method: 'POST', path: '/v1/analysis/tests', who: 'a token; marketing, finance', handler: laterHandler('postTest') },
  { method: 'GET', path: '/v1/analysis/imports', who: READERS, handler: laterHandler('getImports') },
  { method: 'POST', path: '/v1/analysis/imports', who: IMPORTERS, handler: laterHandler('postImports') },
] as const
