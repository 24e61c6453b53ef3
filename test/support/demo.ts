/** `npm start` as its users start it: the gateway, the simulators and the shop, on free ports and in folders of its own. */
import { startProgram } from './program.ts'
import { freePort, temporaryFolder } from './running.ts'

export interface Demo {
  readonly gatewayUrl: string
  readonly simulatorsUrl: string
  readonly shopUrl: string
  readonly stop: () => Promise<void>
}

/** Resolves when it has said all that it says at its start. */
export async function startDemo(settings: Readonly<Record<string, string>> = {}): Promise<Demo> {
  const [port, simPort, shopPort] = [await freePort(), await freePort(), await freePort()]
  const program = startProgram('scripts/start.ts', [], {
    PORT: String(port),
    SIM_PORT: String(simPort),
    SHOP_PORT: String(shopPort),
    STATE_DIR: temporaryFolder('demo-state'),
    TIDEGATE_DIST: temporaryFolder('demo-dist'),
    ...settings,
  })
  await program.untilLine(`tidegate ready http://127.0.0.1:${port}`)
  await program.untilLine('stop with Ctrl-C')
  return {
    gatewayUrl: `http://127.0.0.1:${port}`,
    simulatorsUrl: `http://127.0.0.1:${simPort}`,
    shopUrl: `http://127.0.0.1:${shopPort}`,
    stop: async () => {
      program.signal('SIGTERM')
      await program.ended
      program.killGroup()
    },
  }
}

const SHOP_PAGES = ['/', '/product?id=ar-savon', '/basket', '/checkout', '/thanks', '/live']

/** Every screen of the demo in a language. */
export function screensOf({ shopUrl, gatewayUrl }: Demo, lang: string): readonly string[] {
  return [...SHOP_PAGES.map((path) => shopUrl + path), `${gatewayUrl}/diagnostics`].map(
    (address) => `${address}${address.includes('?') ? '&' : '?'}lang=${lang}`,
  )
}
