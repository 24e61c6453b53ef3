/**
 * Who receives, as the platforms' own texts have it. What could not be read there is not here: a site must write it.
 *
 * TikTok: TikTok for Business Commercial Terms of Service, 1.2 (companies by region), and TikTok Business Products (Data)
 * Terms, 2.1, 5 (roles by jurisdiction) and 6.2 (18 months), read 2026-11-22. Where its group reaches the data from has
 * changed since its last public list (2022), and a supervisory authority has ruled on it (Ireland, 2025): `transfers` is
 * the site's to write, after asking TikTok.
 *
 * Meta: Controller Addendum (company, joint controllers) and Meta's notice of 7 September 2023 on the Data Privacy
 * Framework, which names data of the Business Tools, both read 2026-11-22. The two years are those of the Meta Business
 * Tools Terms as sites that accepted them quote them, read 2026-11-22: the text itself could not be had.
 */
import type { DestinationDocument } from './document.ts'
export declare const STANDARD_RECIPIENTS: Readonly<Record<string, Partial<Omit<DestinationDocument, 'note'>>>>
