/** Every consent tool that is read. A new one is one file beside this and one line here; order does not matter. */
import { axeptioReader } from './axeptio.ts'
import type { CmpReader } from './cmp.ts'
import { commandersActReader } from './commanders-act.ts'
import { complianzReader } from './complianz.ts'
import { cookiebotReader } from './cookiebot.ts'
import { cookieyesReader } from './cookieyes.ts'
import { didomiReader } from './didomi.ts'
import { klaroReader } from './klaro.ts'
import { onetrustReader } from './onetrust.ts'
import { shopifyReader } from './shopify.ts'
import { tarteaucitronReader } from './tarteaucitron.ts'
import { trustarcReader } from './trustarc.ts'
import { usercentricsReader } from './usercentrics.ts'
import { vanillaCookieConsentReader } from './vanilla-cookieconsent.ts'

export const CMP_READERS: readonly CmpReader[] = [
  axeptioReader,
  commandersActReader,
  complianzReader,
  cookiebotReader,
  cookieyesReader,
  didomiReader,
  klaroReader,
  onetrustReader,
  shopifyReader,
  tarteaucitronReader,
  trustarcReader,
  usercentricsReader,
  vanillaCookieConsentReader,
]
