/** Every event in words: what it means, where it happens, what sets it off. A site writes its own over them. */
import { type EventName } from '../event/types.ts'
import type { EventDefinition } from './document.ts'
import type { EventGroupFile } from './schema.ts'
type Described = Omit<EventDefinition, 'owner'>
export declare const STANDARD_EVENTS: Readonly<Record<EventName, Described>>
export declare const STANDARD_EVENT_GROUPS: Readonly<Record<string, EventGroupFile>>
export {}
