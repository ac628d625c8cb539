// A child of the bench, built as the server is: what is measured is what people run.

import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '../..')

/** Builds a file of this folder, hands over the path of what came of it, and takes it away again. */
export async function withBuilt(name: string, use: (file: string) => void): Promise<void> {
  // Within the repository, for the packages that the server imports.
  const parent = join(root, 'node_modules', '.vite')
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(join(parent, 'bench-'))
  try {
    await build({
      root,
      configFile: join(root, 'vite.server.config.ts'),
      logLevel: 'error',
      build: {
        outDir: folder,
        sourcemap: false,
        rollupOptions: { input: { [name]: join(import.meta.dirname, `${name}.ts`) } },
      },
    })
    use(join(folder, `${name}.js`))
  } finally {
    await rm(folder, { recursive: true })
  }
}
