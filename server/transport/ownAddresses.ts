// Who may talk to this server: pages that came from it, under the names of this machine's loopback.
// A page from elsewhere cannot fake Origin, and a foreign name that was made to point here shows in Host.

const NAMES = ['127.0.0.1', 'localhost', '[::1]']

interface Caller {
  readonly host: string | undefined
  readonly origin: string | undefined
}

export class OwnAddresses {
  readonly #hosts = new Set<string>()

  /** To be called when the port is known; until then everybody is refused. */
  listenOn(port: number): void {
    for (const name of NAMES) {
      this.#hosts.add(`${name}:${port}`)
      if (port === 80) this.#hosts.add(name)
    }
  }

  /** Why the caller is refused, in a sentence; null when it is one of us. */
  refusal({ host, origin }: Caller): string | null {
    if (host === undefined || !this.#hosts.has(host.toLowerCase()))
      return 'This server answers under its own address only.'
    // Programs send no origin; browsers do whenever another page asks.
    if (origin !== undefined && !this.#isOwn(origin))
      return 'This server answers to its own pages only.'
    return null
  }

  #isOwn(origin: string): boolean {
    return origin.startsWith('http://') && this.#hosts.has(origin.slice('http://'.length))
  }
}
