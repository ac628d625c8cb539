// The server as `npm run build` makes it, built once for all tests: a thread that reads its source takes
// a second of work to start, and the tests start a hundred.

import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder with `main.js` and the files of the threads. */
    readonly builtServer: string
  }
}

/** Before the first test. Gives back what is done after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { root } = project.config
  // Within the repository, for the packages that the server imports; each test run has its own.
  const parent = join(root, 'node_modules', '.vite')
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(join(parent, 'server-'))
  const buildServer = () =>
    build({
      root,
      configFile: join(root, 'vite.server.config.ts'),
      logLevel: 'error',
      build: { outDir: folder, emptyOutDir: false, sourcemap: false },
    })
  await buildServer()
  project.onTestsRerun(async () => {
    await buildServer()
  })
  project.provide('builtServer', folder)
  return () => rm(folder, { recursive: true })
}
