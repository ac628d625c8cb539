// The runner as one file that every version of Node can run as it is.

import { join } from 'node:path'
import { build } from 'vite'

/** Where the bundle is. */
export async function bundleRunner(folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: 'scripts/repeatability/runner.ts',
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'runner.mjs' } },
    },
  })
  return join(folder, 'runner.mjs')
}
