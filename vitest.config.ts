import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{shared,server,client,scripts,bench,e2e,bin}/**/*.test.ts'],
    environment: 'node',
    // Files share no state, so they need not each load everything anew; all cores, not all but one.
    isolate: false,
    maxWorkers: availableParallelism(),
    // Long enough for a property test on a busy machine; what hangs still fails.
    testTimeout: 30_000,
  },
})
