import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{shared,server,client,scripts,bench,e2e}/**/*.test.ts'],
    environment: 'node',
  },
})
