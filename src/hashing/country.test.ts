import { expect, it } from 'vitest'
import { countryCode } from './country.ts'
import { normalizeIdentifier } from './identifier.ts'

/** ISO 3166-1: alpha-2 and alpha-3 of each country. Source: Debian's iso-codes, as pycountry 24 has them, read 2026-11-24. */
const ALPHA =
  'ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB BDBGD ' +
  'BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN ' +
  'CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU ' +
  'DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB ' +
  'GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG ' +
  'HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN ' +
  'KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU ' +
  'LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR ' +
  'MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL ' +
  'OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB ' +
  'RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP ' +
  'SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN ' +
  'TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ' +
  'ZMZMB ZWZWE'

it('reads each alpha-3 code of ISO 3166-1 as its alpha-2 code, in either case', () => {
  const pairs = ALPHA.split(' ').map((pair) => [pair.slice(2), pair.slice(0, 2)])
  expect(pairs).toHaveLength(249)
  for (const [long = '', short] of pairs) {
    expect([long, countryCode(long)]).toEqual([long, short])
    expect([long, countryCode(long.toLowerCase())]).toEqual([long, short])
  }
})

// ISO 3166-1, English short names.
it.each([
  ['Korea, Republic of', 'KR'],
  ['Korea (the Republic of)', 'KR'],
  ["Korea, Democratic People's Republic of", 'KP'],
  ['Iran (Islamic Republic of)', 'IR'],
  ['Congo, The Democratic Republic of the', 'CD'],
  ['Republic of the Congo', 'CG'],
  ['United Kingdom of Great Britain and Northern Ireland', 'GB'],
  ['Venezuela, Bolivarian Republic of', 'VE'],
  ['Virgin Islands, U.S.', 'VI'],
  ['Virgin Islands, British', 'VG'],
  ['Holy See (Vatican City State)', 'VA'],
  ['France métropolitaine', 'FR'],
  ['Ελλάδα', 'GR'],
  ['БЪЛГАРИЯ', 'BG'],
])('reads %s as %s', (name, code) => {
  expect(countryCode(name)).toBe(code)
})

it.each(['XKX', 'UNK', 'ZZZ', 'EUR'])('takes %s for no country', (code) => {
  expect(countryCode(code)).toBeUndefined()
})

// libphonenumber's example of a Romanian mobile number; in France 07 12 03 45 67 is somebody else's.
it('reads a national number in a country of three letters, and not in that of the site', () => {
  const context = { country: 'ROU', defaultCountry: 'FR' }
  const phone = { platform: 'tiktok', field: 'phone' } as const
  expect(normalizeIdentifier(phone, '0712 034 567', context)).toEqual({ kind: 'text', value: '+40712034567' })
})
