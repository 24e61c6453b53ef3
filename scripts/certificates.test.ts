import { describe, expect, it } from 'vitest'
import { certificateSettings } from './certificates.ts'

const onlyHas =
  (...files: readonly string[]) =>
  (file: string) =>
    files.includes(file)

describe('the authorities that workerd trusts', () => {
  it("are the system's, of the one file that holds them all", () => {
    expect(certificateSettings({}, onlyHas('/etc/pki/tls/certs/ca-bundle.crt'))).toEqual({
      SSL_CERT_FILE: '/etc/pki/tls/certs/ca-bundle.crt',
    })
  })

  it.each(['SSL_CERT_FILE', 'SSL_CERT_DIR'])('are those that %s names, where somebody has set it', (name) => {
    expect(certificateSettings({ [name]: '/opt/own' }, () => true)).toEqual({})
  })

  it('are left to workerd where there is no such file', () => {
    expect(certificateSettings({}, () => false)).toEqual({})
  })
})
