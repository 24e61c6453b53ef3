/** Who a person at the console is. A token without a role is the site's server: it may ask everything, and post events. */
export declare const ROLES: readonly ['marketing', 'legal', 'finance', 'developer', 'operator']
export type Role = (typeof ROLES)[number]
export declare function isRole(text: unknown): text is Role
