// What every spec stands on: a page that fails the test when the browser reports an error, and a
// workspace that is empty, before and afterwards.

import { type APIRequestContext, test as base, expect, type Page } from '@playwright/test'
import { Designer } from '../pages/designer.ts'
import { OwnServer } from './ownServer.ts'

export { expect } from '@playwright/test'

/** To start and to stop: longer than the longest that either takes on a busy machine. */
const SERVER_MS_MAX = 60_000

/** For tests that are not about motion: they see the app as who asks for less of it, in half the work. */
export const atRest = { contextOptions: { reducedMotion: 'reduce' } } as const

/** What the tests of a worker share, one after the other. */
interface Theatre {
  readonly server: OwnServer
}

interface Stage {
  /** True: the server is killed, so requests that fail are no error of the app. */
  readonly losesServer: boolean
  readonly workspace: Workspace
  readonly designer: Designer
  /** One more page, as somebody else would have it open. */
  readonly openDesigner: (baseURL?: string) => Promise<Designer>
  readonly ownServer: OwnServer
  readonly servers: OwnServer[]
}

export const test = base.extend<Stage, Theatre>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here
    async ({}, use) => {
      const server = await OwnServer.start()
      await use(server)
      await server.close()
    },
    { scope: 'worker', timeout: SERVER_MS_MAX },
  ],
  baseURL: ({ server }, use) => use(server.url),

  losesServer: [false, { option: true }],
  permissions: ['clipboard-read', 'clipboard-write'],

  workspace: async ({ request }, use) => {
    const workspace = new Workspace(request)
    // A server begins with an example, which the first spec of all would find.
    await workspace.clear()
    await use(workspace)
    await workspace.clear()
  },

  // Pages are closed before the servers that they talk to.
  openDesigner: async ({ browser, losesServer, servers: _ }, use) => {
    const errors: string[] = []
    const pages: Page[] = []
    await use(async (baseURL) => {
      const context = await browser.newContext(baseURL === undefined ? {} : { baseURL })
      const page = await context.newPage()
      pages.push(page)
      watch(page, errors)
      return new Designer(page)
    })
    for (const page of pages) await page.context().close()
    expect(errors.filter((error) => !(losesServer && isLostLine(error)))).toEqual([])
  },

  designer: async ({ openDesigner }, use) => {
    await use(await openDesigner())
  },

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here
  servers: async ({}, use) => {
    const servers: OwnServer[] = []
    await use(servers)
    for (const server of servers) await server.close()
  },

  ownServer: async ({ servers }, use) => {
    const server = await OwnServer.start()
    servers.push(server)
    await use(server)
  },
})

/** A connection that is kept is closed by the server after five idle seconds, perhaps as it is used again. */
const ONCE = { headers: { connection: 'close' } }

/** The topologies of the server that the tests of a worker share. */
class Workspace {
  readonly #request: APIRequestContext

  constructor(request: APIRequestContext) {
    this.#request = request
  }

  /** Answers the id of the copy. */
  async addExample(exampleId: string): Promise<string> {
    return this.#add({ kind: 'example', exampleId })
  }

  async add(topology: unknown): Promise<string> {
    return this.#add({ kind: 'topology', topology })
  }

  async clear(): Promise<void> {
    const topologies = await this.#request.get('/api/topologies', ONCE)
    for (const { id } of (await topologies.json()) as { readonly id: string }[])
      await this.#request.delete(`/api/topologies/${id}`, ONCE)
  }

  async #add(data: unknown): Promise<string> {
    const response = await this.#request.post('/api/topologies', { ...ONCE, data })
    expect(response.status()).toBe(201)
    const { id } = (await response.json()) as { readonly id: string }
    return id
  }
}

function watch(page: Page, errors: string[]): void {
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
}

function isLostLine(error: string): boolean {
  return /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|WebSocket/.test(error)
}
