/** Every client of a reporting API, one line each. */
import { metaReporting } from './meta.ts'
import type { ReportingApi } from './reporting-api.ts'
import { tiktokReporting } from './tiktok.ts'

export const reportingApis: readonly ReportingApi[] = [tiktokReporting, metaReporting]
