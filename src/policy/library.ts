/** What a policy takes over instead of writing it: the library that it extends, with its own blocks of the same name in place. */
import type { EventName } from '../event/types.ts'
import type { DestinationDocument, EventDefinition } from './document.ts'
import { entriesOf, get, textOf } from './raw.ts'
import type { EventGroupFile, FieldGroupFile } from './schema.ts'
import { STANDARD } from './standard.ts'
import { STANDARD_EVENT_GROUPS, STANDARD_EVENTS } from './standard-events.ts'
import { STANDARD_FIELD_GROUPS } from './standard-fields.ts'
import { STANDARD_RECIPIENTS } from './standard-recipients.ts'

export interface Library {
  readonly fieldGroups: Readonly<Partial<Record<string, FieldGroupFile>>>
  readonly eventGroups: Readonly<Partial<Record<string, EventGroupFile>>>
  readonly events: Readonly<Partial<Record<EventName, Omit<EventDefinition, 'owner'>>>>
  readonly recipients: Readonly<Partial<Record<string, Partial<Omit<DestinationDocument, 'note'>>>>>
}

const NOTHING: Library = { fieldGroups: {}, eventGroups: {}, events: {}, recipients: {} }

const STANDARD_LIBRARY: Library = {
  fieldGroups: STANDARD_FIELD_GROUPS,
  eventGroups: STANDARD_EVENT_GROUPS,
  events: STANDARD_EVENTS,
  recipients: STANDARD_RECIPIENTS,
}

/** Of the file as it was read, whatever is in it. */
export function libraryOf(file: unknown): Library {
  return textOf(file, 'extends') === STANDARD ? STANDARD_LIBRARY : NOTHING
}

/** The library's blocks, then the file's own. */
export function blocksOf(
  library: Readonly<Partial<Record<string, unknown>>>,
  file: unknown,
  key: string,
): readonly (readonly [string, unknown])[] {
  return Object.entries({ ...library, ...Object.fromEntries(entriesOf(get(file, key))) })
}
