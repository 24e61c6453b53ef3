/** Every source, one line each. */
import { ga4Collect } from './ga4-collect.ts'
import { ga4Mp } from './ga4-mp.ts'
import { metaTr } from './meta-tr.ts'
import { segment } from './segment.ts'
import type { Source } from './source.ts'
import { stape } from './stape.ts'
import { tiktokPixel } from './tiktok-pixel.ts'
import { zaraz } from './zaraz.ts'

export const sources: readonly Source[] = [ga4Collect, ga4Mp, metaTr, segment, stape, tiktokPixel, zaraz]
