export declare const COUNTRIES: ReadonlySet<string>
