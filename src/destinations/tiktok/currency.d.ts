export declare function isTikTokCurrency(code: string): boolean
