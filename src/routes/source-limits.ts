/** What a source's request may be, before anything of it is believed. Pure. */
import type { Source } from '../sources/source.ts'
import { BODY_MAX_BYTES } from './body.ts'

export { BODY_MAX_BYTES }

const JSON_ALONE: readonly string[] = ['application/json']

/** Parameters and case do not count; what has no body needs no type. */
export function takesMediaType({ mediaTypes = JSON_ALONE }: Source, contentType: string, bytes: number): boolean {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return mediaTypes.includes(type) || (type === '' && bytes === 0)
}
