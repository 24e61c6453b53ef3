/** The body of another tool's request: kits may pack it (Content-Encoding), and what comes out of it is bounded like what came. */
import { BODY_MAX_BYTES, bytesOf } from './body.ts'

export type Unpacked =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly code: 'too_large' | 'body_incomplete' | 'unsupported_media_type' }

const FORMATS: Readonly<Record<string, 'gzip' | 'deflate'>> = { gzip: 'gzip', 'x-gzip': 'gzip', deflate: 'deflate' }

/** One coding: nobody packs twice. A few bytes may stand for a gigabyte, so that it is read only as far as the limit. */
export async function unpacked(bytes: Uint8Array, encoding: string | null): Promise<Unpacked> {
  const coding = (encoding ?? '').trim().toLowerCase()
  if (coding === '' || coding === 'identity' || bytes.byteLength === 0) return { ok: true, bytes }
  const format = Object.hasOwn(FORMATS, coding) ? FORMATS[coding] : undefined
  if (format === undefined) return { ok: false, code: 'unsupported_media_type' }
  try {
    const packed = new Blob([new Uint8Array(bytes)]).stream()
    const inflated = await bytesOf(packed.pipeThrough(new DecompressionStream(format)), BODY_MAX_BYTES)
    return inflated === undefined ? { ok: false, code: 'too_large' } : { ok: true, bytes: inflated }
  } catch {
    return { ok: false, code: 'body_incomplete' }
  }
}
