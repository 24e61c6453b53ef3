/** A way to a server that can be shut: whoever comes then finds nobody, whatever has become of the page that asked. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface Gate {
  /** Stands for the server's own. Without a trailing slash. */
  readonly url: string
  readonly shut: () => void
  readonly open: () => void
  readonly close: () => void
}

export async function startGate(toUrl: string): Promise<Gate> {
  let isOpen = true
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    if (!isOpen) return void socket.destroy()
    const onward = connect(Number(new URL(toUrl).port), '127.0.0.1')
    for (const [one, other] of [[socket, onward] as const, [onward, socket] as const]) {
      sockets.add(one)
      one.on('error', () => other.destroy()).on('close', () => sockets.delete(one) && other.destroy())
      one.pipe(other)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const shut = () => {
    isOpen = false
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    shut,
    open: () => void (isOpen = true),
    close: () => {
      shut()
      server.close()
    },
  }
}
