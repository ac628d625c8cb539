// The app: `node dist/server/main.js [folder]`. The only file that reads the environment and opens a port.

import { join, resolve } from 'node:path'
import { hasDisplay, openBrowser } from './openBrowser.ts'
import { packageRoot } from './packageRoot.ts'
import { Gallery } from './storage/gallery.ts'
import { Workspace } from './storage/workspace.ts'
import { copyMoreIntoCallers } from './threads/inlining.ts'
import { type RunningServer, startServer } from './transport/server.ts'
import { welcome } from './transport/welcome.ts'
import { wantedPort } from './wantedPort.ts'

/** Signals so close together were one. */
const SAME_SIGNAL_MS = 1000

copyMoreIntoCallers()

// Work that nobody waits for must not end the work of everybody.
process.on('unhandledRejection', (reason) => console.error('Nobody waited for this:', reason))

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function main(): Promise<void> {
  const port = wantedPort(process.env.PORT)
  const root = packageRoot()
  const workspace = await Workspace.open(resolve(process.argv[2] ?? 'topologies'))
  const gallery = await Gallery.open(join(root, 'examples'))
  const log = (line: string) => console.error(line)
  const clientFolder = join(root, 'dist', 'client')
  const server = await startServer({ workspace, gallery, clientFolder, port, log }).catch(
    async (error: unknown) => {
      await workspace.close()
      throw error
    },
  )
  stopOnSignal(server)
  await welcome(workspace, gallery, server.rooms).catch((error: unknown) => {
    log(`The example was not opened: ${error instanceof Error ? error.message : error}`)
  })
  const url = `http://127.0.0.1:${server.port}`
  console.log(`Millrace is listening on ${url}`)
  if (hasDisplay(process.platform, process.env)) openBrowser(url, process.platform)
}

function stopOnSignal(server: RunningServer): void {
  let askedMs: number | null = null
  const stop = async () => {
    if (askedMs !== null) {
      // npm hands a Ctrl-C on that has reached us already; who asks again later does not want to wait.
      if (performance.now() - askedMs > SAME_SIGNAL_MS) process.exit(1)
      return
    }
    askedMs = performance.now()
    const problems = await server.close()
    for (const problem of problems) console.error(problem)
    process.exit(problems.length === 0 ? 0 : 1)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void stop())
}
