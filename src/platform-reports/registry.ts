/** Every client of a reporting API, one line each. */
import type { MediaApi } from './media-api.ts'
import { metaMedia } from './meta-media.ts'
import { metaReporting } from './meta.ts'
import type { ReportingApi } from './reporting-api.ts'
import { tiktokMedia } from './tiktok-media.ts'
import { tiktokReporting } from './tiktok.ts'

export const reportingApis: readonly ReportingApi[] = [tiktokReporting, metaReporting]

export const mediaApis: readonly MediaApi[] = [tiktokMedia, metaMedia]
