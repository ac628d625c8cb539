import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    alias: [
      // Threads start from a build of this run, not each from its sources.
      {
        find: /^.*\/threads\/startThread\.ts$/,
        replacement: `${import.meta.dirname}/server/threads/startThread.fixture.ts`,
      },
    ],
  },
  test: {
    include: ['{shared,server,client,scripts,bench,e2e,bin}/**/*.test.ts'],
    environment: 'node',
    globalSetup: 'server/threads/builtServer.fixture.ts',
    // Files share no state, so they need not each load everything anew; all cores, not all but one.
    isolate: false,
    maxWorkers: availableParallelism(),
    // Long enough for a property test on a busy machine; what hangs still fails.
    testTimeout: 60_000,
  },
})
