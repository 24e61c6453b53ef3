import type { DestinationDocument, Sector, SiteDocument } from './document.ts'
import type { Library } from './library.ts'
import type { DestinationFile, SiteFile } from './schema.ts'
import type { Taken } from './sectors.ts'
export declare function compileSiteDocument(
  site: SiteFile,
  library: Library,
  sectors: readonly Sector[],
  taken: Taken,
): SiteDocument
export declare function compileDestinationDocument(
  id: string,
  destination: DestinationFile,
  library: Library,
): DestinationDocument
