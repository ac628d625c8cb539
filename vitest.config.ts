import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{shared,server,client,scripts,bench,e2e,bin}/**/*.test.ts'],
    environment: 'node',
    // Long enough for a property test on a busy machine; what hangs still fails.
    testTimeout: 30_000,
  },
})
