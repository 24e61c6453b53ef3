import { describe, expect, it } from 'vitest'
import { detectPersonalData } from './detect.ts'

/** How people and programs write the same number when they do not write it plainly. */
describe('a number between unusual separators', () => {
  it.each([
    '06_12_34_56_78',
    '06,12,34,56,78',
    '06:12:34:56:78',
    '06|12|34|56|78',
    '06·12·34·56·78',
    '06–12–34–56–78',
    '06‑12‑34‑56‑78',
    '06\t12\t34\t56\t78',
    '+33_6_12_34_56_78',
    '०६ १२ ३४ ५६ ७८',
    '০৬ ১২ ৩৪ ৫৬ ৭৮',
  ])('is a phone: %s', (text) => {
    expect(detectPersonalData(text, 'text')).toContain('phone')
  })

  it.each(['4111_1111_1111_1111', '4111–1111–1111–1111', '4111,1111,1111,1111'])('is a card: %s', (text) => {
    expect(detectPersonalData(text, 'text')).toContain('card')
  })

  // The example of the IBAN registry for France.
  it.each([
    'IBANFR1420041010050500013M02606',
    'FR14,2004,1010,0505,0001,3M02,606',
    'FR14–2004–1010–0505–0001–3M02–606',
    'FR14  2004  1010  0505  0001  3M02  606',
  ])('is an IBAN: %s', (text) => {
    expect(detectPersonalData(text, 'text')).toContain('iban')
  })

  it.each(['2026-11-22 12:34:56', '12:34:56.789', 'Crème 50 ml, lot de 2, 12,50 €', '1,234,567.89', '3 × 12 × 40 cm'])(
    'is nothing where it is an ordinary figure: %s',
    (text) => {
      expect(detectPersonalData(text, 'text')).toEqual([])
    },
  )
})

const hex = (value: string) => Buffer.from(value).toString('hex')

/** RFC 5321's own forms of the part before the "@", RFC 2606's domains, Arcep's numbers for fiction, the schemes' test cards. */
describe('what hides behind characters that nobody sees', () => {
  it.each([
    ['jane\u0000.doe@example.com', 'email'],
    ['j\u0000a\u0000n\u0000e\u0000@\u0000e\u0000x\u0000.\u0000c\u0000o\u0000m', 'email'],
    ['jane%00.doe%40example.com', 'email'],
    ['0639\u0000984217', 'phone'],
    ['0639\u0007984217', 'phone'],
    ['0639\u0085984217', 'phone'],
    ['0639\uD800984217', 'phone'],
    ['0639%FF984217', 'phone'],
    ['0639\u0301984217', 'phone'],
    [
      '0\uFE0F\u20E36\uFE0F\u20E33\uFE0F\u20E39\uFE0F\u20E39\uFE0F\u20E38\uFE0F\u20E34\uFE0F\u20E32\uFE0F\u20E31\uFE0F\u20E37\uFE0F\u20E3',
      'phone',
    ],
    ['06 3\t9 98 42 17', 'phone'],
    ['4111\u0000111111111111', 'card'],
    ['DE89\u0000370400440532013000', 'iban'],
    // Between a word and a number they are a border, as a blank is.
    ['Paul\u200B0639984217', 'phone'],
    ['Paul\u00000639984217', 'phone'],
  ])('is found: %j', (value, kind) => {
    expect(detectPersonalData(value, 'text')).toContain(kind)
  })
})

describe('what is written byte by byte', () => {
  it.each([
    [hex('jane.doe@example.com'), 'email'],
    [hex('jane.doe@example.com').toUpperCase(), 'email'],
    [`0x${hex('jane.doe@example.com')}`, 'email'],
    [`u-${hex('+33639984217')}`, 'phone'],
    [hex('4111111111111111'), 'card'],
    [hex('j@x.fr'), 'email'],
    [hex('FR1420041010050500013M02606'), 'iban'],
    ['jane.doe\\x40example.com', 'email'],
    ['jane.doe\\u{40}example.com', 'email'],
    ['jane.doe&commat;example&period;com', 'email'],
  ])('is found: %s', (value, kind) => {
    expect(detectPersonalData(value, 'text')).toContain(kind)
    expect(detectPersonalData(value, 'id')).toContain(kind)
  })

  it.each(['5d41402abc4b2a76b9719d911017c592', '6745740163ef2b5cd10a1c3b', '3735363433343536', '2024112435363738'])(
    'is an id where it is only that: %s',
    (value) => {
      expect(detectPersonalData(value, 'id')).toEqual([])
    },
  )
})

describe('an e-mail address with a name of unusual signs', () => {
  it.each([
    '"jane doe"@example.com',
    '"jane"@example.com',
    'jane!@example.com',
    'jane{x}@example.com',
    'jane$@example.com',
  ])('is found: %s', (value) => {
    expect(detectPersonalData(value, 'text')).toContain('email')
  })

  it.each(['{"shop":"@rivage.shop"}', '{@root.name}', 'Vu par "@rivage.shop"', 'Rivage | @rivage.shop'])(
    'is none where nobody is named: %s',
    (value) => {
      expect(detectPersonalData(value, 'text')).toEqual([])
    },
  )
})

describe('a phone number', () => {
  it('keeps its plus where a form has made blanks pluses', () => {
    expect(detectPersonalData('+44+20+7946+0958', 'text')).toContain('phone')
    expect(detectPersonalData('tel=+44+20+7946+0958', 'text')).toContain('phone')
  })

  it('in pairs with blanks between is one in an id, too', () => {
    expect(detectPersonalData('06 39 98 42 17', 'id')).toContain('phone')
    expect(detectPersonalData('06\u00A039\u00A098\u00A042\u00A017', 'id')).toContain('phone')
    for (const id of ['06-39-98-42-17', '0639984217', '02 04 06 08 10', '06 39 98'])
      expect([id, detectPersonalData(id, 'id')]).toEqual([id, []])
  })

  it('may be an Italian mobile, whatever comes behind its prefix', () => {
    expect(detectPersonalData('347 123 4567', 'text')).toContain('phone')
  })
})

const base64 = (value: string) => Buffer.from(value).toString('base64')
const htmlCodes = (value: string) => value.replaceAll(/./gu, (character) => `&#${character.codePointAt(0)};`)
const bytes = (value: string, between: string) => hex(value).replaceAll(/..(?=.)/g, `$&${between}`)

describe('what is encoded in several ways at once', () => {
  it.each([
    ['base64 twice', base64(base64('jane.doe@example.com'))],
    ['the codes of HTML in base64', base64(htmlCodes('jane.doe@example.com'))],
    ['the codes of HTML in hexadecimal', hex(htmlCodes('jane.doe@example.com'))],
    ['hexadecimal in base64', base64(hex('jane.doe@example.com'))],
    ['base64 in hexadecimal', hex(base64('jane.doe@example.com'))],
    ['percent in hexadecimal', hex(encodeURIComponent('jane.doe@example.com'))],
    ['full width in hexadecimal', hex('ｊａｎｅ．ｄｏｅ＠ｅｘａｍｐｌｅ．ｃｏｍ')],
    ['a script in a script', 'jane.doe\\\\u0040example.com'],
    ['JSON in JSON', '{\\"to\\":\\"jane.doe\\\\x40example.com\\"}'],
    ['base64 of accents between slashes', `a/${Buffer.from('marie-claire@société.fr').toString('base64url')}/b`],
  ])('is found: %s', (_how, value) => {
    expect(detectPersonalData(value, 'text')).toContain('email')
    expect(detectPersonalData(value, 'id')).toContain('email')
  })
})

describe('what is written byte by byte with signs between', () => {
  it.each([
    [bytes('jane.doe@example.com', ':'), 'email'],
    [bytes('jane.doe@example.com', ' '), 'email'],
    [bytes('jane.doe@example.com', '-'), 'email'],
    [bytes('jane.doe@example.com', ' 0x'), 'email'],
    [bytes('4111111111111111', ':'), 'card'],
    [bytes('0639984217', ' '), 'phone'],
  ])('is found: %s', (value, kind) => {
    expect(detectPersonalData(value, 'text')).toContain(kind)
  })

  it.each([
    '30 31 32 33 34 35 36 37 38 39',
    '23 24 25 26 27 28 29 30 31 32 33 34 35 35 36 37 38 39 40 41 42',
    'De:ad:be:ef:00:11',
    '#1A2B3C',
  ])('is nothing where it is sizes, a device or a colour: %s', (value) => {
    expect(detectPersonalData(value, 'text')).toEqual([])
  })
})

describe('a character that nobody sees', () => {
  it.each([
    ['ser\uFEFFin@example.com', 'email'],
    ['ser&#65279;in@example.com', 'email'],
    ['ser%EF%BB%BFin@example.com', 'email'],
    ['ser&shy;in@example.com', 'email'],
    ['ser&ZeroWidthSpace;in@example.com', 'email'],
    ['ser&#917601;in@example.com', 'email'],
    ['jane\u007F@example.com', 'email'],
    ['0639\u007F984217', 'phone'],
    ['0639\u2800984217', 'phone'],
    ['DE89\uFEFF370400440532013000', 'iban'],
  ])('does not split a value: %j', (value, kind) => {
    expect(detectPersonalData(value, 'text')).toContain(kind)
  })

  it('may be a digit of another row of Unicode, in the codes of HTML', () => {
    expect(detectPersonalData(htmlCodes('𝟎𝟔𝟑𝟗𝟗𝟖𝟒𝟐𝟏𝟕'), 'text')).toContain('phone')
  })
})

describe('a number digit by digit', () => {
  it.each([
    ['0-6-3-9-9-8-4-2-1-7', 'phone'],
    ['0.6.3.9.9.8.4.2.1.7', 'phone'],
    ['4/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1', 'card'],
    ['06~39~98~42~17', 'phone'],
    ['06‧39‧98‧42‧17', 'phone'],
  ])('is found: %s', (value, kind) => {
    expect(detectPersonalData(value, 'text')).toContain(kind)
  })

  it.each(['1/2/3/4/5/6/7/8/9', '0-3-6-9-12-18-24 mois', '1.2.3.4.5'])('is a list where it is one: %s', (value) => {
    expect(detectPersonalData(value, 'text')).toEqual([])
  })
})

describe('an "@" in words', () => {
  it.each([
    'jane(at)example.com',
    'jane [at] example [dot] com',
    'jane{at}example.com',
    'jane (arobase) example (point) fr',
    'jane(@)example.com',
  ])('is one where brackets say so: %s', (value) => {
    expect(detectPersonalData(value, 'text')).toContain('email')
  })

  it.each(['Crème (at)', 'Prix [at] 5.50', 'Concert (@ Nantes)', 'Atelier (at home)'])(
    'is none elsewhere: %s',
    (value) => {
      expect(detectPersonalData(value, 'text')).toEqual([])
    },
  )
})

describe('the public name of a creator', () => {
  it.each(['Collection capsule avec @lea.situations', 'T-shirt @rivage.shop', 'x @atelier.rivage'])(
    'is no e-mail address: %s',
    (value) => {
      expect(detectPersonalData(value, 'text')).toEqual([])
    },
  )

  it.each([
    'jane.doe @example.com',
    'jane @ example.com',
    'jane.doe @wanadoo.fr',
    'jane.doe@ rivage.shop',
    'jane.doe @rivage.shop',
  ])('is not what an address with blanks is: %s', (value) => {
    expect(detectPersonalData(value, 'text')).toContain('email')
  })
})

describe('an IPv6 address behind its name', () => {
  it.each(['client:2001:db8::8a2e:370:7334', 'ip=2001:db8::8a2e:370:7334', 'name:2a01:cb00:1:2::5'])(
    'is found: %s',
    (value) => {
      expect(detectPersonalData(value, 'text')).toContain('ip')
    },
  )

  it.each(['12:34:2001:db8', '1:2:3:4:5:6:7:8', '20:26:11:24'])('is none in other figures: %s', (value) => {
    expect(detectPersonalData(value, 'text')).toEqual([])
  })
})

/** GS1's check digit, Luhn and mod 97 agree by chance; sizes, dates and quantities stand beside numbers in every shop. */
describe('an ordinary figure beside another', () => {
  it.each([
    'EAN 3605233000635 - 3 pièces',
    'EAN 3605233000918 - 3 pièces',
    'EAN 3241091241577 16 cm',
    'robe 36-38-40-42-44-1473',
    'Jean slim 08/01/2026 221 x 183 cm',
    'n° 789 - 10/09/2026',
  ])('is nobody: %s', (value) => {
    expect(detectPersonalData(value, 'text')).toEqual([])
  })
})

describe('what people and programs write carelessly', () => {
  it.each([
    ['jane@@example.com', 'email'],
    ['1-202-555-0143', 'phone'],
    ['1 (202) 555-0143', 'phone'],
    // INSEE's specimen without its key.
    ['numéro de sécu 2 69 05 49 588 157', 'national_id'],
    ['NIR 2690549588157', 'national_id'],
    ['{"login":"jane","password":"hunter2hunter"}', 'session_token'],
    ['https://shop.example/?mdp=Azerty123!', 'session_token'],
  ])('is found: %s', (value, kind) => {
    expect(detectPersonalData(value, 'text')).toContain(kind)
  })

  it.each([
    '2690549588157',
    'Mot de passe oublié ? Cliquez ici',
    '1-20-300-4000',
    'Coffret 1 100 200 3000 pièces',
    '@@rivage',
  ])('is nothing where it is only that: %s', (value) => {
    expect(detectPersonalData(value, 'text')).toEqual([])
  })
})

describe('what is percent-encoded', () => {
  const encodedTimes = (times: number) => {
    let text = 'jane%40example.com'
    for (let i = 1; i < times; i++) text = text.replaceAll('%', '%25')
    return text
  }

  it.each([1, 2, 3, 4])('%i times is read', (times) => {
    expect(detectPersonalData(encodedTimes(times), 'text')).toEqual(['email'])
  })

  it.each([5, 6, 40])('%i times is not known to be clean', (times) => {
    expect(detectPersonalData(encodedTimes(times), 'text')).toEqual(['oversized'])
    expect(detectPersonalData(encodedTimes(times), 'id')).toEqual(['oversized'])
  })

  it.each(['-20 %25', '100%25 coton', 'noel%252526hiver'])('is ordinary where it ends soon: %s', (value) => {
    expect(detectPersonalData(value, 'text')).toEqual([])
  })
})
