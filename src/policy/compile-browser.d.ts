import type { BrowserFile } from './schema-browser.ts'
import type { CompiledBrowser } from './types.ts'
export declare function compileBrowser({ gateway, write_keys, staging_origins, cookies }: BrowserFile): CompiledBrowser
