import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@steadfast/source'] },
  ssr: { resolve: { conditions: ['@steadfast/source', 'node', 'import', 'default'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'examples/**/*.test.ts', 'docs/**/*.test.ts', 'test/**/*.test.ts'],
    setupFiles: ['./test/setup.ts'],
    testTimeout: 30_000,
  },
});
