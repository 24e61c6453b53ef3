import { describe, expect, it } from 'vitest'
import { consentCommand, consentModeState } from './consent-mode.ts'

const ALL_DENIED = {
  ad_storage: 'denied',
  ad_user_data: 'denied',
  ad_personalization: 'denied',
  analytics_storage: 'denied',
}

function stateAfter(...pushes: readonly unknown[][]) {
  return consentModeState(pushes.flatMap((push) => consentCommand(push) ?? []))
}

describe('Consent Mode in the dataLayer', () => {
  it.each([[[]], [[['consent', 'default', ALL_DENIED]]], [[['consent', 'default', { ad_storage: 'granted' }]]]])(
    'says nothing before an update: %j',
    (pushes) => {
      expect(stateAfter(...pushes)).toBeUndefined()
    },
  )

  it('says what was updated, and a denied default beside it', () => {
    const update = { ad_storage: 'granted', ad_user_data: 'granted' }
    expect(stateAfter(['consent', 'default', ALL_DENIED], ['consent', 'update', update])).toEqual({
      ad_storage: 'granted',
      ad_user_data: 'granted',
      ad_personalization: 'denied',
      analytics_storage: 'denied',
    })
  })

  it('never takes a granted default for an answer', () => {
    const granted = { ad_storage: 'granted', ad_user_data: 'granted' }
    expect(
      stateAfter(['consent', 'default', granted], ['consent', 'update', { analytics_storage: 'granted' }]),
    ).toEqual({ analytics_storage: 'granted' })
  })

  it('takes the last update of each purpose', () => {
    expect(
      stateAfter(['consent', 'update', { ad_storage: 'granted' }], ['consent', 'update', { ad_storage: 'denied' }]),
    ).toEqual({ ad_storage: 'denied' })
  })

  it('takes no word but granted and denied, and no purpose that is not ours', () => {
    expect(
      stateAfter(['consent', 'update', { ad_storage: true, security_storage: 'granted', ad_user_data: 'yes' }]),
    ).toBeUndefined()
  })

  it.each([[['consent', 'declare', {}]], [['event', 'purchase']], [['consent', 'update', 'x']], [null], [7]])(
    'hears no command in %j',
    (push) => {
      expect(consentCommand(push)).toBeUndefined()
    },
  )
})
