/** What a policy takes over instead of writing it: the library that it extends, with its own blocks of the same name in place. */
import type { EventName } from '../event/types.ts'
import type { DestinationDocument, EventDefinition } from './document.ts'
import type { EventGroupFile, FieldGroupFile } from './schema.ts'
export interface Library {
  readonly fieldGroups: Readonly<Partial<Record<string, FieldGroupFile>>>
  readonly eventGroups: Readonly<Partial<Record<string, EventGroupFile>>>
  readonly events: Readonly<Partial<Record<EventName, Omit<EventDefinition, 'owner'>>>>
  readonly recipients: Readonly<Partial<Record<string, Partial<Omit<DestinationDocument, 'note'>>>>>
}
/** Of the file as it was read, whatever is in it. */
export declare function libraryOf(file: unknown): Library
/** The library's blocks, then the file's own. */
export declare function blocksOf(
  library: Readonly<Partial<Record<string, unknown>>>,
  file: unknown,
  key: string,
): readonly (readonly [string, unknown])[]
