// The server build. Each entry becomes a file of its own: the worker is started by its path.
import { defineConfig } from 'vite'

export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    outDir: 'dist/server',
    target: 'node20',
    sourcemap: true,
    rollupOptions: {
      input: {
        main: 'server/main.ts',
        cli: 'server/cli/main.ts',
        worker: 'server/session/worker.ts',
        comparison: 'server/session/comparison.ts',
        replicationThread: 'server/cli/experiment/replicationThread.ts',
      },
      output: {
        // Shared parts lie beside the entries, so that `./worker.js` is found from all of them.
        chunkFileNames: '[name]-[hash].js',
        // As `var`, constants would be read from memory at each use: a delivery took a sixth longer.
        topLevelVar: false,
      },
    },
  },
})
