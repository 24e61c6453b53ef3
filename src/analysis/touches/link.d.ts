/** The gateway's own short links: `/go/<code>` leads to a page of the site and leaves its code in the address. */
/** The address parameter that carries the code. It is read here and leaves for nobody. */
export declare const LINK_PARAMETER = 'tg'
/** 2 to 40 small letters, digits, hyphens and slashes: `r/l-0412`. It begins and ends with a letter or digit. */
export declare const LINK_CODE: RegExp
export declare function isLinkCode(text: string): boolean
