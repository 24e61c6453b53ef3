/** A wire between the gateway and the platforms that keeps every byte which the gateway sends over it. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface Recorder {
  readonly url: string
  /** Everything that was sent so far. */
  readonly sent: () => Buffer
  readonly close: () => Promise<void>
}

export async function startRecorder(target: string): Promise<Recorder> {
  const { hostname, port } = new URL(target)
  const chunks: Buffer[] = []
  const sockets = new Set<Socket>()
  const server = createServer((incoming) => {
    const outgoing = connect(Number(port), hostname)
    incoming.on('data', (chunk) => chunks.push(chunk))
    incoming.pipe(outgoing).pipe(incoming)
    for (const socket of [incoming, outgoing]) {
      sockets.add(socket)
      // A broken connection is the other end's news, not the recorder's.
      socket.on('error', () => socket.destroy())
    }
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port: own } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${own}`,
    sent: () => Buffer.concat(chunks),
    close: async () => {
      const closed = new Promise((done) => server.close(done))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
